package io.balsa.snapshot;

import java.util.concurrent.TimeUnit;

/**
 * Bytes that may be sent: a bucket that fills with time and never holds more than a tick's worth, so that a pause makes no burst.
 *
 * <p>A part may be sent while anything is left, and what it takes beyond is owed: over time the rate is exact, whatever the parts'
 * lengths.
 *
 * <p>Threading: one owner.
 */
final class BandwidthBudget {
    private final long bytesPerTick;
    private long available;

    /**
     * Makes a bucket that is full.
     *
     * @param bytesPerSecond rate
     * @param tickNs time between ticks in nanoseconds, at least 1
     */
    BandwidthBudget(final long bytesPerSecond, final long tickNs) {
        if (tickNs < 1) {
            throw new IllegalArgumentException("tick out of range: tickNs=" + tickNs + ", least=1");
        }
        final double seconds = (double) tickNs / TimeUnit.SECONDS.toNanos(1);
        bytesPerTick = Math.max(1, (long) (bytesPerSecond * seconds));
        available = bytesPerTick;
    }

    void tick(final int ticks) {
        for (int i = 0; i < ticks && available < bytesPerTick; i++) {
            available = Math.min(bytesPerTick, available + bytesPerTick);
        }
    }

    boolean isSpent() {
        return available <= 0;
    }

    void spend(final int bytes) {
        available -= bytes;
    }
}
