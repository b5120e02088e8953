package io.balsa.node;

import io.balsa.snapshot.SnapshotSink;
import io.balsa.snapshot.SnapshotSource;
import io.balsa.statemachine.CommittedCommand;
import io.balsa.statemachine.ResponseWriter;
import io.balsa.statemachine.StateMachine;
import io.balsa.statemachine.StateSnapshot;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Keeps how often each number was applied; a command is a number, its response how many were applied so far. Numbers begin at 0 and
 * are below the capacity.
 */
final class NumberLog implements StateMachine {
    private final byte[] timesApplied;
    private final AtomicLong count = new AtomicLong();

    NumberLog(final int capacity) {
        timesApplied = new byte[capacity];
    }

    @Override
    public void apply(final CommittedCommand command, final ResponseWriter response) {
        timesApplied[(int) command.buffer().getLong(command.offset())]++;
        count.setRelease(count.getPlain() + 1);
        response.buffer().putLong(0, count.getPlain());
        response.length(Long.BYTES);
    }

    @Override
    public void query(final DirectBuffer query, final int offset, final int length, final ResponseWriter response) {
        response.buffer().putLong(0, count.getPlain());
        response.length(Long.BYTES);
    }

    /** A copy: the state is small. */
    @Override
    public StateSnapshot beginSnapshot() {
        int end = timesApplied.length;
        while (end > 0 && timesApplied[end - 1] == 0) {
            end--;
        }
        return new Copy(Arrays.copyOf(timesApplied, end), count.getPlain());
    }

    @Override
    public void loadSnapshot(final SnapshotSource source) {
        final int length = (int) source.remaining() - Long.BYTES;
        final UnsafeBuffer numbers = new UnsafeBuffer(new byte[length]);
        final UnsafeBuffer counted = new UnsafeBuffer(new byte[Long.BYTES]);
        source.read(counted, 0, Long.BYTES);
        source.read(numbers, 0, length);
        Arrays.fill(timesApplied, (byte) 0);
        numbers.getBytes(0, timesApplied, 0, length);
        count.setRelease(counted.getLong(0));
    }

    private static final class Copy implements StateSnapshot {
        private final byte[] numbers;
        private final long counted;

        private Copy(final byte[] numbers, final long counted) {
            this.numbers = numbers;
            this.counted = counted;
        }

        @Override
        public boolean write(final SnapshotSink sink) throws IOException {
            final UnsafeBuffer head = new UnsafeBuffer(new byte[Long.BYTES]);
            head.putLong(0, counted);
            sink.write(head, 0, Long.BYTES);
            sink.write(new UnsafeBuffer(numbers), 0, numbers.length);
            return false;
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    /** Returns how many numbers were applied; any thread. */
    long count() {
        return count.getAcquire();
    }

    /** Returns how often a number was applied; exact after the count that covers it was read. */
    int timesApplied(final int number) {
        return timesApplied[number];
    }
}
