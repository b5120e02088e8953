package io.balsa.bench.stats;

import org.HdrHistogram.AbstractHistogram;

/**
 * The figures of a latency distribution that are printed and saved.
 *
 * @param count of recorded latencies
 * @param meanNs for orientation only; no verdict is made of it
 */
public record LatencySummary(long count, double meanNs, long p50Ns, long p90Ns, long p99Ns, long p999Ns, long maxNs) {
    /** Reads the figures off a histogram in ns. */
    public static LatencySummary of(final AbstractHistogram histogram) {
        return new LatencySummary(
                histogram.getTotalCount(),
                Math.rint(histogram.getMean()),
                histogram.getValueAtPercentile(50),
                histogram.getValueAtPercentile(90),
                histogram.getValueAtPercentile(99),
                histogram.getValueAtPercentile(99.9),
                histogram.getMaxValue());
    }
}
