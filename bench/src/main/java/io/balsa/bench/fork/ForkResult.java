package io.balsa.bench.fork;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.balsa.bench.fork.ForkRecord.Iteration;
import io.balsa.bench.stats.LatencyHistogram;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The numbers of a fork, read from what JMH left: its JSON for the measured iterations, its log for the others. */
record ForkResult(
        List<Double> warmup,
        List<Iteration> iterations,
        Map<String, Double> percentiles,
        @Nullable String histogram,
        @Nullable String failure) {
    /** {@code # Warmup Iteration   1: 61.234 ns/op}, or {@code n = 12, mean = 61 ns/op, ...} behind the colon. */
    private static final Pattern WARMUP =
            Pattern.compile("^# Warmup Iteration +\\d+: .*?(?:mean = )?([0-9.]+) ns/op.*");

    private static final int SIGNIFICANT_DIGITS = 3;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    static ForkResult failed(final String failure) {
        return new ForkResult(List.of(), List.of(), Map.of(), null, failure);
    }

    /** Reads both files of a fork that ended well. */
    static ForkResult read(final Path json, final Path log) throws IOException {
        final JsonNode runs = MAPPER.readTree(Files.readString(json));
        if (runs.size() != 1) {
            return failed(
                    "not one benchmark matched: found=" + runs.size() + "; is its name right, and is it in this arm?");
        }
        final JsonNode run = runs.get(0);
        final JsonNode primary = run.path("primaryMetric");
        final Histogram histogram = histogramOf(primary);
        return new ForkResult(
                warmupOf(log),
                iterationsOf(primary, run.path("secondaryMetrics")),
                histogram == null ? Map.of() : percentilesOf(histogram),
                histogram == null ? null : encode(histogram),
                null);
    }

    private static List<Double> warmupOf(final Path log) throws IOException {
        final List<Double> values = new ArrayList<>();
        for (final String line : Files.readAllLines(log)) {
            final Matcher matcher = WARMUP.matcher(line);
            if (matcher.matches()) {
                values.add(Double.valueOf(matcher.group(1)));
            }
        }
        return values;
    }

    private static List<Iteration> iterationsOf(final JsonNode primary, final JsonNode secondary) {
        final double[] times = timesOf(primary);
        final List<Iteration> iterations = new ArrayList<>();
        for (int i = 0; i < times.length; i++) {
            iterations.add(new Iteration(
                    times[i],
                    value(secondary, PressureProfiler.CPU, i),
                    value(secondary, "gc.alloc.rate.norm", i),
                    (int) value(secondary, "gc.count", i),
                    value(secondary, PressureProfiler.CPU_PRESSURE, i),
                    value(secondary, PressureProfiler.IO_PRESSURE, i),
                    value(secondary, PressureProfiler.STEAL, i)));
        }
        return iterations;
    }

    private static double value(final JsonNode secondary, final String name, final int iteration) {
        return round(
                secondary.path(name).path("rawData").path(0).path(iteration).asDouble());
    }

    private static double[] timesOf(final JsonNode primary) {
        final JsonNode sampled = primary.path("rawDataHistogram").path(0);
        if (sampled.isMissingNode()) {
            final JsonNode plain = primary.path("rawData").path(0);
            final double[] times = new double[plain.size()];
            Arrays.setAll(times, i -> round(plain.get(i).asDouble()));
            return times;
        }
        final double[] means = new double[sampled.size()];
        Arrays.setAll(means, i -> round(meanOf(sampled.get(i))));
        return means;
    }

    private static double meanOf(final JsonNode iteration) {
        double sum = 0;
        double count = 0;
        for (final JsonNode pair : iteration) {
            sum += pair.get(0).asDouble() * pair.get(1).asDouble();
            count += pair.get(1).asDouble();
        }
        return count == 0 ? 0 : sum / count;
    }

    private static @Nullable Histogram histogramOf(final JsonNode primary) {
        final JsonNode sampled = primary.path("rawDataHistogram").path(0);
        if (sampled.isMissingNode()) {
            return null;
        }
        // Operations of nanoseconds are sampled here, finer than what a network's latencies need.
        final Histogram histogram = new Histogram(1, LatencyHistogram.HIGHEST_NS, SIGNIFICANT_DIGITS);
        for (final JsonNode iteration : sampled) {
            for (final JsonNode pair : iteration) {
                histogram.recordValueWithCount(
                        Math.min(LatencyHistogram.HIGHEST_NS, (long) pair.get(0).asDouble()),
                        pair.get(1).asLong());
            }
        }
        return histogram;
    }

    private static Map<String, Double> percentilesOf(final Histogram histogram) {
        final Map<String, Double> values = new LinkedHashMap<>();
        values.put("p50", (double) histogram.getValueAtPercentile(50));
        values.put("p99", (double) histogram.getValueAtPercentile(99));
        values.put("p99.9", (double) histogram.getValueAtPercentile(99.9));
        values.put("max", (double) histogram.getMaxValue());
        return values;
    }

    private static String encode(final Histogram histogram) {
        final ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        final int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }

    /** Six digits are more than any of these has. */
    private static double round(final double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return 0;
        }
        final double scale = Math.pow(10, 5 - Math.floor(Math.log10(Math.abs(value))));
        return Math.rint(value * scale) / scale;
    }
}
