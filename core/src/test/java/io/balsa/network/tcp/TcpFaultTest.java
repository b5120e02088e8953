package io.balsa.network.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.codec.WireFrame;
import io.balsa.network.NetworkCounter;
import io.balsa.network.PeerMessage;
import io.balsa.testing.CapturedLog;
import io.balsa.testing.Seeds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes in: it is counted, its connection is closed, and the two good nodes go on talking. */
class TcpFaultTest {
    private static final int MAX_MESSAGE_LENGTH = 4096;

    @RegisterExtension
    private final CapturedLog log = new CapturedLog("io.balsa.network");

    /** Some tests step one node alone for long: on a busy machine the other is silent meanwhile, which is not their subject. */
    private final TcpSettings settings = TcpSettings.forMessagesUpTo(MAX_MESSAGE_LENGTH)
            .withReconnect(1, 1)
            .withLiveness(TimeUnit.MILLISECONDS.toNanos(500), TimeUnit.MINUTES.toNanos(10));

    private final List<AutoCloseable> open = new ArrayList<>();
    private final RecordingHandler handler1 = new RecordingHandler();
    private final RecordingHandler handler2 = new RecordingHandler();
    private final TcpNode node1 = opened(new TcpNode(1, settings, handler1, TcpNode.member(2), TcpNode.member(3)));
    private final TcpNode node2 = opened(new TcpNode(2, settings, handler2, node1.address()));

