package io.balsa.bench.report.comparison;

import io.balsa.bench.verdict.Estimate;
import io.balsa.bench.verdict.Percent;
import io.balsa.bench.verdict.Verdict;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every effect with its interval on one axis, each before its own noise band. A table whose third column is drawn, so that names
 * wrap, figures align, and paper is as good as a screen.
 */
final class ForestPlot {
    private static final int ROW = 26;
    private static final int AXIS = 18;
    private static final int TICKS = 8;
    private static final double LEAST_REACH = 5;

    /** An interval may reach this many times as far as the largest effect; longer ones leave the picture. */
    private static final double LONGEST = 2.5;

    private final Comparison comparison;
    private final Scale scale;

    ForestPlot(final Comparison comparison) {
        this.comparison = comparison;
        final List<Verdict> verdicts = comparison.record().verdicts();
        final double ends = largest(verdicts.stream()
                .filter(verdict -> verdict.estimate() != null)
                .flatMap(verdict -> ends(verdict.estimate())));
        final double effects = largest(
                verdicts.stream().filter(verdict -> verdict.estimate() != null).map(verdict -> verdict.estimate()
                        .effect()));
        final double bands =
                largest(verdicts.stream().map(verdict -> verdict.band().change()));
        final double wanted = Math.max(LEAST_REACH, Math.max(1.5 * bands, LONGEST * effects));
        scale = Scale.around(1.08 * Math.max(Math.max(effects, bands), Math.min(wanted, Math.max(ends, LEAST_REACH))));
    }

    private static Stream<Double> ends(final Estimate estimate) {
        return Stream.of(estimate.low(), estimate.high());
    }

    private static double largest(final Stream<Double> logRatios) {
        return logRatios
                .mapToDouble(ratio -> Math.abs(Estimate.percent(ratio)))
                .max()
                .orElse(0);
    }

    /** Returns the table; empty when there is no verdict. */
    String render() {
        if (comparison.record().verdicts().isEmpty()) {
            return "";
        }
        final StringBuilder html = new StringBuilder(
                        "<table class=\"forest\">\n<thead><tr><th class=\"left\">benchmark")
                .append("</th><th class=\"left\">verdict</th><th class=\"draw\">")
                .append(axis())
                .append("</th><th>effect</th><th class=\"left\">interval</th><th>noise</th></tr></thead>\n<tbody>\n");
        int number = 0;
        for (final Benchmark benchmark : comparison.benchmarks()) {
            for (final Verdict verdict : benchmark.verdicts()) {
                appendRow(html, verdict, number);
            }
            number++;
        }
        return html.append("</tbody></table>\n").toString();
    }

    private void appendRow(final StringBuilder html, final Verdict verdict, final int number) {
        html.append("<tr><td class=\"left name\"><a href=\"#b")
                .append(number)
                .append("\">")
                .append(Words.html(verdict.key()).replaceAll("([.{,])", "$1<wbr>"))
                .append("</a></td><td class=\"left\">")
                .append(Words.label(verdict.outcome()))
                .append("</td><td class=\"draw\">")
                .append(row(verdict))
                .append("</td><td>")
                .append(Words.effect(verdict.estimate()))
                .append("</td><td class=\"left\">")
                .append(Words.interval(verdict.estimate()))
                .append("</td><td>")
                .append(Words.html(Percent.around(verdict.band().change())))
                .append("</td></tr>\n");
    }

    private Svg axis() {
        final Svg svg = new Svg(AXIS, "scale of the effects in percent");
        for (final double tick : scale.ticks(TICKS)) {
            svg.words("tick", "middle", scale.at(tick), 12, Words.tick(tick));
        }
        return svg;
    }

    private Svg row(final Verdict verdict) {
        final Estimate estimate = verdict.estimate();
        final Svg svg = new Svg(ROW, verdict.key() + ": " + Words.effect(estimate) + ", " + Words.interval(estimate));
        final double band = verdict.band().change();
        svg.area("band", at(-band), at(band), 0, ROW);
        for (final double tick : scale.ticks(TICKS)) {
            svg.line(tick == 0 ? "zero" : "grid", scale.at(tick), 0, scale.at(tick), ROW);
        }
        if (estimate == null) {
            return svg.words("note", "middle", 0.5, ROW / 2.0 + 4, "no estimate");
        }
        final double middle = ROW / 2.0;
        final String look = verdict.outcome().toString();
        svg.line("interval " + look, at(estimate.low()), middle, at(estimate.high()), middle);
        end(svg, look, estimate.low(), middle, "left");
        end(svg, look, estimate.high(), middle, "right");
        return svg.mark(
                "s-" + look, look, at(estimate.effect()), middle, verdict.outcome() + ": " + Words.full(estimate));
    }

    private void end(final Svg svg, final String look, final double logRatio, final double middle, final String side) {
        if (scale.holds(Estimate.percent(logRatio))) {
            svg.line("interval " + look, at(logRatio), middle - 4, at(logRatio), middle + 4);
        } else {
            svg.mark("s-" + side, look, at(logRatio), middle, "goes on to " + Words.signed(logRatio));
        }
    }

    private double at(final double logRatio) {
        return scale.at(Estimate.percent(logRatio));
    }
}
