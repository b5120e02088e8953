package io.balsa.bench.verdict;

import java.util.Arrays;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.inference.MannWhitneyUTest;

/**
 * Two samples that are not paired: by how much is one shifted against the other?
 *
 * <p>The test is that of Mann and Whitney, the estimate that of Hodges and Lehmann, the median of all differences
 * {@code b[j] - a[i]}, the interval that of Moses, from one of these differences to another (Hollander, Wolfe, Chicken,
 * "Nonparametric Statistical Methods", 4.1 to 4.3). The null distribution is exact up to {@value #EXACT} values a sample and normal
 * beyond. The interval breaks no ties; the test gives them their mean rank and the normal approximation.
 */
public final class RankSum {
    private static final int EXACT = 50;

    private RankSum() {}

    /** Returns whether an interval of this confidence can be had from so many values. */
    public static boolean enough(final int sizeA, final int sizeB, final double confidence) {
        double combinations = 1;
        for (int i = 1; i <= sizeA; i++) {
            combinations *= (double) (sizeB + i) / i;
        }
        return 2 / combinations <= 1 - confidence;
    }

    /**
     * Estimates the shift from A to B.
     *
     * @param a values of the first sample
     * @param b values of the second, {@link #enough} of both
     * @param confidence of the interval, above 0 and below 1
     */
    public static Estimate of(final double[] a, final double[] b, final double confidence) {
        if (!enough(a.length, b.length, confidence)) {
            throw new IllegalArgumentException("too few values for the interval: a=" + a.length + ", b=" + b.length
                    + ", confidence=" + confidence);
        }
        final double[] differences = differences(a, b);
        final int rank;
        final double reached;
        if (Math.max(a.length, b.length) <= EXACT) {
            final double[] distribution = distribution(a.length, b.length);
            rank = RankInterval.rank(distribution, confidence);
            reached = RankInterval.confidence(distribution, rank);
        } else {
            rank = normalRank(a.length, b.length, confidence);
            reached = confidence;
        }
        return new Estimate(
                Median.withDefaults().evaluate(differences.clone()),
                differences[rank],
                differences[differences.length - 1 - rank],
                reached,
                MannWhitneyUTest.withDefaults().test(a, b).getPValue(),
                Math.min(a.length, b.length));
    }

    /** Returns them in ascending order. */
    private static double[] differences(final double[] a, final double[] b) {
        final double[] differences = new double[a.length * b.length];
        int next = 0;
        for (final double first : a) {
            for (final double second : b) {
                differences[next++] = second - first;
            }
        }
        Arrays.sort(differences);
        return differences;
    }

    /** Returns the index of the lower end, one further out than the normal approximation says. */
    private static int normalRank(final int sizeA, final int sizeB, final double confidence) {
        final double products = (double) sizeA * sizeB;
        final double deviation = Math.sqrt(products * (sizeA + sizeB + 1) / 12);
        final double z = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - confidence) / 2);
        return (int) Math.max(0, Math.floor(products / 2 - z * deviation) - 1);
    }

    /**
     * Returns the probability of each value of U when every choice of ranks for A is as likely as any other.
     *
     * <p>The largest value belongs to A with probability {@code m / (m + n)} and then exceeds all {@code n} of B, else to B.
     */
    private static double[] distribution(final int sizeA, final int sizeB) {
        double[][] before = new double[sizeB + 1][sizeA * sizeB + 1];
        for (final double[] row : before) {
            row[0] = 1;
        }
        for (int m = 1; m <= sizeA; m++) {
            final double[][] now = new double[sizeB + 1][sizeA * sizeB + 1];
            now[0][0] = 1;
            for (int n = 1; n <= sizeB; n++) {
                final double share = (double) m / (m + n);
                for (int u = 0; u <= m * n; u++) {
                    now[n][u] = (u >= n ? share * before[n][u - n] : 0) + (1 - share) * now[n - 1][u];
                }
            }
            before = now;
        }
        return before[sizeB];
    }
}