    @BeforeEach
    void connect() {
        TcpNode.await(
                "a connection",
                () -> node1.transport().isConnected(2) && node2.transport().isConnected(1),
                node1,
                node2);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (final AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    static List<byte[]> garbage() {
        final byte[] noise = new byte[10_000];
        new Random(1).nextBytes(noise);
        final byte[] hello = RawPeer.hello(2, 1, 1000);
        return List.of(
                "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8),
                "*1\r\n$4\r\nPING\r\n".getBytes(UTF_8),
                "SSH-2.0-OpenSSH_9.2\r\n".getBytes(UTF_8),
                noise,
                new byte[4],
                new byte[Handshake.HELLO_LENGTH],
                announcing(-1),
                announcing(Integer.MAX_VALUE),
                announcing(Integer.MIN_VALUE),
                announcing(Handshake.HELLO_LENGTH - 1),
                announcing(Handshake.HELLO_LENGTH + 1),
                announcing(Handshake.HELLO_LENGTH),
                HandshakeMessages.withTemplate(hello.clone(), 2),
                HandshakeMessages.withTemplate(hello.clone(), 12),
                HandshakeMessages.withBlockLength(hello.clone(), 24),
                HandshakeMessages.withSchema(hello.clone(), 1002));
    }

    @ParameterizedTest
    @MethodSource("garbage")
    void shouldCloseThatConnectionWhenItBeginsWithGarbage(final byte[] garbage) {
        final RawPeer peer = opened(RawPeer.connect(node1));

        peer.send(garbage);

        TcpNode.await("the end of the connection", peer::isEnded, node1, node2);
        assertThat(peer.receivedLength()).isZero();
        assertThat(node1.count(NetworkCounter.BAD_HANDSHAKES)).isEqualTo(1);
        assertUndisturbed();
    }

    @Test
    void shouldCloseWhenAnyBitOfHelloIsFlipped() {
        for (int bit = 0; bit < Handshake.HELLO_LENGTH * 8; bit++) {
            final byte[] hello = RawPeer.hello(2, 1, 1000);
            hello[bit / 8] ^= (byte) (1 << (bit % 8));
            try (RawPeer peer = RawPeer.connect(node1)) {
                peer.send(hello);
                TcpNode.await("the end of the connection", peer::isEnded, node1);
                assertThat(peer.receivedLength()).isZero();
            }
        }

        assertThat(node1.count(NetworkCounter.BAD_HANDSHAKES)).isEqualTo(Handshake.HELLO_LENGTH * 8);
        assertUndisturbed();
    }

    @Test
    void shouldCloseAndFreeThePlaceWhenHelloIsCutShort() {
        for (int length = 0; length < Handshake.HELLO_LENGTH; length++) {
            final RawPeer peer = opened(RawPeer.connect(node1));
            peer.send(RawPeer.hello(3, 1, 1), 0, length);
            peer.close();
        }
        TcpNode.await(
                "all handshakes to end",
                () -> node1.count(NetworkCounter.BAD_HANDSHAKES) == Handshake.HELLO_LENGTH,
                node1,
                node2);

        assertThat(opened(RawPeer.connectAs(3, 1, node1, 1)).isWelcomed()).isTrue();
        assertUndisturbed();
    }

    @Test
    void shouldWelcomeWhenHelloComesInTwoPieces() {
        for (int cut = 0; cut <= Handshake.HELLO_LENGTH; cut++) {
            final RawPeer peer = opened(RawPeer.connect(node1));
            final byte[] hello = RawPeer.hello(3, 1, cut + 1);
            peer.send(hello, 0, cut);
            TcpNode.run(2, node1);
            peer.send(hello, cut, hello.length - cut);
            peer.awaitAnswer(node1);
            assertThat(peer.isWelcomed()).as("cut at %d", cut).isTrue();
        }

        assertUndisturbed();
    }

    @Test
    void shouldDeliverWhenMessagesAreCutAtEveryByte() {
        final RawPeer peer = opened(RawPeer.connectAs(3, 1, node1, 1));
        final int length = 40;
        long number = 0;
        for (int cut = 0; cut <= 3 * length; cut++) {
            final ByteBuffer three = ByteBuffer.allocate(3 * length);
            for (int i = 0; i < 3; i++) {
                three.put(message(++number, length));
            }
            peer.send(three.array(), 0, cut);
            TcpNode.run(2, node1);
            peer.send(three.array(), cut, three.capacity() - cut);
            final long expected = number;
            TcpNode.await("the messages", () -> handler1.numbers().size() == expected, node1);
        }

        assertThat(handler1.numbers())
                .isEqualTo(LongStream.rangeClosed(1, number).boxed().toList());
        assertThat(handler1.isAnyDamaged()).isFalse();
    }

    @Test
    void shouldDeliverWhenMessagesComeInPiecesOfAnySize() {
        Seeds.forEach(TcpFaultTest.class, 20, seed -> {
            final Random random = new Random(seed);
            final RawPeer peer = opened(RawPeer.connectAs(3, seed, node1, 1));
            handler1.numbers().clear();
            final ByteBuffer stream = ByteBuffer.allocate(1 << 20);
            int count = 0;
            while (stream.remaining() > MAX_MESSAGE_LENGTH) {
                final int length =
                        TestFrames.MIN_LENGTH + random.nextInt(MAX_MESSAGE_LENGTH - TestFrames.MIN_LENGTH + 1);
                stream.put(message(++count, length));
            }
            stream.flip();
            while (stream.hasRemaining()) {
                final int piece = Math.min(stream.remaining(), 1 + random.nextInt(20_000));
                peer.send(stream.array(), stream.position(), piece);
                stream.position(stream.position() + piece);
                node1.step();
            }
            final int expected = count;
            TcpNode.await("the messages", () -> handler1.numbers().size() == expected, node1);

            assertThat(handler1.numbers())
                    .isEqualTo(LongStream.rangeClosed(1, count).boxed().toList());
            assertThat(handler1.isAnyDamaged()).isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                1,
                -1,
                PeerMessage.MIN_LENGTH - 1,
                MAX_MESSAGE_LENGTH + 1,
                Integer.MAX_VALUE,
                Integer.MIN_VALUE,
                0x20544547
            })
    void shouldCloseAndTellWhenAMemberAnnouncesAnImpossibleLength(final int length) {
        final RawPeer peer = opened(RawPeer.connectAs(3, 1, node1, 1));
        final byte[] good = message(1, 100);
        final byte[] bad = message(2, 100);
        new UnsafeBuffer(bad).putInt(WireFrame.LENGTH_OFFSET, length, ByteOrder.LITTLE_ENDIAN);

        peer.send(good);
        peer.send(bad);
        peer.send(message(3, 100));

        TcpNode.await("the end of the connection", peer::isEnded, node1, node2);
        assertThat(handler1.numbers()).containsExactly(1L);
        assertThat(handler1.events()).containsExactly("connected 2", "connected 3", "disconnected 3");
        assertThat(node1.count(NetworkCounter.BAD_MESSAGES)).isEqualTo(1);
        assertThat(log.linesWith("impossible message length"))
                .singleElement()
                .asString()
                .contains("length=" + length + ",", "maxMessageLength=" + MAX_MESSAGE_LENGTH);
        assertUndisturbed();
    }

    @Test
    void shouldCloseWhenTheHandlerRefusesAMessage() {
        final RawPeer peer = opened(RawPeer.connectAs(3, 1, node1, 1));
        handler1.refuseEach();

        peer.send(message(1, 100));
        peer.send(message(2, 100));

        TcpNode.await("the end of the connection", peer::isEnded, node1);
        assertThat(handler1.numbers()).containsExactly(1L);
        assertThat(handler1.events()).containsExactly("connected 2", "connected 3", "disconnected 3");
    }

    @Test
    void shouldCloseWhenAKeepAliveIsDamaged() {
        final byte[] keepAlive = RawPeer.keepAlive();
        long attempt = 0;
        for (int bit = WireFrame.CHECKSUM_OFFSET * 8; bit < keepAlive.length * 8; bit++) {
            final RawPeer peer = opened(RawPeer.connectAs(3, ++attempt, node1, 1));
            final byte[] damaged = keepAlive.clone();
            damaged[bit / 8] ^= (byte) (1 << (bit % 8));
            peer.send(keepAlive);
            TcpNode.run(2, node1);
            assertThat(peer.isEnded()).isFalse();
            peer.send(damaged);
            TcpNode.await("the end of the connection", peer::isEnded, node1);
        }

        assertThat(node1.count(NetworkCounter.BAD_MESSAGES)).isEqualTo(attempt);
        assertThat(handler1.numbers()).isEmpty();
        assertUndisturbed();
    }

    @Test
    void shouldCloseWhenAMessageComesBeforeTheWelcome() {
        final RawPeer peer = opened(RawPeer.connect(node1));

        peer.send(message(1, 100));

        TcpNode.await("the end of the connection", peer::isEnded, node1);
        assertThat(handler1.numbers()).isEmpty();
        assertUndisturbed();
    }

    @Test
    void shouldForgetTheRestWhenAMessageIsCutByTheEndOfTheConnection() {
        final byte[] message = message(1, 100);
        final RawPeer peer = opened(RawPeer.connectAs(3, 1, node1, 1));
        peer.send(message, 0, 60);
        TcpNode.run(2, node1);
        peer.close();
        TcpNode.await("the loss", () -> !node1.transport().isConnected(3), node1);

        opened(RawPeer.connectAs(3, 2, node1, 1)).send(message(2, 50));
        TcpNode.await("a message", () -> !handler1.numbers().isEmpty(), node1);

        assertThat(handler1.numbers()).containsExactly(2L);
        assertUndisturbed();
    }

    /** Both ends of the good connection are the same as before, and a message passes each way. */
    private void assertUndisturbed() {
        handler1.numbers().clear();
        assertThat(node2.transport().offer(1, TestFrames.frame(77, 100), 0, 100, TestFrames.NO_BODY))
                .isTrue();
        assertThat(node1.transport().offer(2, TestFrames.frame(78, 100), 0, 100, TestFrames.NO_BODY))
                .isTrue();
        TcpNode.await(
                "a message each way",
                () -> handler1.numbers().contains(77L) && handler2.numbers().contains(78L),
                node1,
                node2);
        assertThat(handler1.events().stream().filter(event -> event.endsWith(" 2")))
                .containsExactly("connected 2");
        assertThat(handler2.events()).containsExactly("connected 1");
    }

    private static byte[] message(final long number, final int length) {
        final byte[] bytes = new byte[length];
        TestFrames.fill(new UnsafeBuffer(bytes), number, length);
        return bytes;
    }

    private static byte[] announcing(final int length) {
        final byte[] bytes = Arrays.copyOf(RawPeer.hello(2, 1, 1000), 100);
        new UnsafeBuffer(bytes).putInt(WireFrame.LENGTH_OFFSET, length, ByteOrder.LITTLE_ENDIAN);
        // Whatever the length, the content must be wrong too, or 48 would announce the truth.
        bytes[20] ^= 1;
        return bytes;
    }

    private <T extends AutoCloseable> T opened(final T closeable) {
        open.add(closeable);
        return closeable;
    }
}
