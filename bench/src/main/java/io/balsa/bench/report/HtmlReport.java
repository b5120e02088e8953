package io.balsa.bench.report;

import io.balsa.bench.cluster.ClusterForm;
import io.balsa.bench.environment.Environment;
import io.balsa.bench.result.FailoverRecord;
import io.balsa.bench.result.KneeRecord;
import io.balsa.bench.result.LoadRecord;
import io.balsa.bench.result.MicroRecord;
import io.balsa.bench.result.RunDirectory;
import io.balsa.bench.result.RunRecord;
import io.balsa.bench.result.StagesRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A run as one HTML page. */
public final class HtmlReport {
    private HtmlReport() {}

    /**
     * Renders the page from the run's files and writes it.
     *
     * @throws IOException when a file cannot be read or written
     */
    public static void write(final RunDirectory directory) throws IOException {
        final RunRecord run = directory.readRun();
        final Environment environment = directory.readEnvironment();
        Files.writeString(
                directory.report(),
                render(
                        run,
                        environment,
                        directory.readStages(),
                        new RunCharts(run, directory).all(),
                        HistoryLink.of(directory.path()),
                        FlameLinks.in(directory.path())));
    }

    private static String render(
            final RunRecord run,
            final Environment environment,
            final StagesRecord stages,
            final List<Chart> charts,
            final String history,
            final List<String> flames)
            throws IOException {
        final RunTables tables = new RunTables(run, environment);
        final Map<String, String> parts = new LinkedHashMap<>();
        parts.put("title", HtmlTables.escape("Balsa bench: " + run.id()));
        parts.put("headline", headline(run, environment) + history);
        parts.put("problems", problems(run));
        parts.put("tiles", tiles(run));
        parts.put("closed", section(tables.closedLoops()));
        parts.put("open", section(tables.openLoops()));
        parts.put("stageBars", StageBars.render(stages));
        parts.put("stages", section(StageTables.summary(run, stages)));
        parts.put("stageLatencies", details(StageTables.latencies(stages)));
        parts.put("knee", section(tables.knee()));
        parts.put("events", section(tables.events()));
        parts.put("failovers", section(tables.failovers()));
        parts.put("benchmarks", section(tables.benchmarks()));
        parts.put("flames", flames.isEmpty() ? "" : "<h3>Flame graphs</h3>\n" + FlameLinks.list(flames));
        parts.put("machine", section(tables.machine()));
        parts.put("environment", section(tables.environment()));
        parts.put("settings", section(tables.settings()));
        return Page.render(Page.resource(HtmlReport.class, "page.html"), parts, charts);
    }

    private static String section(final Table table) {
        return table.rows().isEmpty()
                ? "<p class=\"empty\">Not measured in this run.</p>"
                : "<h3>" + HtmlTables.escape(table.title()) + "</h3>\n" + HtmlTables.render(table);
    }

    private static String details(final Table table) {
        return table.rows().isEmpty()
                ? ""
                : "<details><summary>" + HtmlTables.escape(table.title()) + "</summary>\n" + HtmlTables.render(table)
                        + "</details>";
    }

    private static String headline(final RunRecord run, final Environment environment) {
        return HtmlTables.escape("profile " + run.profile() + " · " + run.startedAt() + " · commit "
                + environment.commit7() + (run.dirty() ? " with local changes" : "") + " · "
                + Format.count(run.elapsedSeconds()) + " s · " + environment.cpuModel() + ", " + environment.cores()
                + " cores · " + environment.dataDisk().fileSystem() + " · Java "
                + environment.jvm().version());
    }

    private static String problems(final RunRecord run) {
        final StringBuilder html = new StringBuilder();
        for (final String problem : run.problems()) {
            html.append("<p class=\"problem\">")
                    .append(HtmlTables.escape(problem))
                    .append("</p>\n");
        }
        return html.toString();
    }

    /** The figures one looks for first. */
    private static String tiles(final RunRecord run) {
        final StringBuilder html = new StringBuilder();
        if (run.cluster().form() != ClusterForm.ADDRESSES) {
            tile(
                    html,
                    "limit of a durable commit",
                    Format.time(run.limit().medianNs()),
                    "what disk and loopback allow");
        }
        final List<LoadRecord> closed = run.loads().stream()
                .filter(load -> load.kind() == LoadRecord.Kind.CLOSED && load.numbers() != null)
                .sorted(Comparator.comparingInt(LoadRecord::outstanding))
                .toList();
        if (!closed.isEmpty()) {
            final LoadRecord single = closed.get(0);
            final LoadRecord.Numbers numbers = numbers(single);
            final Double multiple = numbers.limitMultipleP50();
            tile(
                    html,
                    single.outstanding() + " outstanding, median",
                    Format.time(numbers.response().p50Ns()),
                    multiple == null ? "nodes elsewhere" : Format.multiple(multiple) + " the limit");
            final LoadRecord most = closed.get(closed.size() - 1);
            tile(
                    html,
                    most.outstanding() + " outstanding",
                    Format.count(numbers(most).commandsPerSecond()) + "/s",
                    Format.digits(numbers(most).cpuMicrosPerCommand()) + " µs CPU per command");
        }
        final KneeRecord knee = run.knee();
        if (knee != null) {
            tile(
                    html,
                    "knee: " + KneeChart.name(knee) + " within " + Format.time(knee.objectiveNs()),
                    knee.ratePerSecond() == 0 ? "none" : Format.count(knee.ratePerSecond()) + "/s",
                    "highest rate that keeps it");
        }
        final OptionalDouble recovery = run.failovers().stream()
                .map(FailoverRecord::recoverySeconds)
                .flatMap(seconds -> Optional.ofNullable(seconds).stream())
                .mapToDouble(Double::doubleValue)
                .max();
        if (recovery.isPresent()) {
            final long lost = run.failovers().stream()
                    .mapToLong(f -> f.lost() + f.repeated())
                    .sum();
            tile(
                    html,
                    "leader killed to next commit",
                    Format.seconds(recovery.getAsDouble()) + " s",
                    lost == 0 ? "nothing lost, nothing twice" : lost + " commands lost or twice");
        }
        final OptionalDouble allocated = run.benchmarks().stream()
                .mapToDouble(MicroRecord::allocatedBytesPerOp)
                .max();
        if (allocated.isPresent()) {
            tile(
                    html,
                    "allocated on the commit path",
                    Format.digits(allocated.getAsDouble()) + " B/op",
                    "most of all benchmarks");
        }
        return html.toString();
    }

    private static LoadRecord.Numbers numbers(final LoadRecord load) {
        final LoadRecord.Numbers numbers = load.numbers();
        if (numbers == null) {
            throw new IllegalStateException("load without numbers: name=" + load.name());
        }
        return numbers;
    }

    private static void tile(final StringBuilder html, final String name, final String value, final String remark) {
        html.append("<div class=\"tile\"><span>")
                .append(HtmlTables.escape(name))
                .append("</span><b>")
                .append(HtmlTables.escape(value))
                .append("</b><i>")
                .append(HtmlTables.escape(remark))
                .append("</i></div>\n");
    }
}
