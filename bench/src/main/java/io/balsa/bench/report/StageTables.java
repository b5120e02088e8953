package io.balsa.bench.report;

import io.balsa.bench.result.LoadRecord;
import io.balsa.bench.result.RunRecord;
import io.balsa.bench.result.StageRecord;
import io.balsa.bench.result.StagesRecord;
import io.balsa.bench.stats.LatencySummary;
import java.util.ArrayList;
import java.util.List;

/** Where the time of commands went, as tables. */
final class StageTables {
    private static final String NONE = "-";

    private StageTables() {}

    /**
     * What all commands of each load, a typical one and the slowest hundredth are made of, and what the client saw beyond; no rows when
     * nothing was noted.
     */
    static Table summary(final RunRecord run, final StagesRecord stages) {
        final List<String> columns = new ArrayList<>(List.of("<load", "<commands", "of", "outside", "total"));
        stages.loads().stream()
                .limit(1)
                .flatMap(load -> load.parts().stream())
                .forEach(part -> columns.add(part.parallel() ? "own " + part.name() : part.name()));
        final Table table = new Table(
                "Time of a command on the leader: mean of each part in ms; outside are client, network and waiting to be read",
                columns.toArray(String[]::new));
        for (final StageRecord load : stages.loads()) {
            addRow(table, load, "all", outside(run, load), load.group(StageRecord.ALL));
            addRow(table, load, "typical", NONE, load.group(StageRecord.TYPICAL));
            addRow(table, load, "slowest 1%", NONE, load.group(StageRecord.SLOWEST));
        }
        return table;
    }

    /** Only of means over all commands may a difference be taken. */
    private static String outside(final RunRecord run, final StageRecord stages) {
        for (final LoadRecord load : run.loads()) {
            final LoadRecord.Numbers numbers = load.numbers();
            if (numbers != null && load.name().equals(stages.load())) {
                return Format.ms(
                        Math.round(numbers.service().meanNs() - stages.total().meanNs()));
            }
        }
        return NONE;
    }

    private static void addRow(
            final Table table,
            final StageRecord load,
            final String commands,
            final String outside,
            final StageRecord.Group group) {
        final List<String> cells = new ArrayList<>(List.of(
                load.load(),
                commands,
                Format.count(group.commands()),
                outside,
                Format.ms(Math.round(group.totalNs()))));
        group.partsNs().forEach(partNs -> cells.add(Format.ms(Math.round(partNs))));
        table.row(cells.toArray(String[]::new));
    }

    /** Each part over all commands of each load. */
    static Table latencies(final StagesRecord stages) {
        final Table table = new Table(
                "Each part over all commands that were looked at: ms",
                "<load",
                "<part",
                "commands",
                "p50",
                "p90",
                "p99",
                "p99.9",
                "max");
        for (final StageRecord load : stages.loads()) {
            for (final StageRecord.Part part : load.parts()) {
                addLatency(table, load.load(), part.parallel() ? "own " + part.name() : part.name(), part.latency());
            }
            addLatency(table, load.load(), "total", load.total());
        }
        return table;
    }

    private static void addLatency(
            final Table table, final String load, final String part, final LatencySummary latency) {
        table.row(
                load,
                part,
                Format.count(latency.count()),
                Format.ms(latency.p50Ns()),
                Format.ms(latency.p90Ns()),
                Format.ms(latency.p99Ns()),
                Format.ms(latency.p999Ns()),
                Format.ms(latency.maxNs()));
    }
}
