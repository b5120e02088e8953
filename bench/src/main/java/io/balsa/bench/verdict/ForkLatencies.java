package io.balsa.bench.verdict;

import io.balsa.bench.fork.ForkRecord;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * The latencies of an arm's forks, to be merged again and again with different weights.
 *
 * <p>A percentile of several forks is that of all their operations together; the mean of their percentiles is a percentile of
 * nothing. Merging here adds the counts of the values that occur at all, which is what HdrHistogram's {@code add} comes to, only
 * that a bootstrap can afford it.
 */
public final class ForkLatencies {
    private final long[] values;
    private final long[][] counts;

    private ForkLatencies(final long[] values, final long[][] counts) {
        this.values = values;
        this.counts = counts;
    }

    /** Decodes the histograms of forks, all of which must carry one. */
    static ForkLatencies of(final List<ForkRecord> forks) {
        final List<Histogram> histograms =
                forks.stream().map(ForkLatencies::histogram).toList();
        final long[] values = histograms.stream()
                .flatMap(histogram ->
                        StreamSupport.stream(histogram.recordedValues().spliterator(), false))
                .mapToLong(HistogramIterationValue::getValueIteratedTo)
                .distinct()
                .sorted()
                .toArray();
        final long[][] counts = new long[histograms.size()][values.length];
        for (int fork = 0; fork < counts.length; fork++) {
            for (final HistogramIterationValue value : histograms.get(fork).recordedValues()) {
                counts[fork][Arrays.binarySearch(values, value.getValueIteratedTo())] +=
                        value.getCountAtValueIteratedTo();
            }
        }
        return new ForkLatencies(values, counts);
    }

    /**
     * Decodes the latencies of a fork.
     *
     * @throws IllegalArgumentException when it has none, or they are damaged
     */
    public static Histogram histogram(final ForkRecord fork) {
        final String encoded = fork.histogram();
        if (encoded == null) {
            throw new IllegalArgumentException("a fork without latencies: benchmark=" + fork.key() + ", arm="
                    + fork.arm() + ", block=" + fork.block());
        }
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(encoded)), 0);
        } catch (final DataFormatException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "not a histogram: benchmark=" + fork.key() + ", arm=" + fork.arm() + ", block=" + fork.block(), e);
        }
    }

    /** Returns the number of forks. */
    int size() {
        return counts.length;
    }

    /**
     * Returns a percentile of the operations of all forks together.
     *
     * @param weights how often each fork counts, not all 0
     * @param percentile above 0, to 100
     */
    long percentile(final int[] weights, final double percentile) {
        final long[] merged = new long[values.length];
        long total = 0;
        for (int fork = 0; fork < counts.length; fork++) {
            for (int i = 0; weights[fork] > 0 && i < merged.length; i++) {
                merged[i] += weights[fork] * counts[fork][i];
                total += weights[fork] * counts[fork][i];
            }
        }
        // HdrHistogram's own definition: the smallest value that so many operations do not exceed.
        final long wanted = Math.max(1, (long) Math.ceil(Math.nextDown(percentile) / 100 * total));
        long seen = 0;
        int i = -1;
        while (seen < wanted) {
            seen += merged[++i];
        }
        return values[i];
    }
}
