package io.balsa.bench.report.comparison;

import io.balsa.bench.report.Format;
import io.balsa.bench.verdict.Estimate;
import io.balsa.bench.verdict.ForkPairs;
import io.balsa.bench.verdict.Verdict;
import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.statistics.descriptive.Quantile;
import org.jspecify.annotations.Nullable;

/** The differences of the pairs over the blocks, with the noise band, the estimate and its interval. */
final class PairPlot {
    private static final int HEIGHT = 148;
    private static final int AXIS = 22;
    private static final int TICKS_X = 8;
    private static final int TICKS_Y = 5;
    private static final double LEAST_REACH = 3;

    /** Differences beyond so many interquartile ranges are drawn at the edge, with their size. */
    private static final double FAR = 3;

    /** What is near leaves room at the edges for what is far. */
    private static final double ROOM = 1.3;

    /** Sizes closer than this share of the width would lie on each other; those not written show when pointed at. */
    private static final double LABEL_ROOM = 0.13;

    private final ForkPairs pairs;
    private final @Nullable Verdict verdict;
    private final double[] percents;
    private final Scale x;
    private final Scale y;

    PairPlot(final Benchmark benchmark, final ForkPairs pairs) {
        this.pairs = pairs;
        verdict = benchmark.verdict();
        percents = Arrays.stream(pairs.logRatios(benchmark.metric()))
                .map(Estimate::percent)
                .toArray();
        x = Scale.of(pairs.armA().stream().mapToDouble(fork -> fork.block()).toArray());
        y = Scale.around(reach());
    }

    private double reach() {
        final double[] quartiles = Quantile.withDefaults().evaluate(percents.clone(), new double[] {0.25, 0.75});
        final double fence = FAR * (quartiles[1] - quartiles[0]);
        final double near = Arrays.stream(percents)
                .filter(value -> value <= quartiles[1] + fence && value >= quartiles[0] - fence)
                .map(Math::abs)
                .max()
                .orElse(0);
        final double band =
                verdict == null ? 0 : Estimate.percent(verdict.band().change());
        return ROOM * Math.max(LEAST_REACH, Math.max(near, Math.min(band, 2 * Math.max(near, LEAST_REACH))));
    }

    Svg render(final String armA, final String armB) {
        final Svg svg = new Svg(HEIGHT + AXIS, "difference of " + armB + " and " + armA + " in each block, in percent");
        if (verdict != null) {
            final double band = Estimate.percent(verdict.band().change());
            svg.area("band", 0, 1, at(band), at(-band) - at(band));
        }
        for (final double tick : y.ticks(TICKS_Y)) {
            svg.line(tick == 0 ? "zero" : "grid", 0, at(tick), 1, at(tick));
            svg.words("tick", "end", 0, -6, at(tick) + 4, Words.tick(tick));
        }
        svg.line("frame", 0, HEIGHT, 1, HEIGHT);
        for (final double tick : x.ticks(TICKS_X)) {
            if (tick == Math.rint(tick)) {
                svg.words("tick", "middle", x.at(tick), HEIGHT + 16, Format.count(tick));
            }
        }
        estimate(svg);
        near(svg);
        far(svg, true);
        far(svg, false);
        return svg;
    }

    private void estimate(final Svg svg) {
        if (verdict == null || verdict.estimate() == null || !verdict.key().equals(pairs.key())) {
            return;
        }
        final Estimate estimate = verdict.estimate();
        final String look = verdict.outcome().toString();
        final double high = at(Estimate.percent(estimate.high()));
        svg.area("known " + look, 0, 1, high, Math.max(1, at(Estimate.percent(estimate.low())) - high));
        final double effect = at(Estimate.percent(estimate.effect()));
        svg.line("estimate " + look, 0, effect, 1, effect);
    }

    private void near(final Svg svg) {
        for (int i = 0; i < percents.length; i++) {
            if (y.holds(percents[i])) {
                svg.line("stem", place(i), at(0), place(i), at(percents[i]));
                svg.mark("s-pair", "pair", place(i), at(percents[i]), words(i));
            }
        }
    }

    /** Draws those beyond an edge at that edge. */
    private void far(final Svg svg, final boolean above) {
        double last = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < percents.length; i++) {
            if (y.holds(percents[i]) || percents[i] > 0 != above) {
                continue;
            }
            final double place = place(i);
            svg.mark(above ? "s-up" : "s-down", "pair", place, above ? 6 : HEIGHT - 6, words(i));
            if (place - last >= LABEL_ROOM) {
                final boolean atEnd = place > 1 - LABEL_ROOM;
                svg.words(
                        "note",
                        atEnd ? "end" : "start",
                        place,
                        atEnd ? -8 : 8,
                        above ? 11 : HEIGHT - 3,
                        Words.tick(Math.rint(percents[i])));
                last = place;
            }
        }
    }

    private double place(final int pair) {
        return x.at(pairs.armA().get(pair).block());
    }

    private String words(final int pair) {
        return String.format(
                Locale.ROOT, "block %d: %+.1f%%", pairs.armA().get(pair).block(), percents[pair]);
    }

    private double at(final double percent) {
        return HEIGHT * (1 - y.at(percent));
    }
}
