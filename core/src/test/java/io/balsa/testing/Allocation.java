package io.balsa.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures what a piece of work allocates on the calling thread. */
public final class Allocation {
    private static final int ROUNDS = 12;

    private Allocation() {}

    /**
     * Runs work in rounds and returns the fewest bytes that a round allocated: early rounds include what the virtual machine
     * allocates while it warms up.
     */
    public static long leastBytesPerRound(final Runnable round) {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long threadId = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            final long before = threads.getThreadAllocatedBytes(threadId);
            round.run();
            least = Math.min(least, threads.getThreadAllocatedBytes(threadId) - before);
        }
        return least;
    }
}
