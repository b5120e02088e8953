package io.balsa.bench.report.comparison;

import io.balsa.bench.compare.ComparisonRecord;
import io.balsa.bench.report.Table;
import io.balsa.bench.report.TextTables;
import io.balsa.bench.verdict.Outcome;
import io.balsa.bench.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A comparison as text. */
public final class ComparisonConsole {
    private ComparisonConsole() {}

    /**
     * Renders the tables, why verdicts are no clear ones, and the summary last, where a terminal shows it.
     *
     * @param directory of the comparison
     * @throws IOException when a file cannot be read
     */
    public static String render(final Path directory) throws IOException {
        final Comparison comparison = Comparison.read(directory);
        final ComparisonRecord record = comparison.record();
        final ComparisonTables tables = new ComparisonTables(comparison);
        final StringBuilder text = new StringBuilder();
        for (final Table table : List.of(tables.differences(), tables.allocations(), tables.verdicts())) {
            if (!table.rows().isEmpty()) {
                text.append(TextTables.render(table)).append('\n');
            }
        }
        for (final Verdict verdict : record.verdicts()) {
            if (verdict.outcome() != Outcome.EQUIVALENT) {
                text.append(verdict.outcome())
                        .append(": ")
                        .append(verdict.key())
                        .append('\n');
                verdict.reasons()
                        .forEach(reason -> text.append("  ").append(reason).append('\n'));
            }
        }
        for (final String problem : record.problems()) {
            text.append("PROBLEM: ").append(problem).append('\n');
        }
        final Summary summary = Summary.of(record);
        text.append('\n').append(summary.standing()).append(": ").append(summary.counts());
        if (!summary.worst().isEmpty()) {
            text.append("; ").append(summary.worst());
        }
        text.append('\n');
        summary.next().forEach(line -> text.append("  next: ").append(line).append('\n'));
        return text.toString();
    }
}
