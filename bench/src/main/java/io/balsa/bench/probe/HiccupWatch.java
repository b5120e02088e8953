package io.balsa.bench.probe;

import io.balsa.bench.stats.LatencyTrack;
import java.util.concurrent.locks.LockSupport;

/**
 * How much later than asked a thread of this JVM wakes while there is load: no command that the machine or this JVM held up for so
 * long can be blamed on the cluster.
 *
 * <p>Threading: a thread of its own, ended by {@link #stop}, after which what it recorded may be read.
 */
public final class HiccupWatch {
    private final long startNs;
    private final long endNs;
    private final LatencyTrack hiccups;
    private final Thread thread;
    private volatile boolean running = true;

    /**
     * Starts the thread.
     *
     * @param startNs of what is watched, on the monotonic clock
     * @param endNs of what is watched
     * @param hiccups takes the delays
     */
    public HiccupWatch(final long startNs, final long endNs, final LatencyTrack hiccups) {
        this.startNs = startNs;
        this.endNs = endNs;
        this.hiccups = hiccups;
        thread = new Thread(this::watch, "bench-hiccups");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        final HiccupRecorder recorder = new HiccupRecorder(startNs, hiccups);
        long nowNs = System.nanoTime();
        while (running && nowNs < endNs) {
            recorder.onAwake(nowNs);
            LockSupport.parkNanos(recorder.nextNs() - nowNs);
            nowNs = System.nanoTime();
        }
        // A stall that outlasts what is watched counts as far as it lies within.
        recorder.onAwake(Math.min(nowNs, endNs));
    }

    /**
     * Ends the thread and waits for it.
     *
     * @throws InterruptedException when the caller is to stop
     */
    public void stop() throws InterruptedException {
        running = false;
        LockSupport.unpark(thread);
        thread.join();
    }
}
