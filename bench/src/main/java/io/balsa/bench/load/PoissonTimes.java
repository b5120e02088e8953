package io.balsa.bench.load;

import java.util.SplittableRandom;

/** Exponential gaps, drawn from a seed. */
final class PoissonTimes implements ArrivalTimes {
    private static final double NS_PER_SECOND = 1e9;

    private final long startNs;
    private final double meanGapNs;
    private final SplittableRandom random;
    /** Kept unrounded: what rounding takes from each gap would change the rate. */
    private double sinceStartNs;

    PoissonTimes(final long startNs, final int ratePerSecond, final long seed) {
        this.startNs = startNs;
        meanGapNs = NS_PER_SECOND / ratePerSecond;
        random = new SplittableRandom(seed);
    }

    @Override
    public long nextNs() {
        // 1 - u lies in (0, 1], so that the logarithm is finite.
        sinceStartNs -= meanGapNs * Math.log(1 - random.nextDouble());
        return startNs + (long) sinceStartNs;
    }
}
