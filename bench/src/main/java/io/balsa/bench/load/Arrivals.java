package io.balsa.bench.load;

/**
 * When the commands of an open loop are due: at a rate, either evenly or as independent users would send them.
 *
 * <p>It is a plan and no iterator: each {@link #times} counts through the same times, so that who sends the commands and who wakes
 * him need not speak to each other.
 *
 * @param ratePerSecond mean rate, at least 1
 * @param seed of the gaps of POISSON: the same seed gives the same gaps; 0 for CONSTANT
 */
public record Arrivals(Kind kind, int ratePerSecond, long seed) {
    /** How long the gaps between commands are. */
    public enum Kind {
        /** All the same. */
        CONSTANT,
        /** Exponential, so that how many commands fall due in any time has a Poisson distribution: bursts and lulls. */
        POISSON
    }

    /** Checks the rate. */
    public Arrivals {
        if (ratePerSecond < 1) {
            throw new IllegalArgumentException("a rate is 1 or more: ratePerSecond=" + ratePerSecond);
        }
    }

    /** Returns arrivals with equal gaps. */
    public static Arrivals constant(final int ratePerSecond) {
        return new Arrivals(Kind.CONSTANT, ratePerSecond, 0);
    }

    /** Returns arrivals with exponential gaps. */
    public static Arrivals poisson(final int ratePerSecond, final long seed) {
        return new Arrivals(Kind.POISSON, ratePerSecond, seed);
    }

    /** Returns the same arrivals at another rate. */
    public Arrivals at(final int otherRatePerSecond) {
        return new Arrivals(kind, otherRatePerSecond, seed);
    }

    /**
     * Begins to count.
     *
     * @param startNs when the load begins, on the monotonic clock
     */
    public ArrivalTimes times(final long startNs) {
        return kind == Kind.CONSTANT
                ? new EvenTimes(startNs, ratePerSecond)
                : new PoissonTimes(startNs, ratePerSecond, seed);
    }
}
