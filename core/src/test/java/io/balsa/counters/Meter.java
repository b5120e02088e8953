package io.balsa.counters;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Counts what agents do to memory: bytes that they allocate and bytes that they copy. It runs while an agent does, and stands still
 * while the agent is in the simulated world, whose copies and garbage are nobody's cost.
 *
 * <p>Threading: one thread. Static, since the code that {@link CopyCountingLoader} changes calls it; each loader has a meter of its
 * own.
 */
public final class Meter {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static boolean running;
    private static long allocatedBefore;
    private static long allocatedBytes;
    private static long copies;
    private static long copiedBytes;

    private Meter() {}

    /** An agent begins. */
    static void start() {
        running = true;
        allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
    }

    /** The agent ends, or enters the simulated world; returns whether one was running, to {@link #goOn} with. */
    static boolean stop() {
        final boolean wasRunning = running;
        if (running) {
            allocatedBytes += THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
            running = false;
        }
        return wasRunning;
    }

    /** The agent, if there was one, is back from the simulated world. */
    static void goOn(final boolean wasRunning) {
        if (wasRunning) {
            start();
        }
    }

    /** A block of memory was copied; called by the changed code. */
    public static void onCopy(final long lengthBytes) {
        if (running) {
            copies++;
            copiedBytes += lengthBytes;
        }
    }

    static long allocatedBytes() {
        return allocatedBytes;
    }

    static long copies() {
        return copies;
    }

    static long copiedBytes() {
        return copiedBytes;
    }
}
