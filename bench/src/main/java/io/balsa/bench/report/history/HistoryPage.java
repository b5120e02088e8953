package io.balsa.bench.report.history;

import io.balsa.bench.history.HistoryRecord;
import io.balsa.bench.history.MetricHistory;
import io.balsa.bench.history.MetricHistory.Change;
import io.balsa.bench.history.MetricHistory.Point;
import io.balsa.bench.report.Chart;
import io.balsa.bench.report.Format;
import io.balsa.bench.report.HistoryLink;
import io.balsa.bench.report.HtmlTables;
import io.balsa.bench.report.Page;
import io.balsa.bench.report.Table;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Histories as one HTML page: a section per machine, a chart per metric, with the spread as a band, and a line where a level begins.
 *
 * <p>Links lead to the reports of the runs and comparisons that are still there.
 */
public final class HistoryPage {
    private final Path results;
    private final List<Chart> charts = new ArrayList<>();

    private HistoryPage(final Path results) {
        this.results = results;
    }

    /**
     * Renders the page and writes it.
     *
     * @param results the directory of all results
     * @param histories by machine
     * @return the page
     * @throws IOException when it cannot be written
     */
    public static Path write(final Path results, final List<MetricHistory> histories) throws IOException {
        return Files.writeString(results.resolve(HistoryLink.PAGE), new HistoryPage(results).render(histories));
    }

    private String render(final List<MetricHistory> histories) throws IOException {
        final StringBuilder sections = new StringBuilder();
        int number = 0;
        for (final String fingerprint : new TreeSet<>(
                histories.stream().map(history -> history.key().fingerprint()).toList())) {
            sections.append(machine(
                    fingerprint,
                    "machine-" + number++,
                    histories.stream()
                            .filter(history -> history.key().fingerprint().equals(fingerprint))
                            .toList()));
        }
        final Map<String, String> parts = Map.of(
                "history.css", Page.resource(HistoryPage.class, "history.css"),
                "headline", HtmlTables.escape(headline(histories)),
                "machines", sections.toString());
        return Page.render(Page.resource(HistoryPage.class, "history.html"), parts, charts);
    }

    private static String headline(final List<MetricHistory> histories) {
        final long changes = histories.stream()
                .mapToLong(history -> history.changes().size())
                .sum();
        return Format.count(histories.size()) + " metrics · " + Format.count(changes) + " changes of level";
    }

    private String machine(final String fingerprint, final String group, final List<MetricHistory> histories) {
        final Table changes = HistoryTables.changes(histories);
        final StringBuilder html = new StringBuilder("<section>\n<h2>")
                .append(HtmlTables.escape(fingerprint))
                .append("</h2>\n<h3>")
                .append(changes.title())
                .append("</h3>\n")
                .append(
                        changes.rows().isEmpty()
                                ? "<p class=\"empty\">None: each level has lasted since its first measurement.</p>\n"
                                : HtmlTables.render(changes))
                .append("<div class=\"charts two\" data-group=\"")
                .append(group)
                .append("\"></div>\n")
                .append(measurements(histories))
                .append("</section>\n");
        histories.forEach(history -> charts.add(chart(group, history)));
        return html.toString();
    }

    private static Chart chart(final String group, final MetricHistory history) {
        final List<@Nullable Double> values = new ArrayList<>();
        final List<@Nullable Double> upper = new ArrayList<>();
        final List<@Nullable Double> lower = new ArrayList<>();
        for (final Point point : history.points()) {
            final double value = point.figure().value();
            final Double spread = point.figure().spread();
            values.add(value);
            upper.add(spread == null ? null : value + spread);
            // What cannot be negative has no band below 0, and a logarithmic axis no place for it.
            lower.add(spread == null || value <= spread ? null : value - spread);
        }
        final List<Chart.Mark> marks = new ArrayList<>();
        for (final Change change : history.changes()) {
            final HistoryRecord since = history.points().get(change.at()).record();
            marks.add(new Chart.Mark(
                    change.at() + 0.5, HistoryTables.commit(since) + " " + HistoryTables.effect(change)));
        }
        return new Chart(
                group,
                "history",
                HistoryTables.title(history),
                IntStream.rangeClosed(1, values.size())
                        .mapToObj(i -> (double) i)
                        .toList(),
                List.of(
                        new Chart.Series(history.key().unit(), values, null),
                        new Chart.Series("spread, to", upper, null),
                        new Chart.Series("from", lower, null)),
                null,
                marks,
                List.of(),
                history.points().stream()
                        .map(point -> HistoryTables.commit(point.record()))
                        .toList());
    }

    /** Where the points come from: one row for each measurement. */
    private String measurements(final List<MetricHistory> histories) {
        final Set<HistoryRecord> records = new LinkedHashSet<>();
        for (final MetricHistory history : histories) {
            history.points().forEach(point -> records.add(point.record()));
        }
        final StringBuilder html =
                new StringBuilder("<h3>Measurements</h3>\n<div class=\"scroll\"><table>\n<thead><tr>");
        for (final String name : List.of("commit", "committed", "measured", "what", "JVM", "subject")) {
            html.append("<th class=\"left\">").append(name).append("</th>");
        }
        html.append("</tr></thead>\n<tbody>\n");
        for (final HistoryRecord record : records) {
            html.append("<tr>");
            cell(html, HtmlTables.escape(HistoryTables.commit(record)));
            cell(html, HtmlTables.escape(record.committedAt()));
            cell(html, HtmlTables.escape(record.measuredAt()));
            cell(html, link(record));
            cell(html, HtmlTables.escape(record.jvm()));
            cell(html, HtmlTables.escape(record.subject()));
            html.append("</tr>\n");
        }
        return html.append("</tbody></table></div>\n").toString();
    }

    private static void cell(final StringBuilder html, final String content) {
        html.append("<td class=\"left\">").append(content).append("</td>");
    }

    private String link(final HistoryRecord record) {
        final String name = HtmlTables.escape(record.directory());
        final Path report =
                results.resolve(record.directory()).resolve("report").resolve("index.html");
        if (!Files.isRegularFile(report)) {
            return name;
        }
        final String path = URLEncoder.encode(record.directory() + "/report/index.html", StandardCharsets.UTF_8)
                .replace("%2F", "/")
                .replace("+", "%20");
        return "<a href=\"" + path + "\">" + name + "</a>";
    }
}
