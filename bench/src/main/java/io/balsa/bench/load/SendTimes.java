package io.balsa.bench.load;

import java.util.Arrays;

/**
 * Remembers when each outstanding command was due and when it went out, by its tag. Tags rise by one from 0; answers come in any
 * order.
 *
 * <p>A ring: a tag whose place is still taken by an unanswered one must wait, so the ring bounds what can be outstanding.
 */
final class SendTimes {
    private static final int CAPACITY = 1 << 18;
    private static final int MASK = CAPACITY - 1;
    private static final long FREE = Long.MIN_VALUE;

    private final long[] sentNs = new long[CAPACITY];
    private final long[] dueNs = new long[CAPACITY];
    private int outstanding;

    SendTimes() {
        Arrays.fill(sentNs, FREE);
    }

    boolean hasRoom(final long tag) {
        return sentNs[(int) tag & MASK] == FREE;
    }

    /** Takes a command. */
    void onSent(final long tag, final long commandDueNs, final long nowNs) {
        sentNs[(int) tag & MASK] = nowNs;
        dueNs[(int) tag & MASK] = commandDueNs;
        outstanding++;
    }

    /** Returns when a command was due that is outstanding, or was forgotten last. */
    long dueNs(final long tag) {
        return dueNs[(int) tag & MASK];
    }

    /** Forgets a command and returns when it went out. */
    long onAnswered(final long tag) {
        final long time = sentNs[(int) tag & MASK];
        if (time == FREE) {
            throw new IllegalStateException("a command was answered twice, or was never sent: tag=" + tag);
        }
        sentNs[(int) tag & MASK] = FREE;
        outstanding--;
        return time;
    }

    int outstanding() {
        return outstanding;
    }
}
