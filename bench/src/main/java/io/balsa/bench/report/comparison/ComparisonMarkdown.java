package io.balsa.bench.report.comparison;

import io.balsa.bench.compare.AllocationChange;
import io.balsa.bench.compare.ComparisonRecord;
import io.balsa.bench.report.Format;
import io.balsa.bench.report.Table;
import io.balsa.bench.verdict.Outcome;
import io.balsa.bench.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A comparison as Markdown, short enough for a comment on a pull request. */
public final class ComparisonMarkdown {
    /** Name of the file in the directory of the comparison. */
    public static final String NAME = "report.md";

    private ComparisonMarkdown() {}

    /**
     * Renders the comparison and writes it.
     *
     * @param directory of the comparison
     * @return the file
     * @throws IOException when a file cannot be read or written
     */
    public static Path write(final Path directory) throws IOException {
        return Files.writeString(directory.resolve(NAME), render(Comparison.read(directory)));
    }

    private static String render(final Comparison comparison) {
        final ComparisonRecord record = comparison.record();
        final Summary summary = Summary.of(record);
        final StringBuilder text = new StringBuilder("### Balsa bench: ")
                .append(summary.standing())
                .append("\n\n**")
                .append(plain(summary.counts()))
                .append(".**");
        if (!summary.worst().isEmpty()) {
            text.append(' ').append(sentence(plain(summary.worst())));
        }
        text.append("\n\n")
                .append(arm("B", record.armB()))
                .append(" against ")
                .append(arm("A", record.armA()))
                .append(String.format(
                        Locale.ROOT,
                        "; %d forks, %s s.\n\n",
                        comparison.forks(),
                        Format.count(record.elapsedSeconds())));
        record.problems()
                .forEach(problem ->
                        text.append("> **Problem:** ").append(plain(problem)).append("\n\n"));
        appendVerdicts(text, comparison);
        appendAllocations(text, record);
        appendDifferences(text, new ComparisonTables(comparison).differences());
        text.append("**Next**\n\n");
        summary.next().forEach(line -> text.append("- ").append(plain(line)).append('\n'));
        return text.toString();
    }

    private static String arm(final String letter, final ComparisonRecord.ArmRecord arm) {
        return letter + ": " + plain(arm.label()) + " ("
                + code(arm.environment().commit7()) + (arm.environment().dirty() ? " with local changes)" : ")");
    }

    private static void appendVerdicts(final StringBuilder text, final Comparison comparison) {
        if (comparison.record().verdicts().isEmpty()) {
            return;
        }
        text.append("| benchmark | A | B | effect | interval | verdict |\n|:--|--:|--:|--:|:--|:--|\n");
        for (final Benchmark benchmark : comparison.benchmarks()) {
            for (final Verdict verdict : benchmark.verdicts()) {
                row(
                        text,
                        code(verdict.key()),
                        ComparisonTables.level(benchmark, verdict, benchmark.armA()),
                        ComparisonTables.level(benchmark, verdict, benchmark.armB()),
                        Words.effect(verdict.estimate()),
                        Words.interval(verdict.estimate()),
                        Words.sign(verdict.outcome()) + " " + verdict.outcome());
            }
        }
        text.append('\n');
    }

    private static void appendAllocations(final StringBuilder text, final ComparisonRecord record) {
        final List<AllocationChange> changes = record.allocations().stream()
                .filter(change -> change.outcome() != Outcome.EQUIVALENT)
                .toList();
        for (final AllocationChange change : changes) {
            text.append("- Allocation ")
                    .append(change.outcome())
                    .append(": ")
                    .append(code(change.key()))
                    .append(", ")
                    .append(Words.bytes(change))
                    .append('\n');
        }
        text.append(changes.isEmpty() ? "" : "\n");
    }

    private static void appendDifferences(final StringBuilder text, final Table differences) {
        for (final Table.Row row : differences.rows()) {
            final String fact = row.cells().get(0);
            if (!fact.equals("commit") && !fact.equals("load average before")) {
                text.append("- The environments differ: ")
                        .append(plain(fact))
                        .append(": ")
                        .append(code(row.cells().get(1)))
                        .append(" and ")
                        .append(code(row.cells().get(2)))
                        .append("\n\n");
            }
        }
    }

    private static void row(final StringBuilder text, final String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String sentence(final String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }

    /** Text that GitHub shows as it is, also within a table. */
    private static String code(final String text) {
        final String line = text.replaceAll("\\s+", " ").replace('`', '\'').replace("|", "\\|");
        return line.isBlank() ? "none" : "`" + line + "`";
    }

    /** Text without anything that Markdown or HTML would take for a mark. */
    private static String plain(final String text) {
        return text.replaceAll("\\s+", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replaceAll("([\\\\`*_\\[\\]|#@~])", "\\\\$1");
    }
}
