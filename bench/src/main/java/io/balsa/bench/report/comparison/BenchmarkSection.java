package io.balsa.bench.report.comparison;

import io.balsa.bench.compare.AllocationChange;
import io.balsa.bench.fork.ForkRecord;
import io.balsa.bench.report.FlameLinks;
import io.balsa.bench.report.HtmlTables;
import io.balsa.bench.report.Table;
import io.balsa.bench.verdict.Estimate;
import io.balsa.bench.verdict.ForkPairs;
import io.balsa.bench.verdict.Metric;
import io.balsa.bench.verdict.PercentileBootstrap;
import io.balsa.bench.verdict.PercentileBootstrap.Interval;
import io.balsa.bench.verdict.Verdict;
import io.balsa.bench.verdict.WarmUp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of the page on one benchmark: why, how much, and every fork. */
final class BenchmarkSection {
    private static final double[] PERCENTILES = {50, 90, 99, 99.9};
    private static final double CONFIDENCE = 0.95;
    private static final long SEED = 1;

    private final Benchmark benchmark;
    private final String anchor;
    private final String armA;
    private final String armB;
    private final List<String> flames;

    BenchmarkSection(final Benchmark benchmark, final String anchor, final Comparison comparison) {
        this.benchmark = benchmark;
        this.anchor = anchor;
        armA = comparison.record().armA().name();
        armB = comparison.record().armB().name();
        flames = comparison.flames().stream()
                .filter(file -> !benchmark.forks().isEmpty()
                        && file.contains(benchmark.forks().get(0).benchmark()))
                .toList();
    }

    String render() {
        final StringBuilder html = new StringBuilder("<section class=\"benchmark\" id=\"")
                .append(anchor)
                .append("\">\n<h2>");
        final Verdict verdict = benchmark.verdict();
        if (verdict != null) {
            html.append(Words.label(verdict.outcome())).append(' ');
        }
        html.append(Words.html(benchmark.key()))
                .append(Words.label(benchmark.allocation()))
                .append("</h2>\n<div class=\"gist\">\n<div>");
        appendReasons(html);
        appendFlames(html);
        html.append("</div>\n").append(HtmlTables.render(numbers())).append("</div>\n");
        if (benchmark.armA().isEmpty() && benchmark.armB().isEmpty()) {
            return html.append("<p class=\"empty\">No fork left numbers.</p>\n</section>\n")
                    .toString();
        }
        appendPlots(html);
        return html.append("</section>\n").toString();
    }

    private void appendReasons(final StringBuilder html) {
        for (final Verdict verdict : benchmark.verdicts()) {
            if (!verdict.key().equals(benchmark.key())) {
                html.append("<h3>")
                        .append(Words.label(verdict.outcome()))
                        .append(' ')
                        .append(Words.html(verdict.key()
                                .substring(Math.min(
                                        verdict.key().length(), benchmark.key().length()))
                                .strip()))
                        .append("</h3>\n");
            }
            html.append("<ul class=\"reasons\">");
            verdict.reasons()
                    .forEach(reason ->
                            html.append("<li>").append(Words.html(reason)).append("</li>"));
            html.append("</ul>\n");
        }
        if (benchmark.verdicts().isEmpty()) {
            html.append("<p class=\"empty\">Not judged.</p>\n");
        }
        failures().forEach((failure, forks) -> html.append("<p class=\"lost\">")
                .append(Words.html(forks.size() + (forks.size() == 1 ? " fork failed: " : " forks failed: ") + failure
                        + " (" + String.join(", ", forks) + ")"))
                .append("</p>\n"));
    }

    /** Returns arms and blocks by why their forks failed. */
    private Map<String, List<String>> failures() {
        final Map<String, List<String>> failures = new LinkedHashMap<>();
        for (final ForkRecord fork : benchmark.forks()) {
            if (fork.failure() != null) {
                failures.computeIfAbsent(fork.failure(), none -> new ArrayList<>())
                        .add(fork.arm() + " #" + fork.block());
            }
        }
        return failures;
    }

    private void appendFlames(final StringBuilder html) {
        for (final String file : flames) {
            html.append("<p class=\"flame\">").append(FlameLinks.link(file)).append("</p>\n");
        }
    }

