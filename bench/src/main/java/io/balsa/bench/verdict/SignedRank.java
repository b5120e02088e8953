package io.balsa.bench.verdict;

import java.util.Arrays;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;

/**
 * Pairs: is the middle of their differences zero, where is it, and how well is that known?
 *
 * <p>The test is Wilcoxon's signed-rank test. The estimate is that of Hodges and Lehmann, the median of the Walsh averages
 * {@code (d[i] + d[j]) / 2, i <= j}, and the interval that of Tukey, from one of these averages to another, counted off with the
 * exact null distribution of the signed-rank statistic at any number of pairs (Hollander, Wolfe, Chicken, "Nonparametric
 * Statistical Methods", 3.1 to 3.3).
 *
 * <p>Zeros and ties: the interval counts every pair and breaks no tie. The test ranks zeros with the others and leaves them out of
 * the sum (Pratt), gives ties their mean rank, and then takes p from the normal approximation with a correction for ties. Measured
 * times hardly ever tie, so that is for completeness.
 */
public final class SignedRank {
    private SignedRank() {}

    /** Returns the fewest pairs from which an interval of this confidence can be had at all. */
    public static int fewestPairs(final double confidence) {
        int pairs = 1;
        while (2 * Math.pow(0.5, pairs) > 1 - confidence) {
            pairs++;
        }
        return pairs;
    }

    /**
     * Estimates the middle of differences.
     *
     * @param differences of the pairs, at least {@link #fewestPairs}
     * @param confidence of the interval, above 0 and below 1
     */
    public static Estimate of(final double[] differences, final double confidence) {
        final int n = differences.length;
        if (n < fewestPairs(confidence)) {
            throw new IllegalArgumentException(
                    "too few pairs for the interval: pairs=" + n + ", needed=" + fewestPairs(confidence));
        }
        final double[] averages = walshAverages(differences);
        final double[] distribution = distribution(n);
        final int rank = RankInterval.rank(distribution, confidence);
        return new Estimate(
                Median.withDefaults().evaluate(averages.clone()),
                averages[rank],
                averages[averages.length - 1 - rank],
                RankInterval.confidence(distribution, rank),
                pValue(differences),
                n);
    }

    private static double pValue(final double[] differences) {
        if (Arrays.stream(differences).allMatch(difference -> difference == 0)) {
            return 1;
        }
        return WilcoxonSignedRankTest.withDefaults().test(differences).getPValue();
    }

    /** Returns them in ascending order. */
    private static double[] walshAverages(final double[] differences) {
        final int n = differences.length;
        final double[] averages = new double[n * (n + 1) / 2];
        int next = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                averages[next++] = (differences[i] + differences[j]) / 2;
            }
        }
        Arrays.sort(averages);
        return averages;
    }

    /** Returns the probability of each sum of positive ranks when every sign is a fair coin's. */
    private static double[] distribution(final int n) {
        final double[] probability = new double[n * (n + 1) / 2 + 1];
        probability[0] = 1;
        for (int rank = 1; rank <= n; rank++) {
            for (int sum = rank * (rank + 1) / 2; sum >= 0; sum--) {
                probability[sum] = (probability[sum] + (sum >= rank ? probability[sum - rank] : 0)) / 2;
            }
        }
        return probability;
    }
}
