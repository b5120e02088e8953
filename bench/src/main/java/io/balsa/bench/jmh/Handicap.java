package io.balsa.bench.jmh;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Makes a benchmark slower by a known amount, to see whether a comparison finds it: {@code -Dbalsa.bench.handicap.ns=6.5} adds that
 * much work to each operation. Without it nothing is left of a call.
 */
final class Handicap {
    private static final double NS_PER_OPERATION =
            Double.parseDouble(System.getProperty("balsa.bench.handicap.ns", "0"));
    private static final double TOKENS_PER_OPERATION = NS_PER_OPERATION > 0 ? NS_PER_OPERATION / nsPerToken() : 0;

    private Handicap() {}

    /** Does the additional work of so many operations. */
    static void take(final int operations) {
        if (TOKENS_PER_OPERATION > 0) {
            Blackhole.consumeCPU(Math.max(1, Math.round(operations * TOKENS_PER_OPERATION)));
        }
    }

    /** Measures what a token costs a processor: the least of many looks, since whatever disturbs one only adds. */
    private static double nsPerToken() {
        final int looks = 200;
        final long tokens = 10_000;
        final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < looks; i++) {
            final long fromNs = threads.getCurrentThreadCpuTime();
            Blackhole.consumeCPU(tokens);
            least = Math.min(least, threads.getCurrentThreadCpuTime() - fromNs);
        }
        return (double) least / tokens;
    }
}
