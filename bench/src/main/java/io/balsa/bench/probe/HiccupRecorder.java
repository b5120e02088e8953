package io.balsa.bench.probe;

import io.balsa.bench.stats.LatencyTrack;

/**
 * How late wake-ups are that are due once per millisecond.
 *
 * <p>They are due at fixed times: one long stall counts as all the wake-ups it swallowed, each late by what was left of it.
 *
 * <p>Threading: one thread. Allocates nothing.
 */
final class HiccupRecorder {
    /** Time between wake-ups. */
    static final long PERIOD_NS = 1_000_000;

    private final LatencyTrack hiccups;
    private long nextNs;

    /**
     * Begins.
     *
     * @param startNs on the monotonic clock; the first wake-up is due a period later
     * @param hiccups takes the delays
     */
    HiccupRecorder(final long startNs, final LatencyTrack hiccups) {
        this.hiccups = hiccups;
        nextNs = startNs + PERIOD_NS;
    }

    /** Returns when the next wake-up is due. */
    long nextNs() {
        return nextNs;
    }

    /** The thread is awake. */
    void onAwake(final long nowNs) {
        while (nextNs <= nowNs) {
            hiccups.record(nowNs, nowNs - nextNs);
            nextNs += PERIOD_NS;
        }
    }
}
