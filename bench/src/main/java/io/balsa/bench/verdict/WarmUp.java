package io.balsa.bench.verdict;

import io.balsa.bench.fork.ForkRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.statistics.descriptive.Median;

/**
 * How a fork came to its speed, by the change points of all its iterations, unmeasured and measured (after Barrett et al. 2017,
 * "Virtual machine warmup blows hot and cold", whose classes these are).
 *
 * @param kind of warm-up
 * @param settledAt index of the iteration, unmeasured ones included, from which on the level stays
 */
public record WarmUp(Kind kind, int settledAt) {
    /** Levels closer than this are one: a logarithm, about two percent. */
    private static final double SAME_LEVEL = Math.log(1.02);

    /** What a fork's iterations do. */
    public enum Kind {
        /** One level from the first iteration on. */
        FLAT,
        /** Faster than at first, and settled before the measurement. */
        WARMED_UP,
        /** Slower than before, and settled before the measurement. */
        SLOWED_DOWN,
        /** The level changes in the measured iterations. */
        NOT_SETTLED
    }

    /** Classifies a fork by its wall times. */
    public static WarmUp of(final ForkRecord fork) {
        // An unmeasured iteration may be too short for its first operation, and then has no time.
        final List<Double> warmup = fork.warmup().stream()
                .filter(time -> time > 0 && Double.isFinite(time))
                .toList();
        final double[] series = Stream.concat(
                        warmup.stream(), fork.iterations().stream().map(ForkRecord.Iteration::time))
                .mapToDouble(Math::log)
                .toArray();
        return of(series, warmup.size());
    }

    /**
     * Classifies a series.
     *
     * @param logTimes of all iterations
     * @param unmeasured how many of them come before the measurement
     */
    public static WarmUp of(final double[] logTimes, final int unmeasured) {
        final List<Integer> starts = new ArrayList<>(List.of(0));
        starts.addAll(ChangePoints.of(logTimes));
        final double[] levels = new double[starts.size()];
        for (int i = 0; i < levels.length; i++) {
            final int end = i + 1 < levels.length ? starts.get(i + 1) : logTimes.length;
            levels[i] = Median.withDefaults().evaluateRange(logTimes.clone(), starts.get(i), end);
        }
        int settled = levels.length - 1;
        final double last = levels[settled];
        while (settled > 0 && Math.abs(levels[settled - 1] - last) < SAME_LEVEL) {
            settled--;
        }
        final int settledAt = starts.get(settled);
        if (settledAt == 0) {
            return new WarmUp(Kind.FLAT, 0);
        }
        if (settledAt > unmeasured) {
            return new WarmUp(Kind.NOT_SETTLED, settledAt);
        }
        for (int i = 0; i < settled; i++) {
            if (levels[i] < last - SAME_LEVEL) {
                return new WarmUp(Kind.SLOWED_DOWN, settledAt);
            }
        }
        return new WarmUp(Kind.WARMED_UP, settledAt);
    }
}
