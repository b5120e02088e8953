package io.balsa.bench.report.election;

import io.balsa.bench.election.ElectionCurves;
import io.balsa.bench.election.ElectionRecord;
import io.balsa.bench.election.ElectionSetup;
import io.balsa.bench.election.ElectionTimes;
import io.balsa.bench.election.Timeouts;
import io.balsa.bench.report.Chart;
import io.balsa.bench.report.Format;
import io.balsa.bench.report.HtmlTables;
import io.balsa.bench.report.MarkdownTables;
import io.balsa.bench.report.Page;
import io.balsa.bench.report.Table;
import io.balsa.bench.result.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The figure as files: {@code elections.json}, {@code elections.md}, and {@code index.html}, a page that needs no network.
 *
 * <p>The curves are drawn as in the paper, cumulative percent over a logarithmic axis of time, one drawing for each source, all on
 * one axis.
 */
public final class ElectionReport {
    private static final int POINTS = 240;

    private final ElectionRecord record;
    private final ElectionTables tables;

    private ElectionReport(final ElectionRecord record) {
        this.record = record;
        tables = new ElectionTables(record);
    }

    /**
     * Writes all three.
     *
     * @param directory made when missing
     * @return the page
     * @throws IOException when a file cannot be written
     */
    public static Path write(final Path directory, final ElectionRecord record) throws IOException {
        Files.createDirectories(directory);
        final ElectionReport report = new ElectionReport(record);
        Json.write(directory.resolve("elections.json"), record);
        Files.writeString(directory.resolve("elections.md"), report.markdown());
        return Files.writeString(directory.resolve("index.html"), report.page());
    }

    private String page() throws IOException {
        final List<Chart> charts = new ArrayList<>();
        charts.addAll(charts("randomness", Timeouts.RANDOMNESS));
        charts.addAll(charts("scale", Timeouts.SCALE));
        final Map<String, String> parts = Map.of(
                "election.css", Page.resource(ElectionReport.class, "election.css"),
                "headline", HtmlTables.escape(headline()),
                "figures", HtmlTables.render(tables.keyFigures()),
                "lines", HtmlTables.render(tables.lines()),
                "notes", htmlNotes(),
                "sources", HtmlTables.render(sources()));
        return Page.render(Page.resource(ElectionReport.class, "election.html"), parts, charts);
    }

    private String headline() {
        final String commit = record.commit().length() > 7 ? record.commit().substring(0, 7) : record.commit();
        return "commit " + commit + (record.dirty() ? " with local changes" : "") + " · seed " + record.seed()
                + " · virtual time in ticks of " + record.tickMs() + " ms · given up after "
                + Format.count(record.patienceMs() / 1e3) + " s";
    }

    private static String htmlNotes() {
        final StringBuilder html = new StringBuilder("<ul>\n");
        ElectionNotes.ALL.forEach(
                note -> html.append("<li>").append(HtmlTables.escape(note)).append("</li>\n"));
        return html.append("</ul>\n").toString();
    }

    private Table sources() {
        final Table table = new Table(
                "Curves", "<curves", "<from", "<pre-vote, check quorum", "message, ms", "disk write, ms", "trials");
        for (final ElectionCurves curves : record.curves()) {
            final ElectionSetup setup = curves.setup();
            final int trials = curves.lines().stream()
                    .mapToInt(ElectionTimes::trials)
                    .max()
                    .orElse(0);
            table.row(
                    curves.name(),
                    curves.source(),
                    setup == null ? "-" : setup.preVote() ? "on" : "off",
                    setup == null
                            ? "-"
                            : setup.oneWay().leastMs() + " to " + setup.oneWay().mostMs(),
                    setup == null
                            ? "-"
                            : setup.write().leastMs() + " to " + setup.write().mostMs(),
                    Format.count(trials));
        }
        return table;
    }

    private List<Chart> charts(final String group, final List<Timeouts> lines) {
        final List<Double> x = axis(lines);
        final List<Chart> charts = new ArrayList<>();
        for (final ElectionCurves curves : record.curves()) {
            final List<Chart.Series> series = new ArrayList<>();
            for (final Timeouts timeouts : lines) {
                final ElectionTimes times = curves.line(timeouts.name());
                if (times != null) {
                    series.add(new Chart.Series(timeouts.name() + " ms", percents(times, x), null));
                }
            }
            charts.add(new Chart(group, "cumulative", curves.name(), x, series, null, List.of()));
        }
        return charts;
    }

    /** From the shortest election of all curves to the longest. */
    private List<Double> axis(final List<Timeouts> lines) {
        final double[] times = record.curves().stream()
                .flatMap(curves -> lines.stream().map(line -> curves.line(line.name())))
                .filter(Objects::nonNull)
                .flatMap(line -> line.percentilesMs().stream())
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        final double reach = times[times.length - 1] / times[0];
        final List<Double> x = new ArrayList<>();
        for (int i = 0; i <= POINTS; i++) {
            x.add(times[0] * Math.pow(reach, i / (double) POINTS));
        }
        return x;
    }

    private static List<@Nullable Double> percents(final ElectionTimes times, final List<Double> x) {
        final List<@Nullable Double> y = new ArrayList<>();
        x.forEach(ms -> y.add(100 * times.shareWithin(ms)));
        return y;
    }

    private String markdown() {
        final StringBuilder text = new StringBuilder("# Time to elect a leader\n\n")
                .append(
                        "Figure 16 of the Raft paper again, on Balsa's core: a leader of five crashes, how long until all others")
                .append(" have heard the next one? ")
                .append(headline())
                .append(".\n`scripts/bench elections` writes this file and the page beside it, always the same.\n");
        for (final Table table : List.of(tables.keyFigures(), tables.lines(), sources())) {
            text.append("\n## ").append(table.title()).append("\n\n").append(MarkdownTables.render(table));
        }
        text.append("\n## What explains the differences\n\n");
        ElectionNotes.ALL.forEach(note -> text.append("- ").append(note).append('\n'));
        return text.toString();
    }
}
