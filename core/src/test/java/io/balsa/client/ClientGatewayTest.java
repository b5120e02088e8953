package io.balsa.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.nio.channels.Selector;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections, sessions and leadership as a gateway sees them. */
class ClientGatewayTest {
    private final GatewayDriver gateway = new GatewayDriver();
    private final FakeCluster cluster = gateway.cluster();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void shouldWelcomeWhenTheClusterIsTheSameOrAny() {
        final RawClient same = gateway.connect();
        final RawClient any = gateway.connect();

        same.send(RawClient.hello(FakeCluster.CLUSTER_ID));
        any.send(RawClient.hello(0));
        gateway.runUntil(() -> same.frameCount() == 1 && any.frameCount() == 1);

        assertThat(same.templateId(0)).isEqualTo(ClientWelcomeDecoder.TEMPLATE_ID);
        assertThat(any.templateId(0)).isEqualTo(ClientWelcomeDecoder.TEMPLATE_ID);
    }

    @Test
    void shouldRefuseNamingBothIdsWhenTheClusterIsAnother() {
        final RawClient client = gateway.connect();

        client.send(RawClient.hello(5));
        gateway.runUntil(client::isEnded);

        assertThat(client.templateId(0)).isEqualTo(ClientRefusedDecoder.TEMPLATE_ID);
        assertThat(client.receivedText()).contains("client's clusterId=5", "node's clusterId=77", "nodeId=1");
        assertThat(gateway.counters().refused()).isEqualTo(1);
        assertThat(gateway.counters().badFrames()).isZero();
    }

    @Test
    void shouldAnswerNotLeaderWhenTheNodeDoesNotLead() {
        cluster.elect(0);
        final RawClient client = gateway.connect();
        client.send(RawClient.hello(0));
        client.send(RawClient.command(1, 1, "x"));
        client.send(RawClient.frames(out -> new RequestEncoder().sessionOpen(out, -1)));
        client.send(RawClient.frames(out -> new RequestEncoder().sessionClose(out, -2, 1)));
        gateway.runUntil(() -> client.frameCount() == 4);

        assertThat(client.templateId(1)).isEqualTo(CommandReplyDecoder.TEMPLATE_ID);
        assertThat(client.templateId(2)).isEqualTo(ReplyDecoder.TEMPLATE_ID);
        assertThat(client.templateId(3)).isEqualTo(ReplyDecoder.TEMPLATE_ID);
        assertThat(gateway.counters().commands()).isZero();
    }

    @Test
    void shouldRefuseLaterCommandsOfAConnectionWhenLeadershipWasLostAndWonAgain() {
        final RawClient client = gateway.openSession();

        cluster.elect(0);
        cluster.elect(1);
        gateway.runUntil(() -> client.frameCount() == 3);
        client.send(RawClient.command(1, 1, "x"));
        gateway.runUntil(() -> client.frameCount() == 4);

        assertThat(client.templateId(2)).isEqualTo(LeaderChangeDecoder.TEMPLATE_ID);
        assertThat(client.templateId(3)).isEqualTo(CommandReplyDecoder.TEMPLATE_ID);
        assertThat(cluster.applied).isEmpty();
    }

    @Test
    void shouldSendRepliesToTheNewestConnectionWhenASessionHasTwo() {
        final RawClient first = gateway.openSession();
        final RawClient second = gateway.connect();
        second.send(RawClient.hello(0));
        second.send(RawClient.command(1, 1, "a"));
        gateway.runUntil(() -> second.frameCount() == 2);

        first.send(RawClient.command(1, 2, "b"));
        gateway.runUntil(() -> second.frameCount() == 3);

        assertThat(first.frameCount()).isEqualTo(2);
    }

    @Test
    void shouldDropTheReplyWhenItsConnectionIsGone() {
        final RawClient gone = gateway.openSession();
        cluster.node(1).busy = true;
        gone.send(RawClient.command(1, 1, "a"));
        gateway.runUntil(() -> gateway.counters().commands() == 1);
        gone.close();
        gateway.runUntil(() -> gateway.counters().connections() == 0);
        final RawClient next = gateway.connect();
        next.send(RawClient.hello(0));
        gateway.runUntil(() -> next.frameCount() == 1);

        cluster.node(1).busy = false;
        gateway.runUntil(() -> cluster.applied.size() == 1);
        gateway.step(10);

        assertThat(next.frameCount()).isEqualTo(1);
    }

    @Test
    void shouldIgnoreASessionWhenItWasOpenedForAnotherGateway() {
        final RawClient client = gateway.connect();
        client.send(RawClient.hello(0));
        gateway.runUntil(() -> client.frameCount() == 1);

        cluster.node(1).egress().offerSessionOpened(4242, 1L << 16, 1, 9, 16);
        gateway.step(10);

        assertThat(client.frameCount()).isEqualTo(1);
    }

    @Test
    void shouldDisconnectAClientWhenItDoesNotReadItsReplies() {
        final RawClient slow = gateway.openSession();
        final RawClient other = gateway.openSession();
        final byte[] command = RawClient.command(1, 1, "y".repeat(4000));

        // The reply of 4000 bytes is repeated until socket and buffer are full; nothing is read.
        cluster.runUntil(() -> slow.send(command), () -> gateway.counters().slowReaders() == 1);
        other.send(RawClient.command(2, 1, "b"));
        cluster.runUntil(other::receive, () -> other.frameCount() == 3);

        assertThat(gateway.counters().connections()).isEqualTo(1);
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
            final RawClient client = new RawClient(gateway.address());
            client.send(RawClient.hello(0));
            cluster.runUntil(client::receive, () -> client.frameCount() == 1);
            client.close();
        }
        gateway.runUntil(() -> gateway.counters().connections() == 0);
        assertThat(gateway.counters().accepted()).isEqualTo(600);
    }

    @Test
    void shouldCloseAConnectionWhenItSaysNoHelloOrFallsSilent() {
        final ManualClock clock = new ManualClock();
        final FakeNode node = cluster.node(1);
        final RawClient mute = gateway.connect();
        final RawClient idle = gateway.connect();
        final Runnable step = () -> {
            node.step(clock.nanoTime());
            mute.receive();
            idle.receive();
        };
        idle.send(RawClient.hello(0));
        spin(step, () -> idle.frameCount() == 1 && gateway.counters().connections() == 2);

        clock.advanceMillis(2_001);
        spin(step, mute::isEnded);
        assertThat(idle.isEnded()).isFalse();

        clock.advanceMillis(60_000);
        spin(step, idle::isEnded);
        assertThat(gateway.counters().timeouts()).isEqualTo(2);
        assertThat(gateway.counters().badFrames()).isZero();
    }

    @Test
    void shouldOpenASessionOnlyForTheConnectionThatAsked() {
        final RawClient client = gateway.openSession();

        assertThat(client.templateId(1)).isEqualTo(SessionOpenedDecoder.TEMPLATE_ID);
        assertThat(cluster.sessions).containsOnlyKeys(1L);
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

    private static void spin(final Runnable step, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadlineNs).isNegative();
            step.run();
        }
    }
}
