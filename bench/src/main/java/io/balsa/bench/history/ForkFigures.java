package io.balsa.bench.history;

import io.balsa.bench.fork.ForkRecord;
import io.balsa.bench.history.Figure.Better;
import io.balsa.bench.verdict.ForkLatencies;
import io.balsa.bench.verdict.ForkPairs;
import io.balsa.bench.verdict.Metric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * Figures of the forks of one commit: the median over forks, each of which counts once, with their median absolute deviation. A
 * percentile is that of all operations of all forks.
 */
final class ForkFigures {
    private static final String PREFIX = "fork.";
    private static final double[] PERCENTILES = {50, 99, 99.9};
    private static final String[] PERCENTILE_NAMES = {"p50", "p99", "p99.9"};

    private ForkFigures() {}

    /** Returns the figures of each benchmark, forks without numbers left out. */
    static List<Figure> of(final List<ForkRecord> forks) {
        final Map<String, List<ForkRecord>> byKey = new LinkedHashMap<>();
        forks.stream().filter(ForkPairs::measured).forEach(fork -> byKey.computeIfAbsent(
                        fork.key(), key -> new ArrayList<>())
                .add(fork));
        final List<Figure> figures = new ArrayList<>();
        byKey.forEach((key, own) -> addBenchmark(figures, PREFIX + key, own));
        return figures;
    }

    private static void addBenchmark(final List<Figure> figures, final String name, final List<ForkRecord> forks) {
        final String unit = forks.get(0).unit();
        figures.add(figure(name + ".time", unit, forks, fork -> Math.exp(Metric.WALL_TIME.logOf(fork))));
        figures.add(figure(name + ".cpu", unit, forks, fork -> Math.exp(Metric.PROCESSOR_TIME.logOf(fork))));
        figures.add(figure(
                name + ".allocated",
                "B/op",
                forks,
                fork -> Parts.median(fork.iterations().stream()
                        .mapToDouble(ForkRecord.Iteration::allocatedBytes)
                        .toArray())));
        if (forks.stream().allMatch(fork -> fork.histogram() != null)) {
            addPercentiles(figures, name, unit, forks);
        }
    }

    private static Figure figure(
            final String metric,
            final String unit,
            final List<ForkRecord> forks,
            final ToDoubleFunction<ForkRecord> part) {
        final double[] parts = forks.stream().mapToDouble(part).toArray();
        return new Figure(metric, unit, Better.LESS, Parts.median(parts), Parts.deviation(parts), parts.length);
    }

    private static void addPercentiles(
            final List<Figure> figures, final String name, final String unit, final List<ForkRecord> forks) {
        final List<Histogram> histograms =
                forks.stream().map(ForkLatencies::histogram).toList();
        final Histogram all = histograms.get(0).copy();
        histograms.stream().skip(1).forEach(all::add);
        for (int i = 0; i < PERCENTILES.length; i++) {
            final double percentile = PERCENTILES[i];
            final double[] parts = histograms.stream()
                    .mapToDouble(histogram -> (double) histogram.getValueAtPercentile(percentile))
                    .toArray();
            figures.add(new Figure(
                    name + "." + PERCENTILE_NAMES[i],
                    unit,
                    Better.LESS,
                    (double) all.getValueAtPercentile(percentile),
                    Parts.deviation(parts),
                    parts.length));
        }
    }
}
