package io.balsa.bench.stats;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.HdrHistogram.HistogramLogWriter;

/**
 * Interval histograms as a {@code .hlog} file, the text format that HdrHistogram's own tools read.
 *
 * <p>Values are nanoseconds, the maximum in the readable column is in milliseconds, each line carries its tag, and time
 * stamps are seconds since the start named in the header. Threading: none kept.
 */
public final class HistogramLog {
    private static final double NS_PER_MS = 1_000_000.0;

    private HistogramLog() {}

    /**
     * Writes intervals in order.
     *
     * @param intervals with tags and time stamps, at least one
     * @throws IOException when the file cannot be written
     */
    public static void write(final Path file, final List<Histogram> intervals) throws IOException {
        try (PrintStream stream = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
            final HistogramLogWriter writer = new HistogramLogWriter(stream);
            final long startMs = intervals.get(0).getStartTimeStamp();
            writer.outputLogFormatVersion();
            writer.outputStartTime(startMs);
            writer.outputBaseTime(startMs);
            writer.outputLegend();
            for (final Histogram interval : intervals) {
                writer.outputIntervalHistogram(
                        (interval.getStartTimeStamp() - startMs) / 1000.0,
                        (interval.getEndTimeStamp() - startMs) / 1000.0,
                        interval,
                        NS_PER_MS);
            }
            if (stream.checkError()) {
                throw new IOException("cannot write the histogram log: file=" + file);
            }
        }
    }

    /**
     * Reads the intervals that carry a tag, in order.
     *
     * @throws IOException when the file cannot be read
     */
    public static List<Histogram> read(final Path file, final String tag) throws IOException {
        final List<Histogram> intervals = new ArrayList<>();
        try (HistogramLogReader reader = new HistogramLogReader(file.toFile())) {
            while (reader.hasNext()) {
                final EncodableHistogram next = reader.nextIntervalHistogram();
                if (next instanceof Histogram histogram && tag.equals(histogram.getTag())) {
                    intervals.add(histogram);
                }
            }
        } catch (final FileNotFoundException e) {
            throw new IOException("no such histogram log: file=" + file, e);
        }
        return intervals;
    }

    /** Adds intervals up into one histogram. */
    public static Histogram sum(final List<Histogram> intervals) {
        final Histogram sum = LatencyHistogram.create();
        intervals.forEach(sum::add);
        return sum;
    }
}
