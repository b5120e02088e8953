package io.balsa.bench.profiling;

import io.balsa.bench.load.CommandPort;
import java.io.IOException;
import java.util.Arrays;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Notes when each command is sent and answered: a port before the port that sends.
 *
 * <p>Threading: as {@link CommandPort} says; read by others when the load is over.
 */
public final class CommitTimes implements CommandPort, CommandPort.AnswerHandler {
    private static final int FIRST_CAPACITY = 1 << 16;
    private static final long NONE = Long.MIN_VALUE;
    private static final double HUNDRED = 100;

    private final CommandPort port;
    private final NanoClock clock;
    private AnswerHandler load = (tag, failure) -> {};
    /** By tag: tags rise by one from 0. */
    private long[] sentNs = new long[FIRST_CAPACITY];

    private long[] answeredNs = new long[FIRST_CAPACITY];
    private int count;

    /**
     * Makes a port.
     *
     * @param port that commands go on to
     * @param clock the load's own
     */
    public CommitTimes(final CommandPort port, final NanoClock clock) {
        this.port = port;
        this.clock = clock;
    }

    /**
     * The slowest commits of a run.
     *
     * @param percentile that they are slower than, above 0, below 100
     * @param thresholdNs its value
     * @param commits that were answered, slow or not
     * @param slow of them, those that took longer
     * @param intervals in which one of these was under way
     */
    public record Tail(double percentile, long thresholdNs, int commits, int slow, Intervals intervals) {}

    @Override
    public boolean offer(final long tag) {
        final long nowNs = clock.nanoTime();
        if (!port.offer(tag)) {
            return false;
        }
        final int index = Math.toIntExact(tag);
        if (index == sentNs.length) {
            sentNs = Arrays.copyOf(sentNs, 2 * index);
            answeredNs = Arrays.copyOf(answeredNs, 2 * index);
        }
        sentNs[index] = nowNs;
        answeredNs[index] = NONE;
        count = index + 1;
        return true;
    }

    @Override
    public void poll(final AnswerHandler handler, final long maxWaitNs) {
        load = handler;
        port.poll(this, maxWaitNs);
    }

    @Override
    public void wakeup() {
        port.wakeup();
    }

    @Override
    public void onAnswer(final long tag, final @Nullable String failure) {
        if (failure == null) {
            answeredNs[Math.toIntExact(tag)] = clock.nanoTime();
        }
        load.onAnswer(tag, failure);
    }

    /**
     * Finds the slowest.
     *
     * @param percentile above 0, below 100: 99 leaves the slowest hundredth
     * @throws IOException when no commit is slower than the others
     */
    public Tail tail(final double percentile) throws IOException {
        final long[] latenciesNs = new long[count];
        int answered = 0;
        for (int i = 0; i < count; i++) {
            if (answeredNs[i] != NONE) {
                latenciesNs[answered++] = answeredNs[i] - sentNs[i];
            }
        }
        if (answered == 0) {
            throw new IOException("no command was answered: sent=" + count);
        }
        Arrays.sort(latenciesNs, 0, answered);
        final int rank = (int) Math.ceil(percentile / HUNDRED * answered);
        final long thresholdNs = latenciesNs[Math.max(1, rank) - 1];
        final long[] fromNs = new long[answered];
        final long[] toNs = new long[answered];
        int slow = 0;
        for (int i = 0; i < count; i++) {
            if (answeredNs[i] != NONE && answeredNs[i] - sentNs[i] > thresholdNs) {
                fromNs[slow] = sentNs[i];
                toNs[slow++] = answeredNs[i];
            }
        }
        if (slow == 0) {
            throw new IOException("no commit is slower than the percentile: percentile=" + percentile + ", commits="
                    + answered + ", thresholdNs=" + thresholdNs + "; take a lower one, or more --seconds");
        }
        final Intervals intervals = Intervals.union(Arrays.copyOf(fromNs, slow), Arrays.copyOf(toNs, slow));
        return new Tail(percentile, thresholdNs, answered, slow, intervals);
    }
}
