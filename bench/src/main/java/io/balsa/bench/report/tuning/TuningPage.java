package io.balsa.bench.report.tuning;

import io.balsa.bench.environment.Environment;
import io.balsa.bench.report.EnvironmentFacts;
import io.balsa.bench.report.Format;
import io.balsa.bench.report.HtmlTables;
import io.balsa.bench.report.Page;
import io.balsa.bench.report.Table;
import io.balsa.bench.report.comparison.ComparisonPage;
import io.balsa.bench.report.comparison.Svg;
import io.balsa.bench.report.comparison.Words;
import io.balsa.bench.report.tuning.Points.Axis;
import io.balsa.bench.tune.Effect;
import io.balsa.bench.tune.MetricVerdict;
import io.balsa.bench.tune.Objective;
import io.balsa.bench.tune.TrialRecord;
import io.balsa.bench.tune.TuningDirectory;
import io.balsa.bench.tune.TuningRecord;
import io.balsa.bench.verdict.Percent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** A search as one HTML page that needs no network. */
public final class TuningPage {
    private final TuningRecord tuning;
    private final List<TrialRecord> trials;
    private final Environment environment;
    private final TuningTables tables;

    private TuningPage(final TuningRecord tuning, final List<TrialRecord> trials, final Environment environment) {
        this.tuning = tuning;
        this.trials = trials;
        this.environment = environment;
        tables = new TuningTables(tuning);
    }

    /**
     * Renders a search from its files and writes the page.
     *
     * @return the page, {@code report/index.html}
     * @throws IOException when a file cannot be read or written
     */
    public static Path write(final TuningDirectory directory) throws IOException {
        final TuningPage page = new TuningPage(directory.read(), directory.readTrials(), directory.readEnvironment());
        Files.createDirectories(directory.path().resolve("report"));
        return Files.writeString(directory.report(), page.render());
    }

    private String render() throws IOException {
        final Map<String, String> parts = Map.ofEntries(
                Map.entry("title", escape("Balsa bench: " + tuning.id())),
                Map.entry("comparison.css", Page.resource(ComparisonPage.class, "comparison.css")),
                Map.entry("tuning.css", Page.resource(TuningPage.class, "tuning.css")),
                Map.entry("headline", headline()),
                Map.entry("banner", banner()),
                Map.entry("pareto", pareto()),
                Map.entry("points", HtmlTables.render(points())),
                Map.entry("confirmation", confirmation()),
                Map.entry("race", HtmlTables.render(tables.race())),
                Map.entry("factors", factors()),
                Map.entry("settings", settings()),
                Map.entry("load", HtmlTables.render(load())),
                Map.entry("environment", HtmlTables.render(environment())));
        return Page.render(Page.resource(TuningPage.class, "tuning.html"), parts, List.of());
    }

    private String headline() {
        return escape(tuning.id() + " · " + tuning.from() + " for "
                + tuning.objective().word() + " · "
                + tuning.startedAt() + " · " + Format.count(tuning.elapsedSeconds()) + " s · " + trials.size()
                + " trials · seed " + tuning.seed());
    }

    private String banner() {
        final StringBuilder html = new StringBuilder("<section class=\"banner ")
                .append(tuning.promoted() ? "IMPROVED" : "EQUIVALENT")
                .append("\">\n<p class=\"standing\">")
                .append(tuning.promoted() ? "▼ BETTER" : "■ STANDS")
                .append("</p>\n<div><p><b>")
                .append(escape(TuningConsole.standing(tuning)))
                .append("</b></p>\n<ul>");
        tuning.reasons()
                .forEach(reason -> html.append("<li>").append(escape(reason)).append("</li>"));
        return html.append("</ul></div>\n</section>\n").toString();
    }

    private String pareto() {
        final Points points = Points.of(tuning, trials);
        if (points.candidates().isEmpty()) {
            return "<p class=\"empty\">No combination of changes was worth a race.</p>";
        }
        return Stream.of(new Axis[] {Axis.THROUGHPUT, Axis.TAIL}, new Axis[] {Axis.THROUGHPUT, Axis.CPU}, new Axis[] {
                    Axis.TAIL, Axis.CPU
                })
                .map(axes -> figure(
                        axes[1].words() + ", against " + axes[0].words(),
                        new ParetoPlot(points, tuning.from(), tuning.winner(), axes[0], axes[1]).render()))
                .reduce("", String::concat);
    }

    private static String figure(final String caption, final Svg svg) {
        return "<figure class=\"drawn\"><figcaption>" + escape(caption) + "</figcaption>" + svg + "</figure>\n";
    }

    private Table points() {
        final Table table = new Table(
                "Candidates", "<candidate", "trials", "commands/s", "p99.9 ms", "CPU µs", "<front", "<changes");
        for (final Points.Point point : Points.of(tuning, trials).candidates()) {
            table.row(
                    point.name(),
                    Integer.toString(point.trials()),
                    Format.count(point.commandsPerSecond()),
                    Format.digits(point.tailMs()),
                    Format.digits(point.cpuMicros()),
                    point.front() ? "●" : "○",
                    point.words().substring(point.name().length()).replaceFirst("^: ", ""));
        }
        return table;
    }

