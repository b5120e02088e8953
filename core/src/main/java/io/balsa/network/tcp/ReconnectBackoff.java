package io.balsa.network.tcp;

import java.util.SplittableRandom;

/**
 * How long to wait before the next attempt to connect: doubling from one bound to the other, and shortened at random by up to
 * half, so that nodes which lost each other at the same moment do not meet in step for ever.
 *
 * <p>Threading: one owner.
 */
final class ReconnectBackoff {
    private final long minNs;
    private final long maxNs;
    private final SplittableRandom random;
    private long pauseNs;

    ReconnectBackoff(final long minNs, final long maxNs, final long seed) {
        this.minNs = minNs;
        this.maxNs = maxNs;
        this.random = new SplittableRandom(seed);
        this.pauseNs = minNs;
    }

    /** Returns the next pause in nanoseconds, between half of the current one and all of it. */
    long nextPauseNs() {
        final long current = pauseNs;
        pauseNs = current > maxNs / 2 ? maxNs : current * 2;
        final long half = current / 2;
        return half + random.nextLong(current - half + 1);
    }

    /** Starts over with the shortest pause. */
    void reset() {
        pauseNs = minNs;
    }
}
