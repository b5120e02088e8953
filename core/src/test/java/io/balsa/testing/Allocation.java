package io.balsa.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures what a piece of work allocates on the calling thread. */
public final class Allocation {
    /**
     * Most rounds that are tried. Early ones include what the virtual machine allocates while it warms up, and on a busy
     * machine the compiler takes more of them to come to an end; a round that allocates nothing ends it all.
     */
    private static final int MOST_ROUNDS = 24;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /** A piece of work, of many operations. */
    @FunctionalInterface
    public interface Round {
        /** Does the work once. */
        void run() throws Exception;
    }

    /**
     * Runs work in rounds and returns the fewest bytes that one of them allocated.
     *
     * <p>A round is to be long enough that everything which belongs to steady state happens in each: what happens in every
     * second round only would not be seen.
     */
    public static long leastBytesPerRound(final Round round) throws Exception {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < MOST_ROUNDS && least > 0; i++) {
            final long before = THREADS.getCurrentThreadAllocatedBytes();
            round.run();
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
