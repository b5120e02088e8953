package io.balsa.bench.probe;

import io.balsa.bench.stats.LatencyHistogram;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * How much later than asked an idle machine wakes a thread: what operating system, hypervisor and JVM add to any latency.
 *
 * <p>A thread sleeps for a millisecond over and over and records by how much it overslept; one long stall counts as all the
 * wake-ups it swallowed, since each of them would have been late.
 */
public final class HiccupProbe {
    private static final long SLEEP_NS = 1_000_000;

    private HiccupProbe() {}

    /**
     * Watches for a while, on the calling thread.
     *
     * @param durationNs how long
     */
    public static Histogram run(final long durationNs) {
        final Histogram hiccups = LatencyHistogram.create();
        final long startNs = System.nanoTime();
        long beforeNs = startNs;
        while (beforeNs - startNs < durationNs) {
            LockSupport.parkNanos(SLEEP_NS);
            final long nowNs = System.nanoTime();
            final long hiccupNs = Math.max(0, nowNs - beforeNs - SLEEP_NS);
            hiccups.recordValueWithExpectedInterval(Math.min(hiccupNs, LatencyHistogram.HIGHEST_NS), SLEEP_NS);
            beforeNs = nowNs;
        }
        return hiccups;
    }
}
