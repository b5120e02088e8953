package io.balsa.bench.verdict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.descriptive.Median;

/**
 * Where a series changes its level: the warm-up of a fork, or a benchmark's times over commits.
 *
 * <p>Optimal partitioning (Jackson et al. 2005): of all ways to cut the series, the one with the least cost plus a penalty per
 * cut. It is the optimum that PELT (Killick, Fearnhead, Eckley 2012) finds too; PELT's pruning saves time only for series longer
 * than those here. The cost of a segment is the sum of distances to its median, in units of the noise: the likelihood of double
 * exponential noise, which is not impressed by a single wild value. Such a value makes no segment of its own either, since one
 * needs {@value #SHORTEST} values. The noise is read off the steps between neighbours, which a change of level does not inflate.
 */
public final class ChangePoints {
    /** The fewest values that make a level. */
    public static final int SHORTEST = 3;

    /** Of {@code log n} per cut, for its place and its level, as in the modified BIC of Zhang and Siegmund. */
    private static final double PENALTY = 3;

    /** For normal noise, the mean distance from the middle over the median step between neighbours. */
    private static final double DEVIATION_PER_STEP = 0.8365;

    private ChangePoints() {}

    /**
     * Finds the changes.
     *
     * @param series in the order of time; what is positive and varies by factors should come as logarithms
     * @return the index of the first value of each level but the first, ascending; empty when the level never changes
     */
    public static List<Integer> of(final double[] series) {
        final int n = series.length;
        if (n < 2 * SHORTEST) {
            return List.of();
        }
        final double noise = noise(series);
        if (noise == 0) {
            return List.of();
        }
        final double penalty = PENALTY * Math.log(n);
        final double[] best = new double[n + 1];
        final int[] cut = new int[n + 1];
        Arrays.fill(best, Double.POSITIVE_INFINITY);
        best[0] = -penalty;
        for (int start = 0; start + SHORTEST <= n; start++) {
            if (best[start] == Double.POSITIVE_INFINITY) {
                continue;
            }
            final double[] distances = distances(series, start);
            for (int end = start + SHORTEST; end <= n; end++) {
                final double cost = best[start] + penalty + 2 * distances[end - start] / noise;
                if (cost < best[end]) {
                    best[end] = cost;
                    cut[end] = start;
                }
            }
        }
        final List<Integer> cuts = new ArrayList<>();
        for (int end = cut[n]; end > 0; end = cut[end]) {
            cuts.add(0, end);
        }
        return List.copyOf(cuts);
    }

    private static double noise(final double[] series) {
        final double[] steps = new double[series.length - 1];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = Math.abs(series[i + 1] - series[i]);
        }
        final double median = Median.withDefaults().evaluate(steps.clone());
        // More than half of the steps are none: the coarseness of the clock is all the noise there is.
        final double step = median > 0
                ? median
                : Arrays.stream(steps).filter(s -> s > 0).min().orElse(0);
        return DEVIATION_PER_STEP * step;
    }

    /** Returns, by length, the sum of distances to the median of the values from {@code start} on. */
    private static double[] distances(final double[] series, final int start) {
        final int most = series.length - start;
        final double[] sorted = new double[most];
        final double[] sums = new double[most + 1];
        for (int length = 1; length <= most; length++) {
            final double value = series[start + length - 1];
            final int found = Arrays.binarySearch(sorted, 0, length - 1, value);
            final int at = found < 0 ? -found - 1 : found;
            System.arraycopy(sorted, at, sorted, at + 1, length - 1 - at);
            sorted[at] = value;
            for (int i = 0; i < length / 2; i++) {
                sums[length] += sorted[length - 1 - i] - sorted[i];
            }
        }
        return sums;
    }
}
