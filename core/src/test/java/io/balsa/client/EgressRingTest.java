package io.balsa.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class EgressRingTest {
    private final EgressRing ring = new EgressRing(4096);
    private final Recorder recorder = new Recorder();

    @Test
    void shouldHandOverAnswersInOrderWhenPolled() {
        final UnsafeBuffer body = new UnsafeBuffer(FakeCluster.bytes("..body"));
        assertThat(ring.offerCommandReply(5, 1, 0, body, 2, 4)).isTrue();
        assertThat(ring.offerCommandRefusal(1L << 40, 5, 2, 1)).isTrue();
        assertThat(ring.offerSessionOpened(-3, 1, -4, 99, 16)).isTrue();
        assertThat(ring.offerReply(1, -9, 7, body, 6, 0)).isTrue();

        assertThat(ring.poll(recorder, 10)).isEqualTo(4);

        assertThat(recorder.calls)
                .containsExactly(
                        "reply 5 1 0 body", "refusal 1099511627776 5 2 1", "opened -3 1 -4 99 16", "answer 1 -9 7 ");
    }

    @Test
    void shouldTellTheLeaderBeforeTheAnswersAndOnlyWhenItChanged() {
        final UnsafeBuffer body = new UnsafeBuffer(new byte[0]);
        ring.offerReply(1, 1, 0, body, 0, 0);
        ring.leaderChanged(Integer.MAX_VALUE, true);
        ring.leaderChanged(Integer.MAX_VALUE, true);

        assertThat(ring.poll(recorder, 10)).isEqualTo(2);
        ring.leaderChanged(Integer.MAX_VALUE, true);
        assertThat(ring.poll(recorder, 10)).isZero();

        assertThat(recorder.calls).containsExactly("leader 2147483647 true", "answer 1 1 0 ");
    }

    @Test
    void shouldTellTheLeaderWhenItWasLostAndWonBackBetweenTwoPolls() {
        ring.leaderChanged(1, true);
        ring.poll(recorder, 1);

        ring.leaderChanged(0, false);
        ring.leaderChanged(1, true);
        ring.poll(recorder, 1);

        assertThat(recorder.calls).containsExactly("leader 1 true", "leader 1 true");
    }

    @Test
    void shouldTellTheLeaderWhenTheRingIsFull() {
        final UnsafeBuffer body = new UnsafeBuffer(new byte[100]);
        int taken = 0;
        while (ring.offerReply(1, taken, 0, body, 0, body.capacity())) {
            taken++;
        }

        ring.leaderChanged(2, false);

        assertThat(ring.poll(recorder, 1000)).isEqualTo(taken + 1);
        assertThat(recorder.calls).first().isEqualTo("leader 2 false");
    }

    @Test
    void shouldRefuseEveryKindWhenFull() {
        final UnsafeBuffer body = new UnsafeBuffer(new byte[100]);
        while (ring.offerReply(1, 1, 0, body, 0, 0)) {
            assertThat(ring.maxResponseBytes()).isPositive();
        }

        assertThat(ring.offerCommandReply(1, 1, 0, body, 0, 0)).isFalse();
        assertThat(ring.offerCommandRefusal(1, 1, 1, 0)).isFalse();
        assertThat(ring.offerSessionOpened(1, 1, 1, 1, 1)).isFalse();
    }

    @Test
    void shouldTakeTheLargestResponseItNames() {
        final UnsafeBuffer body = new UnsafeBuffer(new byte[ring.maxResponseBytes()]);

        assertThat(ring.offerCommandReply(1, 1, 0, body, 0, body.capacity())).isTrue();
    }

    private static final class Recorder implements EgressHandler {
        final List<String> calls = new ArrayList<>();

        @Override
        public void onCommandReply(
                final long sessionId,
                final long sequence,
                final int status,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            calls.add("reply " + sessionId + " " + sequence + " " + status + " "
                    + buffer.getStringWithoutLengthUtf8(offset, length));
        }

        @Override
        public void onCommandRefusal(
                final long connectionId, final long sessionId, final long sequence, final int status) {
            calls.add("refusal " + connectionId + " " + sessionId + " " + sequence + " " + status);
        }

        @Override
        public void onSessionOpened(
                final long gatewayId,
                final long connectionId,
                final long correlationId,
                final long sessionId,
                final int window) {
            calls.add(
                    "opened " + gatewayId + " " + connectionId + " " + correlationId + " " + sessionId + " " + window);
        }

        @Override
        public void onReply(
                final long connectionId,
                final long correlationId,
                final int status,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            calls.add("answer " + connectionId + " " + correlationId + " " + status + " "
                    + buffer.getStringWithoutLengthUtf8(offset, length));
        }

        @Override
        public void onLeaderChanged(final int leaderId, final boolean self) {
            calls.add("leader " + leaderId + " " + self);
        }
    }
}
