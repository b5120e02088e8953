package io.balsa.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.codec.WireFrame;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IngressRingTest {
    private final IngressRing ring = new IngressRing(4096);
    private final Recorder recorder = new Recorder();

    @Test
    void shouldHandOverRequestsInOrderWhenPolled() {
        final UnsafeBuffer command = entry(7, 3, "put");
        final UnsafeBuffer body = new UnsafeBuffer(FakeCluster.bytes("..body"));
        assertThat(ring.offerSessionOpen(1, 10, body, 2, 4)).isTrue();
        assertThat(ring.offerCommand(1, command, 0, command.capacity())).isTrue();
        assertThat(ring.offerQuery(2, 11, body, 2, 4)).isTrue();
        assertThat(ring.offerSessionClose(3, 12, body, 2, 4)).isTrue();
        assertThat(ring.offerTakeSnapshot(4, 13)).isTrue();

        assertThat(ring.poll(recorder, 10)).isEqualTo(5);

        assertThat(recorder.calls)
                .containsExactly(
                        "open 1 10 body", "command 1 7 3 put", "query 2 11 body", "close 3 12 body", "snapshot 4 13 ");
    }

    @Test
    void shouldKeepARequestAtTheHeadWhenTheHandlerRefusesIt() {
        final UnsafeBuffer first = entry(7, 1, "a");
        final UnsafeBuffer second = entry(7, 2, "b");
        ring.offerCommand(1, first, 0, first.capacity());
        ring.offerCommand(1, second, 0, second.capacity());
        recorder.refuse = true;
        assertThat(ring.poll(recorder, 10)).isZero();

        recorder.refuse = false;
        assertThat(ring.poll(recorder, 10)).isEqualTo(2);

        assertThat(recorder.calls).containsExactly("command 1 7 1 a", "command 1 7 2 b");
    }

    @Test
    void shouldHandOverNoMoreThanTheLimit() {
        final UnsafeBuffer command = entry(7, 1, "a");
        ring.offerCommand(1, command, 0, command.capacity());
        ring.offerCommand(1, command, 0, command.capacity());

        assertThat(ring.poll(recorder, 1)).isEqualTo(1);
        assertThat(ring.poll(recorder, 1)).isEqualTo(1);
        assertThat(ring.poll(recorder, 1)).isZero();
    }

    @Test
    void shouldRefuseWhenFullAndLoseNothing() {
        final UnsafeBuffer query = new UnsafeBuffer(new byte[100]);
        int taken = 0;
        while (ring.offerQuery(1, taken, query, 0, query.capacity())) {
            taken++;
        }

        assertThat(ring.poll(recorder, 1000)).isEqualTo(taken);
        assertThat(ring.offerQuery(1, 0, query, 0, query.capacity())).isTrue();
    }

    @Test
    void shouldTakeTheLargestCommandItNames() {
        final UnsafeBuffer command = entry(1, 1, "x".repeat(ring.maxCommandBytes()));

        assertThat(ring.offerCommand(1, command, 0, command.capacity())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 2048, 4095, 4097, 6144})
    void shouldRefuseASizeWhenItIsNoPowerOfTwoOrTooSmall(final int size) {
        assertThatThrownBy(() -> new IngressRing(size))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bytes=" + size);
        assertThatThrownBy(() -> new EgressRing(size)).isInstanceOf(IllegalArgumentException.class);
    }

    private static UnsafeBuffer entry(final long sessionId, final long sequence, final String command) {
        final byte[] frame = RawClient.command(sessionId, sequence, command);
        return new UnsafeBuffer(frame, WireFrame.HEADER_LENGTH, frame.length - WireFrame.HEADER_LENGTH);
    }

    private static final class Recorder implements IngressHandler {
        final List<String> calls = new ArrayList<>();
        boolean refuse;

        @Override
        public boolean onCommand(
                final long connectionId,
                final long sessionId,
                final long sequence,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            final int head = CommandFrame.ENTRY_HEAD_LENGTH;
            return record(
                    "command " + connectionId + " " + sessionId + " " + sequence, buffer, offset + head, length - head);
        }

        @Override
        public boolean onSessionOpen(
                final long connectionId,
                final long correlationId,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            return record("open " + connectionId + " " + correlationId, buffer, offset, length);
        }

        @Override
        public boolean onSessionClose(
                final long connectionId,
                final long correlationId,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            return record("close " + connectionId + " " + correlationId, buffer, offset, length);
        }

        @Override
        public boolean onQuery(
                final long connectionId,
                final long correlationId,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            return record("query " + connectionId + " " + correlationId, buffer, offset, length);
        }

        @Override
        public boolean onTakeSnapshot(final long connectionId, final long correlationId) {
            return record("snapshot " + connectionId + " " + correlationId, new UnsafeBuffer(0, 0), 0, 0);
        }

        private boolean record(final String call, final DirectBuffer buffer, final int offset, final int length) {
            if (!refuse) {
                calls.add(call + " " + buffer.getStringWithoutLengthUtf8(offset, length));
            }
            return !refuse;
        }
    }
}
