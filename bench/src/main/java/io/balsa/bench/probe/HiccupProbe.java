package io.balsa.bench.probe;

import io.balsa.bench.stats.LatencyTrack;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * How much later than asked an idle machine wakes a thread: what operating system, hypervisor and JVM add to any latency.
 *
 * <p>Threading: the calling thread, which sleeps for a millisecond over and over.
 */
public final class HiccupProbe {
    private HiccupProbe() {}

    /**
     * Watches for a while.
     *
     * @param durationNs how long
     */
    public static Histogram run(final long durationNs) {
        final long startNs = System.nanoTime();
        final LatencyTrack hiccups = new LatencyTrack("hiccup", startNs, durationNs, durationNs, 0);
        final HiccupRecorder recorder = new HiccupRecorder(startNs, hiccups);
        for (long nowNs = startNs; nowNs - startNs < durationNs; nowNs = System.nanoTime()) {
            recorder.onAwake(nowNs);
            LockSupport.parkNanos(recorder.nextNs() - nowNs);
        }
        return hiccups.total();
    }
}
