package io.balsa.simulation;

import org.agrona.concurrent.NanoClock;

/**
 * The clock of one machine: it began anywhere, and runs faster or slower than simulated time.
 *
 * <p>Threading: one thread.
 */
final class SimClock implements NanoClock {
    private final SimScheduler scheduler;
    private long baseNs;
    private long sinceNs;
    private double rate = 1;

    SimClock(final SimScheduler scheduler, final long startNs) {
        this.scheduler = scheduler;
        baseNs = startNs;
        sinceNs = scheduler.nowNs();
    }

    @Override
    public long nanoTime() {
        return baseNs + (long) ((scheduler.nowNs() - sinceNs) * rate);
    }

    /** Runs at another rate from now on; 1 is that of simulated time. */
    void rate(final double newRate) {
        baseNs = nanoTime();
        sinceNs = scheduler.nowNs();
        rate = newRate;
    }

    /** Returns how long it takes until the clock has advanced by {@code ns}. */
    long untilPassed(final long ns) {
        return (long) Math.ceil(ns / rate) + 1;
    }
}