    private String confirmation() {
        if (tuning.verdicts().isEmpty()) {
            return "<p class=\"empty\">Nothing was confirmed.</p>";
        }
        final EffectStrip strip = new EffectStrip(tuning.verdicts().stream()
                .flatMapToDouble(verdict -> DoubleStream.of(
                        verdict.estimate().low(),
                        verdict.estimate().high(),
                        verdict.band().change()))
                .toArray());
        final StringBuilder html = new StringBuilder("<table class=\"forest confirmation\">\n<thead><tr>")
                .append("<th class=\"left\">figure</th><th class=\"left\">verdict</th><th class=\"draw\">")
                .append(strip.axis())
                .append("</th><th>change</th><th class=\"left\">interval</th><th>band</th><th>")
                .append(escape(tuning.from()))
                .append(" against itself</th></tr></thead>\n<tbody>\n");
        final List<Table.Row> rows = tables.confirmation().rows();
        for (int i = 0; i < rows.size(); i++) {
            final MetricVerdict verdict = tuning.verdicts().get(i);
            final List<String> cells = rows.get(i).cells();
            html.append("<tr><td class=\"left\">")
                    .append(escape(cells.get(0)))
                    .append("</td><td class=\"left\">")
                    .append(Words.label(verdict.outcome()))
                    .append("</td><td class=\"draw\">")
                    .append(strip.row(
                            verdict.estimate().effect(),
                            verdict.estimate().low(),
                            verdict.estimate().high(),
                            verdict.band().change(),
                            verdict.outcome().name(),
                            cells.get(0) + " " + cells.get(2)))
                    .append("</td><td>")
                    .append(escape(cells.get(2)))
                    .append("</td><td class=\"left\">")
                    .append(escape(cells.get(3)))
                    .append("</td><td>")
                    .append(escape(cells.get(4)))
                    .append("</td><td>")
                    .append(escape(cells.get(5)))
                    .append("</td></tr>\n");
        }
        return html.append("</tbody></table>\n").toString();
    }

    private String factors() {
        final EffectStrip strip = new EffectStrip(DoubleStream.concat(
                        tuning.effects().stream().mapToDouble(Effect::objective),
                        DoubleStream.of(tuning.screenMargin()))
                .toArray());
        final StringBuilder html = new StringBuilder("<table class=\"forest factors\">\n<thead><tr>")
                .append("<th class=\"left\">factor</th><th class=\"left\">from</th><th class=\"left\">to</th>")
                .append("<th>commands/s</th><th>p99.9</th><th>CPU</th><th class=\"draw\">")
                .append(strip.axis())
                .append("</th><th>")
                .append(escape(tuning.objective().word()))
                .append("</th><th class=\"left\"></th></tr></thead>\n<tbody>\n");
        for (final Effect effect : tables.effects()) {
            final boolean standsOut = tables.standsOut(effect);
            final String look = standsOut ? effect.objective() < 0 ? "IMPROVED" : "REGRESSED" : "EQUIVALENT";
            html.append("<tr><td class=\"left\">")
                    .append(escape(effect.factor()))
                    .append("</td><td class=\"left\">")
                    .append(escape(effect.before()))
                    .append("</td><td class=\"left\">")
                    .append(escape(effect.level()));
            for (final Objective part : Objective.PARTS) {
                html.append("</td><td>").append(part.change(effect.on(part)));
            }
            html.append("</td><td class=\"draw\">")
                    .append(strip.row(
                            effect.objective(),
                            effect.objective() - tuning.screenError(),
                            effect.objective() + tuning.screenError(),
                            tuning.screenMargin(),
                            look,
                            effect.factor() + " " + effect.level() + ": " + Percent.signed(effect.objective())))
                    .append("</td><td>")
                    .append(tuning.objective().change(effect.objective()))
                    .append("</td><td class=\"left\">")
                    .append(standsOut ? effect.objective() < 0 ? "better" : "worse" : "within noise")
                    .append("</td></tr>\n");
        }
        return html.append("</tbody></table>\n").toString();
    }

    /** A setting that both share is told once; one that differs is marked, not by its colour alone. */
    private String settings() {
        final Map<String, String> before = named(tuning.before());
        final Map<String, String> after = named(tuning.after());
        final StringBuilder html = new StringBuilder(
                        "<table class=\"facts\">\n<thead><tr><th class=\"left\">setting</th>")
                .append("<th class=\"left\">")
                .append(escape(tuning.from()))
                .append("</th><th class=\"left\">")
                .append(escape(tuning.winner() == null ? "no winner" : "winner " + tuning.winner()))
                .append("</th></tr></thead>\n<tbody>\n");
        before.forEach((key, value) -> {
            final String other = after.getOrDefault(key, "");
            html.append(value.equals(other) ? "<tr>" : "<tr class=\"differs\">")
                    .append(cell(1, value.equals(other) ? key : "≠ " + key))
                    .append(value.equals(other) ? cell(2, value) : cell(1, value) + cell(1, other))
                    .append("</tr>\n");
        });
        return html.append("</tbody></table>\n").toString();
    }

    private static Map<String, String> named(final TuningRecord.Nodes nodes) {
        final Map<String, String> values = new TreeMap<>(nodes.settings());
        values.put("JVM flags", String.join(" ", nodes.jvmArguments()));
        return values;
    }

    private static String cell(final int columns, final String text) {
        return "<td class=\"left\" colspan=\"" + columns + "\">" + escape(text) + "</td>";
    }

    private Table load() {
        final TuningRecord.Load load = tuning.load();
        return new Table("Load", "<part", "<what")
                .row("warm-up", "%,d outstanding, %.1f s".formatted(load.outstanding(), load.warmupSeconds()))
                .row("closed loop", "%,d outstanding, %.1f s".formatted(load.outstanding(), load.closedSeconds()))
                .row("open loop", "%,d/s, %.1f s".formatted(load.ratePerSecond(), load.openSeconds()))
                .row("commands", "puts of %,d bytes".formatted(load.commandBytes()));
    }

    private Table environment() {
        final Table table = new Table("Environment", "<fact", "<value");
        EnvironmentFacts.of(environment).forEach(table::row);
        return table;
    }

    private static String escape(final String text) {
        return HtmlTables.escape(text);
    }
}
