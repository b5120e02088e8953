package io.balsa.bench.report.comparison;

import io.balsa.bench.compare.ComparisonRecord;
import io.balsa.bench.report.Chart;
import io.balsa.bench.report.FlameLinks;
import io.balsa.bench.report.Format;
import io.balsa.bench.report.HistoryLink;
import io.balsa.bench.report.HtmlTables;
import io.balsa.bench.report.Page;
import io.balsa.bench.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A comparison as one HTML page that needs no network. */
public final class ComparisonPage {
    private ComparisonPage() {}

    /**
     * Renders the comparison and writes it.
     *
     * @param directory of the comparison
     * @return the page, {@code report/index.html}
     * @throws IOException when a file cannot be read or written
     */
    public static Path write(final Path directory) throws IOException {
        final String page = render(Comparison.read(directory), HistoryLink.of(directory));
        final Path file = directory.resolve("report").resolve("index.html");
        Files.createDirectories(directory.resolve("report"));
        return Files.writeString(file, page);
    }

    private static String render(final Comparison comparison, final String history) throws IOException {
        final ComparisonRecord record = comparison.record();
        final StringBuilder sections = new StringBuilder();
        final List<Chart> charts = new ArrayList<>();
        int number = 0;
        for (final Benchmark benchmark : comparison.benchmarks()) {
            final String anchor = "b" + number++;
            sections.append(new BenchmarkSection(benchmark, anchor, comparison).render());
            charts.addAll(new ForkCharts(
                            benchmark,
                            anchor,
                            comparison.forks(),
                            record.armA().name(),
                            record.armB().name())
                    .all());
        }
        final Summary summary = Summary.of(record);
        final Map<String, String> parts = Map.of(
                "title", Words.html(summary.standing() + ": Balsa bench: " + record.id()),
                "comparison.css", Page.resource(ComparisonPage.class, "comparison.css"),
                "headline", headline(comparison) + history,
                "banner", banner(summary, record),
                "arms", arms(record),
                "forest", new ForestPlot(comparison).render(),
                "benchmarks", sections.toString(),
                "allocations", allocations(new ComparisonTables(comparison).allocations()),
                "environments", environments(new ComparisonTables(comparison)),
                "flames", flames(comparison));
        return Page.render(Page.resource(ComparisonPage.class, "comparison.html"), parts, charts);
    }

    private static String headline(final Comparison comparison) {
        final ComparisonRecord record = comparison.record();
        final String kind =
                switch (record.kind()) {
                    case BRANCHES -> "two commits, forks in turns";
                    case SELF -> "a build with itself, forks in turns";
                    case BASELINE -> "against saved forks of an earlier session";
                };
        return Words.html(record.id() + " · " + kind + " · " + record.startedAt() + " · "
                + Format.count(record.elapsedSeconds()) + " s · " + comparison.forks() + " forks");
    }

    private static String banner(final Summary summary, final ComparisonRecord record) {
        final StringBuilder html = new StringBuilder("<section class=\"banner ")
                .append(summary.standing().name())
                .append("\">\n<p class=\"standing\">")
                .append(
                        switch (summary.standing()) {
                            case REGRESSED -> "▲ ";
                            case CANNOT_TELL -> "◆ ";
                            case PASS -> "✓ ";
                        })
                .append(summary.standing())
                .append("</p>\n<div><p><b>")
                .append(Words.html(summary.counts()))
                .append("</b></p>\n<p>")
                .append(Words.html(summary.worst()))
                .append("</p>\n<ul>");
        summary.next()
                .forEach(line -> html.append("<li>").append(Words.html(line)).append("</li>"));
        html.append("</ul></div>\n</section>\n");
        record.problems().forEach(problem -> html.append("<p class=\"problem\">")
                .append(Words.html(problem))
                .append("</p>\n"));
        return html.toString();
    }

    private static String arms(final ComparisonRecord record) {
        return arm("b", record.armB()) + " <span>against</span> " + arm("a", record.armA());
    }

    private static String arm(final String look, final ComparisonRecord.ArmRecord arm) {
        return "<svg class=\"sample\" width=\"12\" height=\"12\"><use href=\"#s-" + look + "\" class=\"" + look
                + "\" x=\"6\" y=\"6\"/></svg><b class=\"arm " + look + "\">" + Words.html(arm.name()) + "</b> "
                + Words.html(arm.label() + " (" + arm.environment().commit7() + ")");
    }

    private static String allocations(final Table table) {
        return table.rows().isEmpty() ? "<p class=\"empty\">Not recorded.</p>" : HtmlTables.render(table);
    }

    /** A fact that both arms share is told once; one that differs is marked, not by its colour alone. */
    private static String environments(final ComparisonTables tables) {
        final Map<String, String> factsB = tables.factsB();
        final Table head = tables.differences();
        final StringBuilder html = new StringBuilder(
                        "<table class=\"facts\">\n<thead><tr><th class=\"left\">fact</th><th class=\"left\">")
                .append(Words.html(head.columnName(1)))
                .append("</th><th class=\"left\">")
                .append(Words.html(head.columnName(2)))
                .append("</th></tr></thead>\n<tbody>\n");
        tables.factsA().forEach((fact, valueA) -> {
            final String valueB = factsB.getOrDefault(fact, "");
            if (valueA.equals(valueB)) {
                html.append("<tr>")
                        .append(cell(1, fact))
                        .append(cell(2, valueA))
                        .append("</tr>\n");
            } else {
                html.append("<tr class=\"differs\">")
                        .append(cell(1, "≠ " + fact))
                        .append(cell(1, valueA))
                        .append(cell(1, valueB))
                        .append("</tr>\n");
            }
        });
        return html.append("</tbody></table>\n").toString();
    }

    private static String cell(final int columns, final String text) {
        return "<td class=\"left\" colspan=\"" + columns + "\">" + Words.html(text.isEmpty() ? "none" : text) + "</td>";
    }

    private static String flames(final Comparison comparison) {
        return comparison.flames().isEmpty()
                ? ""
                : "<section>\n<h2>Flame graphs</h2>\n" + FlameLinks.list(comparison.flames()) + "</section>\n";
    }
}
