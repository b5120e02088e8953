package io.balsa.network.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.network.NetworkCounter;
import io.balsa.testing.CapturedLog;
import io.balsa.testing.Seeds;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is taken arrives, whole and in order, as long as the connection lives; and the transport notices when it does not. */
class TcpTransportTest {
    private static final int MAX_MESSAGE_LENGTH = 64 * 1024;

    @RegisterExtension
    private final CapturedLog log = new CapturedLog("io.balsa.network");

    /** Small enough for a few messages to fill everything between two nodes. */
    private final TcpSettings settings = TcpSettings.forMessagesUpTo(MAX_MESSAGE_LENGTH)
            .withReconnect(1, 1)
            .withSocketBuffers(4096, 4096)
            .withBuffers(2 * MAX_MESSAGE_LENGTH, MAX_MESSAGE_LENGTH);

    private final List<AutoCloseable> open = new ArrayList<>();
    private final RecordingHandler handler1 = new RecordingHandler();
    private final RecordingHandler handler2 = new RecordingHandler();
    private final TcpNode node1 = opened(new TcpNode(1, settings, handler1, TcpNode.member(2), TcpNode.member(3)));
    private final TcpNode node2 = opened(new TcpNode(2, settings, handler2, node1.address()));

    private long nextNumber = 1;

