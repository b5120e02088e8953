package io.balsa.bench.report;

import io.balsa.bench.environment.Environment;
import io.balsa.bench.result.RunRecord;
import io.balsa.bench.result.StagesRecord;
import java.util.ArrayList;
import java.util.List;

/** A run as text. */
public final class ConsoleReport {
    private ConsoleReport() {}

    /** Renders every table that has rows, then what went wrong. */
    public static String render(final RunRecord run, final Environment environment, final StagesRecord stages) {
        final RunTables tables = new RunTables(run, environment);
        final List<Table> shown = new ArrayList<>(List.of(
                tables.environment(),
                tables.machine(),
                tables.closedLoops(),
                tables.openLoops(),
                StageTables.summary(run, stages),
                tables.knee(),
                tables.events(),
                tables.failovers(),
                tables.benchmarks()));
        shown.removeIf(table -> table.rows().isEmpty());
        final StringBuilder text = new StringBuilder();
        for (final Table table : shown) {
            text.append(TextTables.render(table)).append('\n');
        }
        for (final String problem : run.problems()) {
            text.append("PROBLEM: ").append(problem).append('\n');
        }
        return text.toString();
    }
}
