package io.balsa.consensus.simulation;

/**
 * A node's monotonic clock, a little fast or slow, and its ticks: never two within less than a tick of this clock, and none for what
 * it missed while it was paused.
 */
final class SimulatedClock {
    static final long TICK_NS = 1_000_000;
    /** By which part of the true time a clock may be wrong. */
    static final double DRIFT = 0.02;

    private final double rate;
    private final long offsetNs;
    private long trueNs;
    private long lastTickNs;

    /**
     * Creates a clock that is wrong.
     *
     * @param drift from -1 to 1, in parts of {@link #DRIFT}
     */
    SimulatedClock(final double drift, final long offsetNs) {
        this.rate = 1 + drift * DRIFT;
        this.offsetNs = offsetNs;
        lastTickNs = offsetNs;
    }

    /** Returns how long a lease may be that voters keep for so many ticks: clocks are apart, and the first tick may come at once. */
    static long leaseNs(final int electionTicks) {
        return (long) ((electionTicks - 1) * TICK_NS * (1 - DRIFT) / (1 + DRIFT)) - 1;
    }

    void advance(final long durationNs) {
        trueNs += durationNs;
    }

    long nowNs() {
        return offsetNs + (long) (trueNs * rate);
    }

    /** Tells whether a tick is due, and if so takes it. */
    boolean takeTick() {
        if (nowNs() - lastTickNs < TICK_NS) {
            return false;
        }
        lastTickNs = nowNs();
        return true;
    }
}
