package io.balsa.bench.load;

import java.util.ArrayDeque;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * A cluster with a clock of its own: it answers each command a fixed time after taking it, except that nothing happens during a
 * stall. Time passes only while somebody polls.
 */
final class SimulatedPort implements CommandPort, NanoClock {
    private final long serviceNs;
    private final int window;
    private final ArrayDeque<long[]> outstanding = new ArrayDeque<>();
    private long nowNs;
    private long stallFromNs = Long.MAX_VALUE;
    private long stallUntilNs = Long.MAX_VALUE;
    private long failingTag = -1;
    private long spacingNs;
    private long lastAnswerNs;

    SimulatedPort(final long serviceNs, final int window) {
        this.serviceNs = serviceNs;
        this.window = window;
    }

    SimulatedPort stall(final long fromNs, final long untilNs) {
        stallFromNs = fromNs;
        stallUntilNs = untilNs;
        return this;
    }

    /** Answers at most one command per {@code spacingNs}. */
    SimulatedPort spacing(final long spacingNs) {
        this.spacingNs = spacingNs;
        return this;
    }

    SimulatedPort failing(final long tag) {
        failingTag = tag;
        return this;
    }

    @Override
    public boolean offer(final long tag) {
        if (outstanding.size() == window) {
            return false;
        }
        long answerNs = Math.max(nowNs + serviceNs, lastAnswerNs + spacingNs);
        if (answerNs >= stallFromNs && answerNs < stallUntilNs) {
            answerNs = stallUntilNs;
        }
        lastAnswerNs = answerNs;
        outstanding.add(new long[] {tag, answerNs});
        return true;
    }

    @Override
    public void poll(final AnswerHandler handler, final long maxWaitNs) {
        final long[] first = outstanding.peek();
        if (first == null || first[1] > nowNs + maxWaitNs) {
            nowNs += Math.max(1, maxWaitNs);
            return;
        }
        nowNs = Math.max(nowNs, first[1]);
        while (!outstanding.isEmpty() && outstanding.element()[1] <= nowNs) {
            final long tag = outstanding.remove()[0];
            final @Nullable String failure = tag == failingTag ? "TOO_LARGE" : null;
            handler.onAnswer(tag, failure);
        }
    }

    @Override
    public void wakeup() {
        throw new UnsupportedOperationException("one thread only");
    }

    @Override
    public long nanoTime() {
        return nowNs;
    }
}