    @AfterEach
    void closeAll() throws Exception {
        for (final AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    @Test
    void shouldDeliverAllInOrderWhenMessagesOfAllLengthsGoBothWays() {
        awaitConnected();
        Seeds.forEach(TcpTransportTest.class, 10, seed -> {
            final Random random = new Random(seed);
            handler1.numbers().clear();
            handler2.numbers().clear();
            final List<Long> sentTo1 = new ArrayList<>();
            final List<Long> sentTo2 = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                final boolean isTo1 = random.nextBoolean();
                offerRandom(random, isTo1 ? node2 : node1, isTo1 ? 1 : 2, isTo1 ? sentTo1 : sentTo2);
                TcpNode.run(random.nextInt(4) == 0 ? 1 : 0, random.nextBoolean() ? node1 : node2);
            }

            TcpNode.await(
                    "all messages",
                    () -> handler1.numbers().size() >= sentTo1.size()
                            && handler2.numbers().size() >= sentTo2.size(),
                    node1,
                    node2);

            assertThat(handler1.numbers()).isEqualTo(sentTo1);
            assertThat(handler2.numbers()).isEqualTo(sentTo2);
            assertThat(handler1.isAnyDamaged() || handler2.isAnyDamaged()).isFalse();
        });
    }

    @Test
    void shouldRefuseAndRecoverWhenPeerReadsNothing() {
        awaitConnected();
        long taken = 0;
        while (offer(node2, 1, 1000, 3000)) {
            taken++;
        }
        assertThat(node2.transport().isConnected(1)).isTrue();
        assertThat(offer(node2, 1, 1000, 3000)).isFalse();
        assertThat(node2.count(NetworkCounter.BACK_PRESSURED)).isEqualTo(2);
        assertThat(node2.count(NetworkCounter.PARTIAL_WRITES)).isPositive();
        final long expected = taken;

        TcpNode.await("all messages", () -> handler1.numbers().size() == expected, node1, node2);
        assertThat(offer(node2, 1, 1000, 3000)).isTrue();
        TcpNode.await("one more", () -> handler1.numbers().size() == expected + 1, node1, node2);

        assertThat(handler1.numbers())
                .isEqualTo(LongStream.rangeClosed(1, taken + 1).boxed().toList());
        assertThat(handler1.isAnyDamaged()).isFalse();
        assertThat(node2.count(NetworkCounter.MESSAGES_SENT)).isEqualTo(taken + 1);
    }

    @Test
    void shouldTakeSmallMessagesUntilTheQueueIsExactlyFullWhenPeerReadsNothing() {
        awaitConnected();
        fillSocket();
        long queued = node2.count(NetworkCounter.MESSAGES_SENT);

        // The socket is full: from here on everything goes to the queue, of which part is used already.
        while (offer(node2, 1, 64, 0)) {
            queued++;
        }

        assertThat(queued).isGreaterThan(MAX_MESSAGE_LENGTH / 64);
        final long expected = queued;
        TcpNode.await("all messages", () -> handler1.numbers().size() == expected, node1, node2);
        assertThat(handler1.numbers())
                .isEqualTo(LongStream.rangeClosed(1, expected).boxed().toList());
    }

    @Test
    void shouldNotDisturbOthersWhenOnePeerReadsNothing() {
        awaitConnected();
        final RawPeer deaf = opened(RawPeer.connectAs(3, 1, node1, 1));
        fill(node1, 3);

        nextNumber = 1;
        for (int i = 0; i < 100; i++) {
            assertThat(offer(node1, 2, 100, 1000)).isTrue();
            final int expected = i + 1;
            TcpNode.await("message", () -> handler2.numbers().size() == expected, node2, node1);
        }

        assertThat(deaf.isEnded()).isFalse();
        assertThat(node1.transport().isConnected(3)).isTrue();
    }

    @Test
    void shouldTakeTheLongestMessageAndThrowWhenItIsLonger() {
        awaitConnected();

        assertThat(offer(node2, 1, 64, MAX_MESSAGE_LENGTH - 64)).isTrue();
        assertThatThrownBy(() -> offer(node2, 1, 64, MAX_MESSAGE_LENGTH - 63))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("length=" + (MAX_MESSAGE_LENGTH + 1));

        TcpNode.await("the message", () -> handler1.numbers().size() == 1, node1, node2);
        assertThat(handler1.isAnyDamaged()).isFalse();
    }

    @Test
    void shouldLeaveTheBuffersAsTheyWereWhenOffered() {
        awaitConnected();
        final UnsafeBuffer whole = TestFrames.frame(1, 5000);
        final UnsafeBuffer message = new UnsafeBuffer(new byte[100]);
        message.putBytes(10, whole, 0, 60);
        final ByteBuffer body = ByteBuffer.allocateDirect(6000);
        whole.getBytes(60, body, 500, 4940);
        body.limit(5440).position(500);

        assertThat(node2.transport().offer(1, message, 10, 60, body)).isTrue();
        message.setMemory(0, 100, (byte) 0);
        body.clear().put(new byte[6000]);

        TcpNode.await("the message", () -> handler1.numbers().size() == 1, node1, node2);
        assertThat(handler1.isAnyDamaged()).isFalse();
    }

    @Test
    void shouldRefuseWhenPeerIsNotConnectedOrUnknown() {
        assertThat(offer(node1, 2, 100, 0)).isFalse();
        assertThat(offer(node1, 77, 100, 0)).isFalse();
    }

    @Test
    void shouldConnectAnewWhenTheOtherSideCloses() {
        try (RawPeer.Listener listener = new RawPeer.Listener()) {
            final RecordingHandler handler = new RecordingHandler();
            final TcpNode node = opened(new TcpNode(4, settings, handler, listener.address(1)));
            opened(listener.awaitAndWelcome(node, 1)).close();
            opened(listener.awaitAndWelcome(node, 1)).reset();
            final RawPeer third = opened(listener.awaitAndWelcome(node, 1));
            TcpNode.await("the third connection", () -> node.transport().isConnected(1), node);

            third.send(RawPeer.bytes(frameBytes(9, 100)));
            TcpNode.await("a message", () -> handler.numbers().contains(9L), node);

            assertThat(handler.events())
                    .containsExactly("connected 1", "disconnected 1", "connected 1", "disconnected 1", "connected 1");
            assertThat(node.count(NetworkCounter.CONNECTIONS_LOST)).isEqualTo(2);
        }
    }

    @Test
    void shouldBeginWithAWholeMessageWhenConnectedAnew() {
        try (RawPeer.Listener listener = new RawPeer.Listener()) {
            final TcpNode node = opened(new TcpNode(4, settings, new RecordingHandler(), listener.address(1)));
            final RawPeer deaf = opened(listener.awaitAndWelcome(node, 1));
            TcpNode.await("a connection", () -> node.transport().isConnected(1), node);
            fill(node, 1);
            deaf.reset();

            final RawPeer next = opened(listener.awaitAndWelcome(node, 1));
            TcpNode.await("a connection", () -> node.transport().isConnected(1), node);
            nextNumber = 12345;
            assertThat(offer(node, 1, 100, 0)).isTrue();
            TcpNode.await("bytes", () -> next.receivedLength() >= 100, node);

            assertThat(TestFrames.number(next.received(), 0)).isEqualTo(12345);
            assertThat(next.receivedLength()).isEqualTo(100);
        }
    }

    @Test
    void shouldTellTheHandlerOnlyLaterWhenTheConnectionBreaksDuringAnOffer() {
        awaitConnected();
        final RawPeer peer = opened(RawPeer.connectAs(3, 1, node1, 1));
        peer.reset();

        fill(node1, 3);

        assertThat(node1.transport().isConnected(3)).isFalse();
        assertThat(handler1.events()).doesNotContain("disconnected 3");
        node1.step();
        assertThat(handler1.events()).containsOnlyOnce("disconnected 3");
    }

    @Test
    void shouldStayConnectedWhenNothingIsSentButBothLive() {
        awaitConnected();

        for (int i = 0; i < 10; i++) {
            node1.advance(settings.keepAliveNs());
            node2.advance(settings.keepAliveNs());
            final long sent1 = node1.count(NetworkCounter.WRITES);
            final long received1 = node1.count(NetworkCounter.MESSAGES_RECEIVED);
            final long received2 = node2.count(NetworkCounter.MESSAGES_RECEIVED);
            TcpNode.await(
                    "keep-alives both ways",
                    () -> node1.count(NetworkCounter.WRITES) > sent1
                            && node1.count(NetworkCounter.MESSAGES_RECEIVED) > received1
                            && node2.count(NetworkCounter.MESSAGES_RECEIVED) > received2,
                    node1,
                    node2);
        }

        assertThat(handler1.events()).containsExactly("connected 2");
        assertThat(handler1.numbers()).isEmpty();
        assertThat(node1.count(NetworkCounter.CONNECTIONS_SILENT)).isZero();
    }

    @Test
    void shouldDropAndConnectAnewWhenPeerFallsSilent() {
        awaitConnected();

        node2.advance(settings.silenceTimeoutNs());
        TcpNode.await("the drop", () -> node2.count(NetworkCounter.CONNECTIONS_SILENT) == 1, node2);
        assertThat(handler2.events()).containsExactly("connected 1", "disconnected 1");
        assertThat(log.linesWith("nothing was heard for")).hasSize(1);

        awaitConnected();
        assertThat(handler1.events()).startsWith("connected 2", "disconnected 2", "connected 2");
    }

    @Test
    void shouldDropWhenPeerIsHalfOpenAndSilentThoughMessagesAreSentToIt() {
        awaitConnected();
        opened(RawPeer.connectAs(3, 1, node1, 1));
        final long stepNs = settings.silenceTimeoutNs() / 10;

        for (int i = 0; i < 11; i++) {
            offer(node1, 3, 100, 0);
            node1.advance(stepNs);
            TcpNode.run(1, node1);
        }

        assertThat(node1.transport().isConnected(3)).isFalse();
        assertThat(handler1.events()).contains("disconnected 3");
    }

    @Test
    void shouldReadWhatWaitsBeforeJudgingSilenceWhenThisProcessWasStopped() {
        awaitConnected();
        assertThat(offer(node2, 1, 100, 0)).isTrue();

        node1.advance(10 * settings.silenceTimeoutNs());
        TcpNode.await("the message", () -> handler1.numbers().size() == 1, node1);

        assertThat(node1.count(NetworkCounter.CONNECTIONS_SILENT)).isZero();
        assertThat(node1.transport().isConnected(2)).isTrue();
    }

    private void offerRandom(final Random random, final TcpNode from, final int to, final List<Long> sent) {
        final int length = TestFrames.MIN_LENGTH + random.nextInt(1 << (4 + random.nextInt(11)));
        final int bodyLength = random.nextInt(length - TestFrames.MIN_LENGTH + 1);
        if (offer(from, to, length - bodyLength, bodyLength)) {
            sent.add(nextNumber - 1);
        }
    }

    /** Offers the message with the next number, in two parts; a number is used up when it is taken. */
    private boolean offer(final TcpNode from, final int to, final int headLength, final int bodyLength) {
        final ByteBuffer body = frameBytes(nextNumber, headLength + bodyLength);
        final UnsafeBuffer head = new UnsafeBuffer(body.duplicate());
        body.position(headLength);
        final boolean isTaken = from.transport().offer(to, head, 0, headLength, body);
        nextNumber += isTaken ? 1 : 0;
        return isTaken;
    }

    private static ByteBuffer frameBytes(final long number, final int length) {
        final ByteBuffer bytes = ByteBuffer.allocateDirect(length);
        TestFrames.fill(new UnsafeBuffer(bytes), number, length);
        return bytes;
    }

    /** Offers until nothing more is taken. */
    private void fill(final TcpNode from, final int to) {
        boolean isTaken = true;
        while (isTaken) {
            isTaken = offer(from, to, 1000, 0);
        }
    }

    private void fillSocket() {
        while (node2.count(NetworkCounter.PARTIAL_WRITES) == 0) {
            assertThat(offer(node2, 1, 64, 0)).isTrue();
        }
    }

    private void awaitConnected() {
        TcpNode.await(
                "a connection",
                () -> node1.transport().isConnected(2) && node2.transport().isConnected(1),
                node1,
                node2);
    }

    private <T extends AutoCloseable> T opened(final T closeable) {
        open.add(closeable);
        return closeable;
    }
}
