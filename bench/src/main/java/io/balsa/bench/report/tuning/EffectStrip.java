package io.balsa.bench.report.tuning;

import io.balsa.bench.report.comparison.Scale;
import io.balsa.bench.report.comparison.Svg;
import io.balsa.bench.report.comparison.Words;
import io.balsa.bench.verdict.Estimate;

/** Changes of costs on a common axis, each before what noise alone would do; to the left is better. */
final class EffectStrip {
    private static final int ROW = 22;
    private static final int AXIS = 18;
    private static final int TICKS = 6;
    private static final double LEAST_REACH = 5;

    private final Scale scale;

    /** @param costs that must have a place, as logarithms of ratios */
    EffectStrip(final double... costs) {
        double reach = LEAST_REACH;
        for (final double cost : costs) {
            reach = Math.max(reach, Math.abs(Estimate.percent(cost)));
        }
        scale = Scale.around(1.08 * reach);
    }

    /** Draws the axis. */
    Svg axis() {
        final Svg svg = new Svg(AXIS, "change of the cost in percent");
        for (final double tick : scale.ticks(TICKS)) {
            svg.words("tick", "middle", scale.at(tick), AXIS - 5, Words.tick(tick));
        }
        return svg;
    }

    /**
     * Draws a row; all are logarithms of ratios.
     *
     * @param band to either side of 0
     * @param look of the mark
     * @param words for those who cannot see it
     */
    Svg row(
            final double effect,
            final double low,
            final double high,
            final double band,
            final String look,
            final String words) {
        final double middle = ROW / 2.0;
        final Svg svg = new Svg(ROW, words);
        svg.area("band", at(-band), at(band), 0, ROW);
        for (final double tick : scale.ticks(TICKS)) {
            svg.line(tick == 0 ? "zero" : "grid", scale.at(tick), 0, scale.at(tick), ROW);
        }
        svg.line("interval " + look, at(low), middle, at(high), middle);
        return svg.mark("s-pair", look, at(effect), middle, words);
    }

    private double at(final double cost) {
        return scale.at(Estimate.percent(cost));
    }
}
