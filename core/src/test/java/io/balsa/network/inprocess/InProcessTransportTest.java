package io.balsa.network.inprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.network.FrameHandler;
import io.balsa.network.NetworkCounter;
import io.balsa.network.NetworkCounters;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class InProcessTransportTest {
    private static final int MAX_MESSAGE_LENGTH = 8192;
    private static final ByteBuffer NO_BODY = ByteBuffer.allocateDirect(0);

    private final InProcessNetwork network = new InProcessNetwork(MAX_MESSAGE_LENGTH, 1, 2, 3);
    private final NetworkCounters counters1 = new NetworkCounters();
    private final NetworkCounters counters2 = new NetworkCounters();
    private final Recorder recorder1 = new Recorder();
    private final Recorder recorder2 = new Recorder();
    private final AtomicInteger wakeups2 = new AtomicInteger();
    private final InProcessTransport node1 = network.join(1, recorder1, counters1, () -> {});
    private final InProcessTransport node2 = network.join(2, recorder2, counters2, wakeups2::incrementAndGet);

    @Test
    void shouldConnectWhenBothHaveJoined() {
        assertThat(offer(node1, 2, 1)).isFalse();

        step();

        assertThat(recorder1.events).containsExactly("connected 2");
        assertThat(recorder2.events).containsExactly("connected 1");
        assertThat(node1.isConnected(2)).isTrue();
        assertThat(node1.isConnected(3)).isFalse();
        assertThat(offer(node1, 3, 1)).isFalse();
        assertThat(offer(node1, 9, 1)).isFalse();
    }

    @Test
    void shouldDeliverHeadAndBodyTogetherWhenOffered() {
        step();
        final ByteBuffer body = ByteBuffer.allocateDirect(32);
        body.putLong(8, Long.reverseBytes(0x0102030405060708L)).limit(16).position(8);
        final int wakeupsBefore = wakeups2.get();

        assertThat(node1.offer(2, new UnsafeBuffer(new byte[24]), 8, 16, body)).isTrue();
        assertThat(wakeups2.get()).isEqualTo(wakeupsBefore + 1);
        step();

        assertThat(recorder2.lengths).containsExactly(24);
        assertThat(recorder2.numbers).containsExactly(0x0102030405060708L);
        assertThat(counters1.get(NetworkCounter.BYTES_SENT)).isEqualTo(24);
    }

    @Test
    void shouldRefuseAndRecoverWhenTheOtherDoesNothing() {
        step();
        long taken = 0;
        while (offer(node1, 2, taken + 1)) {
            taken++;
        }
        assertThat(taken).isGreaterThanOrEqualTo(8);
        assertThat(counters1.get(NetworkCounter.BACK_PRESSURED)).isEqualTo(1);

        while (node2.doWork(0) > 0) {
            assertThat(offer(node1, 2, ++taken)).isTrue();
            if (taken > 2000) {
                break;
            }
        }
        drain();

        assertThat(recorder2.numbers)
                .isEqualTo(LongStream.rangeClosed(1, taken).boxed().toList());
    }

    @Test
    void shouldTakeTheLongestMessageAndThrowWhenItIsLonger() {
        step();
        final UnsafeBuffer message = new UnsafeBuffer(new byte[MAX_MESSAGE_LENGTH + 1]);
        for (int i = 0; i < 8; i++) {
            assertThat(node1.offer(2, message, 0, MAX_MESSAGE_LENGTH, NO_BODY)).isTrue();
        }

        assertThatThrownBy(() -> node1.offer(2, message, 0, MAX_MESSAGE_LENGTH + 1, NO_BODY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("length=8193");
    }

    @Test
    void shouldLoseWhatIsUnderWayWhenTheWireIsCut() {
        step();
        offer(node1, 2, 1);
        network.cut(2, 1);
        assertThat(offer(node1, 2, 2)).isFalse();
        network.mend(1, 2);
        // The old connection is gone for the sender, even before it hears of the new one.
        assertThat(offer(node1, 2, 3)).isFalse();
        node1.doWork(0);
        assertThat(offer(node1, 2, 4)).isTrue();

        step();

        assertThat(recorder2.numbers).containsExactly(4L);
        assertThat(recorder2.events).containsExactly("connected 1", "disconnected 1", "connected 1");
        assertThat(recorder1.events).containsExactly("connected 2", "disconnected 2", "connected 2");
        assertThat(counters2.get(NetworkCounter.CONNECTIONS_LOST)).isEqualTo(1);
    }

    @Test
    void shouldStayDisconnectedWhenCut() {
        step();
        network.cut(1, 2);

        step();

        assertThat(node1.isConnected(2)).isFalse();
        assertThat(recorder1.events).containsExactly("connected 2", "disconnected 2");
    }

    @Test
    void shouldConnectAnewWhenANodeIsReplaced() {
        step();
        node2.close();
        node2.close();
        assertThat(node1.isConnected(2)).isFalse();
        assertThat(node2.doWork(0)).isZero();
        final Recorder recorder = new Recorder();
        final InProcessTransport again = network.join(2, recorder, counters2, () -> {});
        node1.doWork(0);
        again.doWork(0);

        offer(node1, 2, 7);
        again.doWork(0);

        assertThat(recorder.numbers).containsExactly(7L);
        assertThat(recorder1.events).containsExactly("connected 2", "disconnected 2", "connected 2");
        assertThat(recorder2.numbers).isEmpty();
    }

    @Test
    void shouldConnectAnewWhenTheHandlerRefusesAMessage() {
        step();
        recorder2.isEachRefused = true;
        offer(node1, 2, 1);
        offer(node1, 2, 2);

        step();
        step();

        assertThat(recorder2.numbers).containsExactly(1L);
        assertThat(recorder2.events).containsExactly("connected 1", "disconnected 1", "connected 1");
        assertThat(recorder1.events).containsExactly("connected 2", "disconnected 2", "connected 2");
    }

    @Test
    void shouldDeliverAllInOrderWhenNodesRunOnTwoThreads() throws Exception {
        step();
        final int count = 200_000;
        final CountDownLatch done = new CountDownLatch(1);
        final Thread receiver = new Thread(() -> {
            while (recorder2.numbers.size() < count) {
                if (node2.doWork(0) == 0) {
                    Thread.onSpinWait();
                }
            }
            done.countDown();
        });
        receiver.setDaemon(true);
        receiver.start();

        long number = 1;
        while (number <= count) {
            if (offer(node1, 2, number)) {
                number++;
            } else {
                Thread.onSpinWait();
            }
        }
        done.await();

        assertThat(recorder2.numbers)
                .isEqualTo(LongStream.rangeClosed(1, count).boxed().toList());
    }

    @Test
    void shouldRefuseWhenNodeIsNoneOfTheNetwork() {
        assertThatThrownBy(() -> network.join(4, recorder1, counters1, () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nodeId=4");
        assertThatThrownBy(() -> network.cut(1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nodeId=1, peerId=1");
    }

    private void step() {
        node1.doWork(0);
        node2.doWork(0);
    }

    private void drain() {
        int idleRounds = 0;
        while (idleRounds < 2) {
            idleRounds = node2.doWork(0) == 0 ? idleRounds + 1 : 0;
        }
    }

    private static boolean offer(final InProcessTransport from, final int to, final long number) {
        final UnsafeBuffer message = new UnsafeBuffer(new byte[24]);
        message.putLong(16, number);
        return from.offer(to, message, 0, 24, NO_BODY);
    }

    private static final class Recorder implements FrameHandler {
        private final List<String> events = new ArrayList<>();
        private final List<Long> numbers = new ArrayList<>();
        private final List<Integer> lengths = new ArrayList<>();
        private boolean isEachRefused;

        @Override
        public boolean onFrame(final int fromPeerId, final DirectBuffer buffer, final int offset, final int length) {
            numbers.add(buffer.getLong(offset + 16));
            lengths.add(length);
            return !isEachRefused;
        }

        @Override
        public void onPeerConnected(final int peerId) {
            events.add("connected " + peerId);
        }

        @Override
        public void onPeerDisconnected(final int peerId) {
            events.add("disconnected " + peerId);
        }
    }
}
