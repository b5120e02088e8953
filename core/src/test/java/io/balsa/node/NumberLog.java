package io.balsa.node;

import io.balsa.statemachine.CommittedCommand;
import io.balsa.statemachine.ResponseWriter;
import io.balsa.statemachine.StateMachine;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;

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
