package io.balsa.bench.verdict;

import io.balsa.bench.fork.ForkRecord;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.statistics.descriptive.Quantile;

/**
 * How well a latency percentile is known, by a bootstrap over forks (Efron's percentile interval).
 *
 * <p>Forks are drawn with replacement, the histograms of those drawn are merged, and the percentile of the merged one is taken.
 * Forks are drawn and not operations, because the operations of one fork are anything but independent of each other. Two arms are
 * drawn by pairs of forks, so that what befell both stays with both.
 */
public final class PercentileBootstrap {
    private static final int DRAWS = 2_000;

    private final long seed;

    /** Makes one whose results depend on nothing but the forks and this seed. */
    public PercentileBootstrap(final long seed) {
        this.seed = seed;
    }

    /**
     * A percentile and its interval, in the unit of the histograms.
     *
     * @param value of all operations of all forks together
     * @param low lower end of the interval
     * @param high upper end of the interval
     * @param forks that it stands on
     */
    public record Interval(double value, double low, double high, int forks) {}

    /**
     * Estimates a percentile of one arm.
     *
     * @param forks with histograms, at least one
     * @param percentile above 0, to 100
     * @param confidence of the interval, above 0 and below 1
     */
    public Interval of(final List<ForkRecord> forks, final double percentile, final double confidence) {
        final ForkLatencies latencies = ForkLatencies.of(forks);
        final SplittableRandom random = new SplittableRandom(seed);
        final double[] drawn = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            drawn[draw] = latencies.percentile(weights(latencies.size(), random), percentile);
        }
        final double[] ends = ends(drawn, confidence);
        return new Interval(latencies.percentile(all(latencies.size()), percentile), ends[0], ends[1], forks.size());
    }

    /**
     * Estimates the ratio of a percentile of two arms.
     *
     * @param pairs of forks with histograms, at least one
     * @param percentile above 0, to 100
     * @param confidence of the interval, above 0 and below 1
     * @return p is the share of draws that lie on the other side of no difference, doubled
     */
    public Estimate ratio(final ForkPairs pairs, final double percentile, final double confidence) {
        final ForkLatencies latenciesA = ForkLatencies.of(pairs.armA());
        final ForkLatencies latenciesB = ForkLatencies.of(pairs.armB());
        final SplittableRandom random = new SplittableRandom(seed);
        final double[] drawn = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            drawn[draw] = logRatio(latenciesA, latenciesB, weights(latenciesA.size(), random), percentile);
        }
        final double[] ends = ends(drawn, confidence);
        final long above = Arrays.stream(drawn).filter(ratio -> ratio >= 0).count();
        final long below = Arrays.stream(drawn).filter(ratio -> ratio <= 0).count();
        return new Estimate(
                logRatio(latenciesA, latenciesB, all(latenciesA.size()), percentile),
                ends[0],
                ends[1],
                confidence,
                Math.min(1, 2.0 * (Math.min(above, below) + 1) / (DRAWS + 1)),
                latenciesA.size());
    }

    private static double logRatio(
            final ForkLatencies a, final ForkLatencies b, final int[] weights, final double percentile) {
        return Math.log((double) b.percentile(weights, percentile) / a.percentile(weights, percentile));
    }

    private static int[] weights(final int forks, final SplittableRandom random) {
        final int[] weights = new int[forks];
        for (int i = 0; i < forks; i++) {
            weights[random.nextInt(forks)]++;
        }
        return weights;
    }

    private static int[] all(final int forks) {
        final int[] weights = new int[forks];
        Arrays.fill(weights, 1);
        return weights;
    }

    private static double[] ends(final double[] drawn, final double confidence) {
        final double tail = (1 - confidence) / 2;
        return Quantile.withDefaults().evaluate(drawn.clone(), new double[] {tail, 1 - tail});
    }
}
