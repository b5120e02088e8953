package io.balsa.bench.verdict;

/**
 * Which of the sorted elementary estimates (Walsh averages, differences between two samples) bound an interval: as many are cut
 * off at each end as the rank statistic may fall short of without surprise.
 */
final class RankInterval {
    private RankInterval() {}

    /**
     * Returns the index, from 0, of the lower end among the sorted estimates.
     *
     * @param distribution the probability of each value of the statistic, from 0; that of 0 is at most half of what the
     *     confidence leaves
     */
    static int rank(final double[] distribution, final double confidence) {
        final double tail = (1 - confidence) / 2;
        double below = 0;
        int rank = -1;
        while (below + distribution[rank + 1] <= tail) {
            below += distribution[++rank];
        }
        return rank;
    }

    /** Returns the confidence of the interval whose lower end has this index. */
    static double confidence(final double[] distribution, final int rank) {
        double below = 0;
        for (int value = 0; value <= rank; value++) {
            below += distribution[value];
        }
        return 1 - 2 * below;
    }
}
