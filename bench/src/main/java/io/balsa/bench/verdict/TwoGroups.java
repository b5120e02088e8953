package io.balsa.bench.verdict;

import java.util.Arrays;

/**
 * Whether values fall into two groups rather than scatter around one middle, as forks do whose compiler decided in one of two ways.
 *
 * <p>The values are cut where the groups are tightest, and the groups count as two if their means are further apart than
 * {@value #APART} of their mean deviations (Ashman's D; cutting a single bell in two gives about 2.7). One bad moment of the
 * machine is no group: each needs a fifth of the values.
 *
 * @param gap between the means of the groups
 * @param slower share of values in the upper one
 */
record TwoGroups(double gap, double slower) {
    private static final double APART = 6;
    private static final double LEAST_SHARE = 0.2;
    private static final int LEAST_SIZE = 4;
    private static final TwoGroups NONE = new TwoGroups(0, 0);

    /** Looks for two groups; the gap is 0 when there is one only. */
    static TwoGroups of(final double[] values) {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        final int least = Math.max(LEAST_SIZE, (int) Math.ceil(LEAST_SHARE * sorted.length));
        double tightest = Double.POSITIVE_INFINITY;
        TwoGroups found = NONE;
        for (int cut = least; cut <= sorted.length - least; cut++) {
            final double[] lower = meanAndSquares(sorted, 0, cut);
            final double[] upper = meanAndSquares(sorted, cut, sorted.length);
            final double squares = lower[1] + upper[1];
            if (squares < tightest) {
                tightest = squares;
                final double deviation = Math.sqrt((lower[1] / (cut - 1) + upper[1] / (sorted.length - cut - 1)) / 2);
                final double gap = upper[0] - lower[0];
                found = gap > APART * deviation
                        ? new TwoGroups(gap, (double) (sorted.length - cut) / sorted.length)
                        : NONE;
            }
        }
        return found;
    }

    private static double[] meanAndSquares(final double[] sorted, final int from, final int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += sorted[i];
        }
        final double mean = sum / (to - from);
        double squares = 0;
        for (int i = from; i < to; i++) {
            squares += (sorted[i] - mean) * (sorted[i] - mean);
        }
        return new double[] {mean, squares};
    }
}