    private Table numbers() {
        final Table table = new Table("", "<per operation", armA, armB, "change", "<interval");
        final Verdict verdict = benchmark.verdict();
        for (final Metric metric : Metric.values()) {
            table.row(
                    metric.toString(),
                    time(benchmark.armA(), metric),
                    time(benchmark.armB(), metric),
                    Words.effect(estimate(verdict, metric)),
                    Words.interval(estimate(verdict, metric)));
        }
        final AllocationChange allocation = benchmark.allocation();
        if (allocation != null) {
            table.row(
                    "allocation",
                    Words.bytes(allocation.bytesA()),
                    Words.bytes(allocation.bytesB()),
                    allocation.outcome().toString(),
                    "");
        }
        if (Benchmark.hasLatencies(benchmark.armA()) && Benchmark.hasLatencies(benchmark.armB())) {
            for (final double percentile : PERCENTILES) {
                addPercentile(table, percentile);
            }
        }
        return table;
    }

    private static @Nullable Estimate estimate(final @Nullable Verdict verdict, final Metric metric) {
        if (verdict == null) {
            return null;
        }
        return verdict.metric() == metric ? verdict.estimate() : verdict.twin();
    }

    private String time(final List<ForkRecord> forks, final Metric metric) {
        final double median = forks.isEmpty() ? 0 : Benchmark.median(forks, metric);
        return median > 0 ? benchmark.unit().text(median) : Words.NONE;
    }

    private void addPercentile(final Table table, final double percentile) {
        final PercentileBootstrap bootstrap = new PercentileBootstrap(SEED);
        final Interval a = bootstrap.of(benchmark.armA(), percentile, CONFIDENCE);
        final Interval b = bootstrap.of(benchmark.armB(), percentile, CONFIDENCE);
        final ForkPairs pairs = benchmark.pairs();
        final Estimate ratio = pairs == null ? null : bootstrap.ratio(pairs, percentile, CONFIDENCE);
        table.row(
                "p"
                        + (percentile == Math.rint(percentile)
                                ? Long.toString((long) percentile)
                                : Double.toString(percentile)),
                text(a),
                text(b),
                Words.effect(ratio),
                Words.interval(ratio));
    }

    private static String text(final Interval interval) {
        return TimeUnit.of("ns", interval.value()).text(interval.value());
    }

    private void appendPlots(final StringBuilder html) {
        final StripPlot strips = new StripPlot(benchmark);
        html.append("<div class=\"charts pair\">\n");
        figure(html, strips.caption() + "; line: median, hollow: outlier, #block", strips.render(armA, armB));
        final ForkPairs pairs = benchmark.pairs();
        if (pairs != null) {
            figure(
                    html,
                    "Pairs: " + armB + " against " + armA + " by block; line: estimate, grey: noise band",
                    new PairPlot(benchmark, pairs).render(armA, armB));
        }
        html.append("</div>\n<div class=\"charts trio\">\n");
        place(html, "order");
        html.append("<div>");
        place(html, "warmup");
        html.append("<p class=\"below\">").append(Words.html(warmUps())).append("</p></div>\n");
        final ProcessorPlot processor = new ProcessorPlot(benchmark);
        if (processor.hasData()) {
            figure(
                    html,
                    "Processor over wall time, " + benchmark.unit().name() + "; dashed: equal",
                    processor.render());
        }
        html.append("</div>\n");
        place(html, "latency");
    }

    private void place(final StringBuilder html, final String chart) {
        html.append("<div class=\"charts one\" data-group=\"")
                .append(anchor)
                .append('-')
                .append(chart)
                .append("\"></div>\n");
    }

    private static void figure(final StringBuilder html, final String caption, final Svg svg) {
        html.append("<figure class=\"drawn\"><figcaption>")
                .append(Words.html(caption))
                .append("</figcaption>")
                .append(svg)
                .append("</figure>\n");
    }

    private String warmUps() {
        return armA + ": " + warmUps(benchmark.armA()) + "; " + armB + ": " + warmUps(benchmark.armB());
    }

    private static String warmUps(final List<ForkRecord> forks) {
        final List<String> words = new ArrayList<>();
        for (final WarmUp.Kind kind : WarmUp.Kind.values()) {
            final long count = forks.stream()
                    .filter(fork -> WarmUp.of(fork).kind() == kind)
                    .count();
            if (count > 0) {
                words.add(count + " " + kind.toString().toLowerCase(Locale.ROOT).replace('_', ' '));
            }
        }
        return words.isEmpty() ? "none" : String.join(", ", words);
    }
}
