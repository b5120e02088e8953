package io.balsa.bench.report.comparison;

import io.balsa.bench.fork.ForkRecord;
import io.balsa.bench.fork.ForkRecord.Iteration;
import io.balsa.bench.report.Chart;
import io.balsa.bench.report.PercentileCurve;
import io.balsa.bench.verdict.ForkPairs;
import io.balsa.bench.verdict.Metric;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.statistics.descriptive.Median;
import org.jspecify.annotations.Nullable;

/** The charts of a benchmark that have many lines or follow the whole comparison; the page's script draws them. */
final class ForkCharts {
    private static final String COLOR_A = "--s0";
    private static final String COLOR_B = "--s1";
    private static final double PERCENT = 100;

    private final Benchmark benchmark;
    private final String group;
    private final int forks;
    private final String armA;
    private final String armB;

    /**
     * Prepares them.
     *
     * @param group beginning of the names of the elements that take them
     * @param forks of the whole comparison
     */
    ForkCharts(final Benchmark benchmark, final String group, final int forks, final String armA, final String armB) {
        this.benchmark = benchmark;
        this.group = group;
        this.forks = forks;
        this.armA = armA;
        this.armB = armB;
    }

    /** Returns those that there is data for. */
    List<Chart> all() {
        final List<Chart> charts = new ArrayList<>();
        if (benchmark.armA().isEmpty() && benchmark.armB().isEmpty()) {
            return charts;
        }
        charts.add(order());
        charts.add(pressure());
        charts.add(warmUp());
        if (Benchmark.hasLatencies(benchmark.armA()) && Benchmark.hasLatencies(benchmark.armB())) {
            charts.add(latency());
        }
        return charts;
    }

    private Chart order() {
        final TimeUnit unit = benchmark.unit();
        final Metric metric = benchmark.metric();
        final List<Double> x = orders();
        return new Chart(
                group + "-order",
                "order",
                "Run order: " + metric + ", " + unit.name(),
                x,
                List.of(
                        new Chart.Series(
                                armA,
                                inOrder(x, benchmark.armA(), fork -> unit.of(Math.exp(metric.logOf(fork)))),
                                COLOR_A),
                        new Chart.Series(
                                armB,
                                inOrder(x, benchmark.armB(), fork -> unit.of(Math.exp(metric.logOf(fork)))),
                                COLOR_B)),
                null,
                List.of());
    }

    private Chart pressure() {
        final List<Double> x = orders();
        final List<ForkRecord> measured =
                benchmark.forks().stream().filter(ForkPairs::measured).toList();
        return new Chart(
                group + "-order",
                "pressure",
                "Pressure meanwhile, share of the time",
                x,
                List.of(
                        new Chart.Series(
                                "processors short", inOrder(x, measured, share(Iteration::cpuPressure)), "--s4"),
                        new Chart.Series("disk short", inOrder(x, measured, share(Iteration::ioPressure)), "--s5"),
                        new Chart.Series("stolen", inOrder(x, measured, share(Iteration::steal)), "--s3")),
                null,
                List.of());
    }

    private static ToDoubleFunction<ForkRecord> share(final ToDoubleFunction<Iteration> part) {
        return fork -> PERCENT
                * Median.withDefaults()
                        .evaluate(fork.iterations().stream().mapToDouble(part).toArray());
    }

    /** Returns when the benchmark's forks ran, and both ends of the comparison. */
    private List<Double> orders() {
        final TreeSet<Double> orders = new TreeSet<>(List.of(0.0));
        benchmark.forks().forEach(fork -> orders.add((double) fork.order()));
        orders.add(Math.max(orders.last(), forks - 1.0));
        return List.copyOf(orders);
    }

    private static List<@Nullable Double> inOrder(
            final List<Double> x, final List<ForkRecord> forks, final ToDoubleFunction<ForkRecord> value) {
        final List<@Nullable Double> y = new ArrayList<>(Collections.nCopies(x.size(), null));
        for (final ForkRecord fork : forks) {
            final double found = value.applyAsDouble(fork);
            y.set(Collections.binarySearch(x, (double) fork.order()), Double.isFinite(found) ? found : null);
        }
        return y;
    }

    private Chart warmUp() {
        final TimeUnit unit = benchmark.unit();
        final List<Chart.Series> series = new ArrayList<>();
        int unmeasured = 0;
        int longest = 0;
        for (final ForkRecord fork : benchmark.forks()) {
            if (ForkPairs.measured(fork)) {
                unmeasured = Math.max(unmeasured, fork.warmup().size());
                longest = Math.max(
                        longest, fork.warmup().size() + fork.iterations().size());
            }
        }
        for (final ForkRecord fork : benchmark.forks()) {
            if (ForkPairs.measured(fork)) {
                series.add(new Chart.Series(
                        fork.arm() + " #" + fork.block(),
                        iterations(fork, longest, unit),
                        fork.arm().equals(armA) ? COLOR_A : COLOR_B));
            }
        }
        return new Chart(
                group + "-warmup",
                "warmup",
                "Warm-up: wall time of all iterations, " + unit.name(),
                IntStream.rangeClosed(1, longest).mapToObj(i -> (double) i).toList(),
                series,
                null,
                unmeasured == 0 ? List.of() : List.of(new Chart.Mark(unmeasured + 0.5, "not measured")));
    }

    private static List<@Nullable Double> iterations(final ForkRecord fork, final int length, final TimeUnit unit) {
        final List<@Nullable Double> y = new ArrayList<>();
        fork.warmup().forEach(time -> y.add(time > 0 && Double.isFinite(time) ? unit.of(time) : null));
        fork.iterations().forEach(iteration -> y.add(unit.of(iteration.time())));
        while (y.size() < length) {
            y.add(null);
        }
        return y;
    }

    private Chart latency() {
        return new Chart(
                group + "-latency",
                PercentileCurve.KIND,
                "Latency by percentile, all operations of all forks",
                PercentileCurve.x(),
                List.of(
                        new Chart.Series(armA, PercentileCurve.y(Benchmark.latencies(benchmark.armA())), COLOR_A),
                        new Chart.Series(armB, PercentileCurve.y(Benchmark.latencies(benchmark.armB())), COLOR_B)),
                null,
                List.of());
    }
}
