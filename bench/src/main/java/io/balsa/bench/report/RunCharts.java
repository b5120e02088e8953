package io.balsa.bench.report;

import io.balsa.bench.cluster.ClusterForm;
import io.balsa.bench.probe.MachineProbe;
import io.balsa.bench.result.KneeRecord;
import io.balsa.bench.result.LoadRecord;
import io.balsa.bench.result.RunDirectory;
import io.balsa.bench.result.RunRecord;
import io.balsa.bench.stats.HistogramLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The charts of a run, derived from its raw histograms. Latencies are in milliseconds. */
final class RunCharts {
    private static final double NS_PER_MS = 1e6;
    private static final double MS_PER_SECOND = 1e3;

    private final RunRecord run;
    private final RunDirectory directory;

    RunCharts(final RunRecord run, final RunDirectory directory) {
        this.run = run;
        this.directory = directory;
    }

    /** Derives all charts that this run has data for. */
    List<Chart> all() throws IOException {
        final List<Chart> charts = new ArrayList<>();
        addIfDrawable(charts, percentiles(LoadRecord.Kind.CLOSED, "closed", "Closed loop"));
        addIfDrawable(charts, percentiles(LoadRecord.Kind.OPEN, "open", "Open loop"));
        addIfDrawable(charts, rates());
        final KneeRecord knee = run.knee();
        if (knee != null) {
            charts.add(KneeChart.of(knee));
        }
        for (final LoadRecord load : run.loads()) {
            if (load.numbers() != null) {
                charts.add(layers(load));
                charts.add(overTime(load));
            }
        }
        charts.addAll(new FailoverCharts(run, directory).all());
        return charts;
    }

    private static void addIfDrawable(final List<Chart> charts, final Chart chart) {
        if (!chart.series().isEmpty()) {
            charts.add(chart);
        }
    }

    private Chart percentiles(final LoadRecord.Kind kind, final String group, final String title) throws IOException {
        final List<Chart.Series> series = new ArrayList<>();
        for (final LoadRecord load : run.loads()) {
            if (load.kind() == kind && load.numbers() != null) {
                final Histogram histogram = HistogramLog.sum(directory.readHistograms(load.hlog(), load.name()));
                series.add(new Chart.Series(label(load), PercentileCurve.y(histogram)));
            }
        }
        return new Chart(
                group,
                PercentileCurve.KIND,
                title + ": latency by percentile",
                PercentileCurve.x(),
                series,
                limitMs(),
                List.of());
    }

    /** What clients waited, what of it the cluster took, and what of that the machine and this JVM added. */
    private Chart layers(final LoadRecord load) throws IOException {
        final List<Chart.Series> series = new ArrayList<>();
        addLayer(series, "response", "--s0", load, load.name());
        addLayer(series, "service", "--s1", load, LoadRecord.serviceTag(load.name()));
        addLayer(series, "hiccup", "--s5", load, LoadRecord.hiccupTag(load.name()));
        return new Chart(
                "layers", "layers", label(load), PercentileCurve.x(), series, limitMs(load.probe()), List.of());
    }

    private void addLayer(
            final List<Chart.Series> series,
            final String name,
            final String color,
            final LoadRecord load,
            final String tag)
            throws IOException {
        final Histogram histogram = HistogramLog.sum(directory.readHistograms(load.hlog(), tag));
        if (histogram.getTotalCount() > 0) {
            series.add(new Chart.Series(name, PercentileCurve.y(histogram), color));
        }
    }

    private Chart rates() {
        final List<LoadRecord> loads = run.loads().stream()
                .filter(load -> load.kind() == LoadRecord.Kind.OPEN)
                .toList();
        final List<Double> x = new ArrayList<>();
        loads.forEach(load -> x.add((double) load.ratePerSecond()));
        final List<Chart.Series> series = new ArrayList<>();
        if (loads.stream().anyMatch(load -> load.numbers() != null)) {
            series.add(ofNumbers("p50", loads, numbers -> numbers.response().p50Ns()));
            series.add(ofNumbers("p99", loads, numbers -> numbers.response().p99Ns()));
            series.add(ofNumbers("p99.9", loads, numbers -> numbers.response().p999Ns()));
        }
        final List<Chart.Mark> marks = loads.stream()
                .filter(load -> load.numbers() == null)
                .map(load -> new Chart.Mark(load.ratePerSecond(), "failed"))
                .toList();
        return new Chart("open", "rates", "Open loop: latency by rate", x, series, limitMs(), marks);
    }

    private static Chart.Series ofNumbers(
            final String name, final List<LoadRecord> loads, final ToDoubleFunction<LoadRecord.Numbers> figureNs) {
        final List<@Nullable Double> y = new ArrayList<>();
        for (final LoadRecord load : loads) {
            final LoadRecord.Numbers numbers = load.numbers();
            y.add(numbers == null ? null : figureNs.applyAsDouble(numbers) / NS_PER_MS);
        }
        return new Chart.Series(name, y);
    }

    private Chart overTime(final LoadRecord load) throws IOException {
        final List<Histogram> intervals = directory.readHistograms(load.hlog(), load.name());
        final List<@Nullable Double> p50 = new ArrayList<>();
        final List<@Nullable Double> p99 = new ArrayList<>();
        final List<@Nullable Double> max = new ArrayList<>();
        for (final Histogram interval : intervals) {
            final boolean empty = interval.getTotalCount() == 0;
            p50.add(empty ? null : valueMs(interval, 50));
            p99.add(empty ? null : valueMs(interval, 99));
            max.add(empty ? null : interval.getMaxValue() / NS_PER_MS);
        }
        return new Chart(
                "time",
                "time",
                label(load),
                secondsOf(intervals),
                List.of(new Chart.Series("p50", p50), new Chart.Series("p99", p99), new Chart.Series("max", max)),
                limitMs(load.probe()),
                List.of(),
                events(load),
                List.of());
    }

    private static List<Chart.Event> events(final LoadRecord load) {
        return load.events().stream()
                .map(event -> new Chart.Event(
                        event.fromSeconds(), event.untilSeconds(), event.kind().name()))
                .toList();
    }

    /** Returns the middle of each interval since the first began. */
    static List<Double> secondsOf(final List<Histogram> intervals) {
        final List<Double> seconds = new ArrayList<>();
        for (final Histogram interval : intervals) {
            final long middleMs = (interval.getStartTimeStamp() + interval.getEndTimeStamp()) / 2;
            seconds.add((middleMs - intervals.get(0).getStartTimeStamp()) / MS_PER_SECOND);
        }
        return seconds;
    }

    private static double valueMs(final Histogram histogram, final double percentile) {
        return histogram.getValueAtPercentile(percentile) / NS_PER_MS;
    }

    /** The limit of this machine says nothing of nodes elsewhere. */
    private @Nullable Double limitMs() {
        return run.cluster().form() == ClusterForm.ADDRESSES
                ? null
                : run.limit().medianNs() / NS_PER_MS;
    }

    private @Nullable Double limitMs(final String probeName) {
        for (final MachineProbe probe : run.probes()) {
            if (limitMs() != null && probe.name().equals(probeName)) {
                return probe.limit().sharedDiskNs() / NS_PER_MS;
            }
        }
        return limitMs();
    }

    private static String label(final LoadRecord load) {
        return load.kind() == LoadRecord.Kind.CLOSED
                ? Format.count(load.outstanding()) + " outstanding"
                : Format.count(load.ratePerSecond()) + "/s";
    }
}
