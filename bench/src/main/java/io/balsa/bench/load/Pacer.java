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
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final CommandPort port;
    private final long startNs;
    private final long periodNs;
    private final Thread thread;
    private volatile boolean running = true;

    /**
     * Starts waking.
     *
     * @param startNs when the first command is due, on the monotonic clock
     */
    public Pacer(final CommandPort port, final long startNs, final int ratePerSecond) {
        this.port = port;
        this.startNs = startNs;
        periodNs = Math.max(MIN_PERIOD_NS, NS_PER_SECOND / ratePerSecond);
        thread = new Thread(this::pace, "bench-pacer");
        thread.setDaemon(true);
        thread.start();
    }

    private void pace() {
        askForPreciseTimers();
        long dueNs = startNs;
        while (running) {
            final long nowNs = System.nanoTime();
            if (nowNs < dueNs) {
                LockSupport.parkNanos(dueNs - nowNs);
            } else {
                port.wakeup();
                dueNs += Math.max(periodNs, (nowNs - dueNs) / periodNs * periodNs);
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
