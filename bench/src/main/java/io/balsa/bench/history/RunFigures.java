package io.balsa.bench.history;

import io.balsa.bench.history.Figure.Better;
import io.balsa.bench.result.FailoverRecord;
import io.balsa.bench.result.LoadRecord;
import io.balsa.bench.result.LoadRecord.Numbers;
import io.balsa.bench.result.MicroRecord;
import io.balsa.bench.result.RunDirectory;
import io.balsa.bench.result.RunRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.HdrHistogram.Histogram;

/**
 * Figures of a run. Those of a load are over its whole measured part; their spread is half of the interquartile range over its
 * intervals.
 */
final class RunFigures {
    private static final double NS_PER_MS = 1e6;
    private static final double MS_PER_SECOND = 1e3;

    private final RunRecord run;
    private final RunDirectory directory;
    private final List<Figure> figures = new ArrayList<>();

    private RunFigures(final RunRecord run, final RunDirectory directory) {
        this.run = run;
        this.directory = directory;
    }

    /**
     * Returns them, loads that failed left out.
     *
     * @throws IOException when raw latencies cannot be read
     */
    static List<Figure> of(final RunRecord run, final RunDirectory directory) throws IOException {
        final RunFigures all = new RunFigures(run, directory);
        all.addLimit();
        for (final LoadRecord load : run.loads()) {
            final Numbers numbers = load.numbers();
            if (numbers != null) {
                all.addLoad(load, numbers);
            }
        }
        all.addRecovery();
        run.benchmarks().forEach(all::addBenchmark);
        return List.copyOf(all.figures);
    }

    /** The machine's own figure, beside which the others are read. */
    private void addLimit() {
        figures.add(new Figure(
                "limit",
                "ms",
                Better.LESS,
                run.limit().medianNs() / NS_PER_MS,
                (run.limit().highestNs() - run.limit().lowestNs()) / (2 * NS_PER_MS),
                run.probes().size()));
    }

    private void addLoad(final LoadRecord load, final Numbers numbers) throws IOException {
        final String name = "load." + load.name() + ".";
        final List<Histogram> intervals = directory.readHistograms(load.hlog(), load.name()).stream()
                .filter(interval -> interval.getTotalCount() > 0)
                .toList();
        if (load.kind() == LoadRecord.Kind.CLOSED) {
            addParts(name + "throughput", "commands/s", Better.MORE, numbers.commandsPerSecond(), rates(intervals));
        }
        addLatency(name + "p50", numbers.response().p50Ns(), intervals, 50);
        addLatency(name + "p99", numbers.response().p99Ns(), intervals, 99);
        addSingle(name + "p99.9", "ms", numbers.response().p999Ns() / NS_PER_MS);
        final Double limitMultiple = numbers.limitMultipleP50();
        if (limitMultiple != null) {
            addSingle(name + "p50-of-limit", "x", limitMultiple);
        }
        addSingle(name + "cpu", "us/command", numbers.cpuMicrosPerCommand());
        addSingle(name + "allocated", "B/command", numbers.allocatedBytesPerCommand());
        addSingle(name + "syncs", "syncs/command", numbers.syncsPerCommand());
    }

    private static double[] rates(final List<Histogram> intervals) {
        return intervals.stream()
                .filter(interval -> interval.getEndTimeStamp() > interval.getStartTimeStamp())
                .mapToDouble(interval -> interval.getTotalCount()
                        * MS_PER_SECOND
                        / (interval.getEndTimeStamp() - interval.getStartTimeStamp()))
                .toArray();
    }

    private void addLatency(
            final String metric, final long valueNs, final List<Histogram> intervals, final double percentile) {
        final double[] parts = intervals.stream()
                .mapToDouble(interval -> interval.getValueAtPercentile(percentile) / NS_PER_MS)
                .toArray();
        addParts(metric, "ms", Better.LESS, valueNs / NS_PER_MS, parts);
    }

    private void addParts(
            final String metric, final String unit, final Better better, final double value, final double[] parts) {
        figures.add(new Figure(metric, unit, better, value, Parts.halfQuartiles(parts), parts.length));
    }

    private void addSingle(final String metric, final String unit, final double value) {
        figures.add(new Figure(metric, unit, Better.LESS, value, null, 1));
    }

    private void addRecovery() {
        final double[] seconds = run.failovers().stream()
                .map(FailoverRecord::recoverySeconds)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .toArray();
        if (seconds.length > 0) {
            figures.add(new Figure(
                    "failover.recovery",
                    "s",
                    Better.LESS,
                    Parts.median(seconds),
                    Parts.deviation(seconds),
                    seconds.length));
        }
    }

    private void addBenchmark(final MicroRecord micro) {
        final String name = "jmh." + micro.name() + (micro.parameters().isEmpty() ? "" : micro.parameters());
        final Better better = micro.unit().endsWith("/op") ? Better.LESS : Better.MORE;
        figures.add(new Figure(name + ".score", micro.unit(), better, micro.score(), micro.scoreError(), 1));
        addSingle(name + ".allocated", "B/op", micro.allocatedBytesPerOp());
    }
}
