package io.balsa.node;

/**
 * Turns a monotonic clock into ticks.
 *
 * <p>A process that was paused gets no more than one tick for the pause: many at once would let a node believe that it
 * heard no leader for long, when in truth it did not listen.
 *
 * <p>Threading: one owner.
 */
final class TickSource {
    private final long tickNs;
    private long nextTickNs;

    TickSource(final long tickNs, final long nowNs) {
        this.tickNs = tickNs;
        this.nextTickNs = nowNs + tickNs;
    }

    /** Tells whether a tick is due, and if so takes it. */
    boolean take(final long nowNs) {
        if (nowNs - nextTickNs < 0) {
            return false;
        }
        final boolean late = nowNs - nextTickNs >= tickNs;
        nextTickNs = late ? nowNs + tickNs : nextTickNs + tickNs;
        return true;
    }

    /** Returns how long until the next tick in nanoseconds, at least 0. */
    long untilNextNs(final long nowNs) {
        return Math.max(0, nextTickNs - nowNs);
    }
}
