package io.balsa.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * Wakes an open loop when its next command is due.
 *
 * <p>A selector waits in whole milliseconds, too coarse for a schedule in microseconds, and a generator that spins until the
 * next command is due would take a core from the cluster. So the generator blocks in its selector, where an answer wakes it at
 * once, and this thread sleeps from one due time to the next and wakes it then. Above 20,000 per second it wakes it less often
 * than commands fall due, and these go out together.
 *
 * <p>Threading: a thread of its own, ended by {@link #close}.
 */
public final class Pacer implements AutoCloseable {
    private static final long MIN_PERIOD_NS = 50_000;

    private final CommandPort port;
    private final WakeTimes wakeTimes;
    private final Thread thread;
    private volatile boolean running = true;

    /**
     * Starts waking.
     *
     * @param startNs when the load begins, on the monotonic clock
     * @param arrivals of the loop that is to be woken
     */
    public Pacer(final CommandPort port, final long startNs, final Arrivals arrivals) {
        this.port = port;
        wakeTimes = new WakeTimes(arrivals.times(startNs), MIN_PERIOD_NS);
        thread = new Thread(this::pace, "bench-pacer");
        thread.setDaemon(true);
        thread.start();
    }

    private void pace() {
        askForPreciseTimers();
        while (running) {
            final long nowNs = System.nanoTime();
            if (nowNs < wakeTimes.nextNs()) {
                LockSupport.parkNanos(wakeTimes.nextNs() - nowNs);
            } else {
                port.wakeup();
                wakeTimes.onWoken(nowNs);
            }
        }
    }

    /**
     * Linux delays the timers of a thread by up to 50 us to save wake-ups; a thread may say that it wants no delay. Where that
     * cannot be said the schedule is that much coarser, and the latencies, which count from the due time, say so.
     */
    private static void askForPreciseTimers() {
        try {
            final Path self = Files.readSymbolicLink(Path.of("/proc/thread-self"));
            Files.writeString(Path.of("/proc", self.getFileName().toString(), "timerslack_ns"), "1");
        } catch (final IOException | UnsupportedOperationException | SecurityException e) {
            return;
        }
    }

    @Override
    public void close() {
        running = false;
        LockSupport.unpark(thread);
    }
}
