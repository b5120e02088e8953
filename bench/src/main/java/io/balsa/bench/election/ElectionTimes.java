package io.balsa.bench.election;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long elections took, over many trials with the same timeouts.
 *
 * @param timeouts such as {@code 150-155}, in ms
 * @param trials crashes of a leader
 * @param elected trials that ended with a leader; the others were given up
 * @param meanMs from the crash until all others heard the new leader; {@code null} unless all trials ended
 * @param percentilesMs the percentiles 0 to 100, each the least time that so many trials did not exceed; {@code null} where
 *     trials were given up
 */
public record ElectionTimes(
        String timeouts, int trials, int elected, @Nullable Double meanMs, List<@Nullable Double> percentilesMs) {
    private static final int PERCENT = 100;

    /** Sums up trials; {@link ElectionTrial#NOBODY} is one that was given up. */
    static ElectionTimes of(final Timeouts timeouts, final long[] ticks) {
        final double[] timesMs = Arrays.stream(ticks)
                .filter(time -> time != ElectionTrial.NOBODY)
                .sorted()
                .mapToDouble(time -> round(time * VirtualTime.TICK_MS))
                .toArray();
        final List<@Nullable Double> percentiles = new ArrayList<>();
        for (int percent = 0; percent <= PERCENT; percent++) {
            final int rank = Math.max(1, (percent * ticks.length + PERCENT - 1) / PERCENT);
            percentiles.add(rank > timesMs.length ? null : timesMs[rank - 1]);
        }
        final Double mean = timesMs.length < ticks.length
                ? null
                : round(Arrays.stream(timesMs).average().orElseThrow());
        return new ElectionTimes(timeouts.name(), ticks.length, timesMs.length, mean, percentiles);
    }

    /** A tenth of a millisecond is the tick. */
    private static double round(final double ms) {
        return Math.rint(ms * 10) / 10;
    }

    /** Returns the median; {@code null} when half of the trials were given up. */
    public @Nullable Double medianMs() {
        return percentilesMs.get(PERCENT / 2);
    }

    /** Returns the longest; {@code null} when a trial was given up. */
    public @Nullable Double worstMs() {
        return percentilesMs.get(PERCENT);
    }

    /**
     * Returns which share of the trials had ended after a time.
     *
     * @return 0 to 1, to a hundredth or finer
     */
    public double shareWithin(final double ms) {
        double share = 0;
        for (int percent = 0; percent <= PERCENT; percent++) {
            final Double reached = percentilesMs.get(percent);
            if (reached == null) {
                return share;
            }
            if (reached > ms) {
                final Double before = percent == 0 ? null : percentilesMs.get(percent - 1);
                return before == null ? 0 : share + (ms - before) / (reached - before) / PERCENT;
            }
            share = percent / (double) PERCENT;
        }
        return share;
    }
}
