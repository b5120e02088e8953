package io.balsa.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.codec.WireFrame;
import io.balsa.codec.sbe.client.ClientRefusedDecoder;
import io.balsa.codec.sbe.client.CommandReplyDecoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes on the client port: whole frames are taken however they arrive, bad ones end their connection and no other. */
class ClientGatewayFrameTest {
    private static final int BLOCK_LENGTH_OFFSET = 8;
    private static final int TEMPLATE_OFFSET = 10;
    private static final int SCHEMA_OFFSET = 12;
    private static final int VERSION_OFFSET = 14;

    private final GatewayDriver gateway = new GatewayDriver();
    private final FakeCluster cluster = gateway.cluster();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void shouldRefuseNamingBothVersionsWhenTheVersionIsAnother() {
        final RawClient client = gateway.connect();

        client.send(withHeaderField(RawClient.hello(FakeCluster.CLUSTER_ID), VERSION_OFFSET, 9));
        gateway.runUntil(client::isEnded);

        assertThat(client.templateId(0)).isEqualTo(ClientRefusedDecoder.TEMPLATE_ID);
        assertThat(client.receivedText()).contains("client=9", "node=0");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("garbage")
    void shouldCloseCountAndServeOthersWhenBytesAreGarbage(final String name, final byte[] bytes) {
        final RawClient other = gateway.openSession();
        final RawClient client = gateway.connect();

        client.send(bytes);
        gateway.runUntil(client::isEnded);
        client.close();
        other.send(RawClient.command(1, 1, "after " + name));
        gateway.runUntil(() -> other.frameCount() == 3 && gateway.counters().connections() == 1);

        assertThat(gateway.counters().badFrames()).isEqualTo(1);
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
            final RawClient client = gateway.connect();
            client.send(Arrays.copyOf(hello, cut));
            client.close();
        }
        gateway.runUntil(() -> gateway.counters().badFrames() == hello.length - 1
                && gateway.counters().connections() == 0);
    }

    @Test
    void shouldNotCountWhenAConnectionEndsBetweenFrames() {
        final RawClient silent = gateway.connect();
        final RawClient polite = gateway.connect();
        polite.send(RawClient.hello(FakeCluster.CLUSTER_ID));
        gateway.runUntil(() -> polite.frameCount() == 1);

        silent.close();
        polite.close();
        gateway.runUntil(() ->
                gateway.counters().connections() == 0 && gateway.counters().accepted() == 2);

        assertThat(gateway.counters().badFrames()).isZero();
    }

    @Test
    void shouldTakeEveryFrameWhenBytesArriveOneByOne() {
        final RawClient client = gateway.openSession();
        final byte[] frames = concat(RawClient.command(1, 1, "a"), RawClient.command(1, 2, "b"), ping());

        for (final byte single : frames) {
            client.send(new byte[] {single});
            cluster.step();
        }
        gateway.runUntil(() -> client.frameCount() == 5);

        assertThat(cluster.applied).containsExactly("a", "b");
    }

    @Test
    void shouldTakeEveryFrameWhenTheStreamIsCutAnywhere() {
        final RawClient client = gateway.openSession();
        final byte[] frames = concat(RawClient.command(1, 1, "a"), RawClient.command(1, 2, "b"));

        for (int cut = 0; cut <= frames.length; cut++) {
            final int frameCount = client.frameCount() + 2;
            client.send(Arrays.copyOf(frames, cut));
            cluster.step();
            client.send(Arrays.copyOfRange(frames, cut, frames.length));
            gateway.runUntil(() -> client.frameCount() == frameCount);
        }

        assertThat(gateway.counters().badFrames()).isZero();
        assertThat(gateway.counters().commands()).isEqualTo(2L * (frames.length + 1));
    }

    @Test
    void shouldRefuseNamingTheLimitWhenACommandIsTooLarge() {
        final RawClient client = gateway.openSession();

        client.send(RawClient.command(1, 1, "x".repeat(FakeNode.MAX_COMMAND_BYTES + 1)));
        client.send(RawClient.command(1, 2, "fits"));
        gateway.runUntil(() -> client.frameCount() == 4);

        assertThat(client.templateId(2)).isEqualTo(CommandReplyDecoder.TEMPLATE_ID);
        assertThat(client.receivedText()).contains("command too large: length=4097, limit=4096");
        assertThat(cluster.applied).containsExactly("fits");
    }

    @Test
    void shouldTakeACommandWhenItIsAsLargeAsAllowed() {
        final RawClient client = gateway.openSession();
        final String largest = "x".repeat(FakeNode.MAX_COMMAND_BYTES - "applied ".length());

        client.send(RawClient.command(1, 1, largest));
        gateway.runUntil(() -> client.frameCount() == 3);

        assertThat(cluster.applied).containsExactly(largest);
    }

    @Test
    void shouldNameTheLimitAndHangUpWhenAFrameExceedsTheBuffer() {
        final RawClient client = gateway.openSession();

        client.send(length(32 * 1024 + 1));
        client.send(new byte[1024]);
        gateway.runUntil(client::isEnded);

        assertThat(client.templateId(2)).isEqualTo(ClientRefusedDecoder.TEMPLATE_ID);
        assertThat(client.receivedText()).contains("limit of a command=4096");
        assertThat(gateway.counters().badFrames()).isEqualTo(1);
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
