package io.balsa.bench.stats;

import org.HdrHistogram.Histogram;

/** The one shape of histogram used for latencies in nanoseconds: three significant digits from 100 ns to two minutes. */
public final class LatencyHistogram {
    /** The largest latency in ns that can be told from larger ones. */
    public static final long HIGHEST_NS = 120_000_000_000L;

    private static final long LOWEST_NS = 100;
    private static final int SIGNIFICANT_DIGITS = 3;

    private LatencyHistogram() {}

    /** Returns an empty histogram; recording into it allocates nothing. */
    public static Histogram create() {
        return new Histogram(LOWEST_NS, HIGHEST_NS, SIGNIFICANT_DIGITS);
    }

    /** Counts a latency, in ns; one outside the range counts as the nearest bound. */
    public static void record(final Histogram histogram, final long latencyNs) {
        histogram.recordValue(Math.max(0, Math.min(HIGHEST_NS, latencyNs)));
    }
}
