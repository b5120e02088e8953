package io.balsa.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.codec.WireFrame;
import io.balsa.codec.sbe.client.ClientRefusedDecoder;
import io.balsa.codec.sbe.client.ClientWelcomeDecoder;
import io.balsa.codec.sbe.client.CommandReplyDecoder;
import io.balsa.codec.sbe.client.LeaderChangeDecoder;
import io.balsa.codec.sbe.client.ReplyDecoder;
import io.balsa.codec.sbe.client.SessionOpenedDecoder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClientGatewayTest {
    private final FakeCluster cluster = new FakeCluster(1);
    private final List<RawClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(RawClient::close);
        cluster.close();
    }

    @Test
    void shouldWelcomeWhenTheClusterIsTheSameOrAny() {
        final RawClient same = connect();
        final RawClient any = connect();

        same.send(RawClient.hello(FakeCluster.CLUSTER_ID));
        any.send(RawClient.hello(0));
        runUntil(() -> same.frameCount() == 1 && any.frameCount() == 1);

        assertThat(same.templateId(0)).isEqualTo(ClientWelcomeDecoder.TEMPLATE_ID);
        assertThat(any.templateId(0)).isEqualTo(ClientWelcomeDecoder.TEMPLATE_ID);
    }

    @Test
    void shouldRefuseNamingBothIdsWhenTheClusterIsAnother() {
        final RawClient client = connect();

        client.send(RawClient.hello(5));
        runUntil(client::isEnded);

        assertThat(client.templateId(0)).isEqualTo(ClientRefusedDecoder.TEMPLATE_ID);
        assertThat(client.receivedText()).contains("client's clusterId=5", "node's clusterId=77", "nodeId=1");
        assertThat(counters().refused()).isEqualTo(1);
        assertThat(counters().badFrames()).isZero();
    }

    @Test
    void shouldRefuseNamingBothVersionsWhenTheVersionIsAnother() {
        final RawClient client = connect();

        client.send(withHeaderField(RawClient.hello(FakeCluster.CLUSTER_ID), VERSION_OFFSET, 9));
        runUntil(client::isEnded);

        assertThat(client.templateId(0)).isEqualTo(ClientRefusedDecoder.TEMPLATE_ID);
        assertThat(client.receivedText()).contains("client=9", "node=0");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("garbage")
    void shouldCloseCountAndServeOthersWhenBytesAreGarbage(final String name, final byte[] bytes) {
        final RawClient other = openSession();
        final RawClient client = connect();

        client.send(bytes);
        runUntil(client::isEnded);
        client.close();
        other.send(RawClient.command(1, 1, "after " + name));
        runUntil(() -> other.frameCount() == 3 && counters().connections() == 1);

        assertThat(counters().badFrames()).isEqualTo(1);
        assertThat(cluster.applied).containsExactly("after " + name);
    }

    static Stream<Arguments> garbage() {
        final byte[] hello = RawClient.hello(FakeCluster.CLUSTER_ID);
        return Stream.of(
                args("text of another protocol", FakeCluster.bytes("PING\r\n")),
                args("web request", FakeCluster.bytes("GET / HTTP/1.1\r\nHost: balsa\r\n\r\n")),
                args("length zero", length(0)),
                args("length below the header", length(ClientFrame.MIN_LENGTH - 1)),
                args("length -1", length(-1)),
                args("length of the largest int", length(Integer.MAX_VALUE)),
                args("length of the smallest int", length(Integer.MIN_VALUE)),
                args("flipped bit", flip(hello.clone(), hello.length - 1)),
                args("flipped checksum", flip(hello.clone(), WireFrame.CHECKSUM_OFFSET)),
                args("other schema", withHeaderField(hello, SCHEMA_OFFSET, 1)),
                args("unknown message", withHeaderField(hello, TEMPLATE_OFFSET, 99)),
                args("wrong block length", withHeaderField(hello, BLOCK_LENGTH_OFFSET, 4)),
                args("block beyond the frame", withHeaderField(hello, BLOCK_LENGTH_OFFSET, 9)),
                args("command before hello", RawClient.command(1, 1, "x")),
                args("hello twice", concat(hello, hello)),
                args("message of a node", concat(hello, withHeaderField(ping(), TEMPLATE_OFFSET, 14))),
                args("request of another version", concat(hello, withHeaderField(ping(), VERSION_OFFSET, 1))),
                args("command of another version", concat(hello, entryWith(VERSION_OFFSET, 1))),
                args("command with another block", concat(hello, entryWith(BLOCK_LENGTH_OFFSET, 16))),
                args("entry that is no command", concat(hello, entryWith(TEMPLATE_OFFSET, 2))),
                args("session 0", concat(hello, RawClient.command(0, 1, "x"))),
                args("sequence 0", concat(hello, RawClient.command(1, 0, "x"))),
                args("good, then garbage", concat(hello, ping(), FakeCluster.bytes("QUIT"))));
    }

    @Test
    void shouldCountWhenAFrameIsCutByTheEndOfTheConnection() {
        final byte[] hello = RawClient.hello(FakeCluster.CLUSTER_ID);
        for (int cut = 1; cut < hello.length; cut++) {
            final RawClient client = connect();
            client.send(Arrays.copyOf(hello, cut));
            client.close();
        }
        runUntil(() -> counters().badFrames() == hello.length - 1 && counters().connections() == 0);
    }

    @Test
    void shouldNotCountWhenAConnectionEndsBetweenFrames() {
        final RawClient silent = connect();
        final RawClient polite = connect();
        polite.send(RawClient.hello(FakeCluster.CLUSTER_ID));
        runUntil(() -> polite.frameCount() == 1);

        silent.close();
        polite.close();
        runUntil(() -> counters().connections() == 0 && counters().accepted() == 2);

        assertThat(counters().badFrames()).isZero();
    }

    @Test
    void shouldTakeEveryFrameWhenBytesArriveOneByOne() {
        final RawClient client = openSession();
        final byte[] frames = concat(RawClient.command(1, 1, "a"), RawClient.command(1, 2, "b"), ping());

        for (final byte single : frames) {
            client.send(new byte[] {single});
            cluster.step();
        }
        runUntil(() -> client.frameCount() == 5);

        assertThat(cluster.applied).containsExactly("a", "b");
    }

    @Test
    void shouldTakeEveryFrameWhenTheStreamIsCutAnywhere() {
        final RawClient client = openSession();
        final byte[] frames = concat(RawClient.command(1, 1, "a"), RawClient.command(1, 2, "b"));

        for (int cut = 0; cut <= frames.length; cut++) {
            final int frameCount = client.frameCount() + 2;
            client.send(Arrays.copyOf(frames, cut));
            cluster.step();
            client.send(Arrays.copyOfRange(frames, cut, frames.length));
            runUntil(() -> client.frameCount() == frameCount);
        }

        assertThat(counters().badFrames()).isZero();
        assertThat(counters().commands()).isEqualTo(2L * (frames.length + 1));
    }

    @Test
    void shouldRefuseNamingTheLimitWhenACommandIsTooLarge() {
        final RawClient client = openSession();

        client.send(RawClient.command(1, 1, "x".repeat(FakeNode.MAX_COMMAND_BYTES + 1)));
        client.send(RawClient.command(1, 2, "fits"));
        runUntil(() -> client.frameCount() == 4);

        assertThat(client.templateId(2)).isEqualTo(CommandReplyDecoder.TEMPLATE_ID);
        assertThat(client.receivedText()).contains("command too large: length=4097, limit=4096");
        assertThat(cluster.applied).containsExactly("fits");
    }

    @Test
    void shouldTakeACommandWhenItIsAsLargeAsAllowed() {
        final RawClient client = openSession();
        final String largest = "x".repeat(FakeNode.MAX_COMMAND_BYTES - "applied ".length());

        client.send(RawClient.command(1, 1, largest));
        runUntil(() -> client.frameCount() == 3);

        assertThat(cluster.applied).containsExactly(largest);
    }

    @Test
    void shouldNameTheLimitAndHangUpWhenAFrameExceedsTheBuffer() {
        final RawClient client = openSession();

        client.send(length(32 * 1024 + 1));
        client.send(new byte[1024]);
        runUntil(client::isEnded);

        assertThat(client.templateId(2)).isEqualTo(ClientRefusedDecoder.TEMPLATE_ID);
        assertThat(client.receivedText()).contains("limit of a command=4096");
        assertThat(counters().badFrames()).isEqualTo(1);
    }

    @Test
    void shouldAnswerNotLeaderWhenTheNodeDoesNotLead() {
        cluster.elect(0);
        final RawClient client = connect();
        client.send(RawClient.hello(0));
        client.send(RawClient.command(1, 1, "x"));
        client.send(RawClient.frames(out -> new RequestEncoder().sessionOpen(out, -1)));
        client.send(RawClient.frames(out -> new RequestEncoder().sessionClose(out, -2, 1)));
        runUntil(() -> client.frameCount() == 4);

        assertThat(client.templateId(1)).isEqualTo(CommandReplyDecoder.TEMPLATE_ID);
        assertThat(client.templateId(2)).isEqualTo(ReplyDecoder.TEMPLATE_ID);
        assertThat(client.templateId(3)).isEqualTo(ReplyDecoder.TEMPLATE_ID);
        assertThat(counters().commands()).isZero();
    }

    @Test
    void shouldRefuseLaterCommandsOfAConnectionWhenLeadershipWasLostAndWonAgain() {
        final RawClient client = openSession();

        cluster.elect(0);
        cluster.elect(1);
        runUntil(() -> client.frameCount() == 3);
        client.send(RawClient.command(1, 1, "x"));
        runUntil(() -> client.frameCount() == 4);

        assertThat(client.templateId(2)).isEqualTo(LeaderChangeDecoder.TEMPLATE_ID);
        assertThat(client.templateId(3)).isEqualTo(CommandReplyDecoder.TEMPLATE_ID);
        assertThat(cluster.applied).isEmpty();
    }

    @Test
    void shouldSendRepliesToTheNewestConnectionWhenASessionHasTwo() {
        final RawClient first = openSession();
        final RawClient second = connect();
        second.send(RawClient.hello(0));
        second.send(RawClient.command(1, 1, "a"));
        runUntil(() -> second.frameCount() == 2);

        first.send(RawClient.command(1, 2, "b"));
        runUntil(() -> second.frameCount() == 3);

        assertThat(first.frameCount()).isEqualTo(2);
    }

    @Test
    void shouldDropTheReplyWhenItsConnectionIsGone() {
        final RawClient gone = openSession();
        cluster.node(1).busy = true;
        gone.send(RawClient.command(1, 1, "a"));
        runUntil(() -> counters().commands() == 1);
        gone.close();
        runUntil(() -> counters().connections() == 0);
        final RawClient next = connect();
        next.send(RawClient.hello(0));
        runUntil(() -> next.frameCount() == 1);

        cluster.node(1).busy = false;
        runUntil(() -> cluster.applied.size() == 1);
        step(10);

        assertThat(next.frameCount()).isEqualTo(1);
    }

    @Test
    void shouldIgnoreASessionWhenItWasOpenedForAnotherGateway() {
        final RawClient client = connect();
        client.send(RawClient.hello(0));
        runUntil(() -> client.frameCount() == 1);

        cluster.node(1).egress().offerSessionOpened(4242, 1L << 16, 1, 9, 16);
        step(10);

        assertThat(client.frameCount()).isEqualTo(1);
    }

    @Test
    void shouldDisconnectAClientWhenItDoesNotReadItsReplies() {
        final RawClient slow = openSession();
        final RawClient other = openSession();
        final byte[] command = RawClient.command(1, 1, "y".repeat(4000));

        // The reply of 4000 bytes is repeated until socket and buffer are full; nothing is read.
        cluster.runUntil(() -> slow.send(command), () -> counters().slowReaders() == 1);
        other.send(RawClient.command(2, 1, "b"));
        cluster.runUntil(other::receive, () -> other.frameCount() == 3);

        assertThat(counters().connections()).isEqualTo(1);
        assertThat(cluster.applied).contains("b");
    }

    @Test
    void shouldTellAndRefuseWhenTooManyAreConnected() {
        final Map<Integer, String> addresses = Map.of(1, "127.0.0.1:" + Ports.free());
        final FakeNode small = new FakeNode(
                cluster, 1, FakeNode.config(1, addresses).maxConnections(2).build());
        try (small;
                RawClient first = new RawClient(small.gateway().localAddress());
                RawClient second = new RawClient(small.gateway().localAddress());
                RawClient third = new RawClient(small.gateway().localAddress())) {
            for (final RawClient client : List.of(first, second, third)) {
                client.send(RawClient.hello(0));
            }
            cluster.runUntil(
                    () -> {
                        small.step();
                        List.of(first, second, third).forEach(RawClient::receive);
                    },
                    third::isEnded);

            assertThat(first.templateId(0)).isEqualTo(ClientWelcomeDecoder.TEMPLATE_ID);
            assertThat(second.templateId(0)).isEqualTo(ClientWelcomeDecoder.TEMPLATE_ID);
            assertThat(third.receivedText()).contains("too many client connections: limit=2");
        }
    }

    @Test
    void shouldTakeAnotherClientWhenOneHasLeft() {
        for (int i = 0; i < 600; i++) {
            final RawClient client = new RawClient(address());
            client.send(RawClient.hello(0));
            cluster.runUntil(client::receive, () -> client.frameCount() == 1);
            client.close();
        }
        runUntil(() -> counters().connections() == 0);
        assertThat(counters().accepted()).isEqualTo(600);
    }

    @Test
    void shouldCloseAConnectionWhenItSaysNoHelloOrFallsSilent() {
        final ManualClock clock = new ManualClock();
        final FakeNode node = cluster.node(1);
        final RawClient mute = connect();
        final RawClient idle = connect();
        final Runnable step = () -> {
            node.step(clock.nanoTime());
            mute.receive();
            idle.receive();
        };
        idle.send(RawClient.hello(0));
        spin(step, () -> idle.frameCount() == 1 && counters().connections() == 2);

        clock.advanceMillis(2_001);
        spin(step, mute::isEnded);
        assertThat(idle.isEnded()).isFalse();

        clock.advanceMillis(60_000);
        spin(step, idle::isEnded);
        assertThat(counters().timeouts()).isEqualTo(2);
        assertThat(counters().badFrames()).isZero();
    }

    @Test
    void shouldOpenASessionOnlyForTheConnectionThatAsked() {
        final RawClient client = openSession();

        assertThat(client.templateId(1)).isEqualTo(SessionOpenedDecoder.TEMPLATE_ID);
        assertThat(cluster.sessions).containsOnlyKeys(1L);
    }

    @Test
    void shouldTellItsStatusWhenAskedOverTheNetwork() throws Exception {
        final CompletableFuture<StatusReport> asked = CompletableFuture.supplyAsync(
                () -> StatusProbe.ask(cluster.address(1), FakeCluster.CLUSTER_ID, Duration.ofSeconds(30)));
        cluster.runUntil(asked::isDone);

        final StatusReport report = asked.get(0, TimeUnit.SECONDS);
        assertThat(report.clusterId()).isEqualTo(FakeCluster.CLUSTER_ID);
        assertThat(report.nodeId()).isEqualTo(1);
        assertThat(report.leaderId()).isEqualTo(1);
        assertThat(report.term()).isEqualTo(3);
        assertThat(report.elections()).isEqualTo(11);
        assertThat(report.connections()).isEqualTo(1);
        assertThat(report.dataDirectory()).isEqualTo("/data/1");
    }

    @Test
    void shouldSayWhyWhenAStatusCannotBeHad() {
        final String nowhere = "127.0.0.1:" + Ports.free();

        assertThatThrownBy(() -> StatusProbe.ask(nowhere, 0, Duration.ofSeconds(5)))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining(nowhere);
        assertThatThrownBy(() -> StatusProbe.ask(cluster.address(1), 0, Duration.ofMillis(50)))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("no answer within 50 ms");
    }

    @Test
    void shouldSayWhatToDoWhenThePortIsInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Selector selector = Selector.open()) {
            final GatewayConfig config = GatewayConfig.builder(
                            new InetSocketAddress("127.0.0.1", taken.getLocalPort()), 1, 1, 1)
                    .build();
            assertThatThrownBy(() -> new ClientGateway(
                            selector, config, new IngressRing(1 << 20), new EgressRing(1 << 20), reply -> {}))
                    .isInstanceOf(GatewayException.class)
                    .hasMessageContaining("client port cannot be opened")
                    .hasMessageContaining(String.valueOf(taken.getLocalPort()))
                    .hasMessageContaining("Address already in use");
        }
    }

    @Test
    void shouldRefuseARingWhenTheLargestMessageDoesNotFit() throws IOException {
        final GatewayConfig config = GatewayConfig.builder(new InetSocketAddress("127.0.0.1", 0), 1, 1, 1)
                .build();
        try (Selector selector = Selector.open()) {
            assertThatThrownBy(() -> new ClientGateway(
                            selector, config, new IngressRing(1 << 16), new EgressRing(1 << 20), reply -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("maxCommandBytes=65536 does not fit the ingress ring");
            assertThatThrownBy(() -> new ClientGateway(
                            selector, config, new IngressRing(1 << 20), new EgressRing(1 << 16), reply -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("maxResponseBytes=65536 does not fit the egress ring");
        }
    }

    private static final int BLOCK_LENGTH_OFFSET = 8;
    private static final int TEMPLATE_OFFSET = 10;
    private static final int SCHEMA_OFFSET = 12;
    private static final int VERSION_OFFSET = 14;

    private RawClient connect() {
        final RawClient client = new RawClient(address());
        clients.add(client);
        return client;
    }

    /** Returns a client that has been told of its session: two frames have come. */
    private RawClient openSession() {
        final RawClient client = connect();
        client.send(RawClient.hello(FakeCluster.CLUSTER_ID));
        client.send(RawClient.frames(out -> new RequestEncoder().sessionOpen(out, -1)));
        cluster.runUntil(client::receive, () -> client.frameCount() == 2);
        return client;
    }

    private void runUntil(final BooleanSupplier condition) {
        cluster.runUntil(() -> clients.forEach(RawClient::receive), condition);
    }

    private void step(final int count) {
        for (int i = 0; i < count; i++) {
            cluster.step();
            clients.forEach(RawClient::receive);
        }
    }

    private static void spin(final Runnable step, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadlineNs).isNegative();
            step.run();
        }
    }

    private InetSocketAddress address() {
        return cluster.node(1).gateway().localAddress();
    }

    private GatewayCounters counters() {
        return cluster.node(1).gateway().counters();
    }

    private static Arguments args(final String name, final byte[] bytes) {
        return Arguments.of(name, bytes);
    }

    private static byte[] ping() {
        return RawClient.frames(out -> new RequestEncoder().ping(out, 1));
    }

    private static byte[] entryWith(final int offset, final int value) {
        return withHeaderField(RawClient.command(1, 1, "x".repeat(40)), offset, value);
    }

    private static byte[] withHeaderField(final byte[] frame, final int offset, final int value) {
        final byte[] changed = frame.clone();
        new UnsafeBuffer(changed).putShort(offset, (short) value, ByteOrder.LITTLE_ENDIAN);
        return RawClient.reseal(changed);
    }

    private static byte[] length(final int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    private static byte[] flip(final byte[] bytes, final int index) {
        bytes[index] ^= 1;
        return bytes;
    }

    private static byte[] concat(final byte[]... parts) {
        final ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (final byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
