package io.balsa.bench.report.comparison;

import io.balsa.bench.fork.ForkRecord;
import io.balsa.bench.report.Format;
import io.balsa.bench.verdict.Metric;
import io.balsa.bench.verdict.Outliers;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Every fork of both arms on one axis of time, the median of each arm, and the outliers by the number of their block. */
final class StripPlot {
    private static final int LANE = 74;
    private static final int AXIS = 22;
    private static final int TICKS = 6;

    /** Points are moved apart across the axis, by their block, so that equal ones are seen. */
    private static final int SPREAD = 26;

    private static final int SPREAD_STEP = 11;

    /** Labels closer than this share of the width would lie on each other. */
    private static final double LABEL_ROOM = 0.055;

    private final Benchmark benchmark;
    private final Metric metric;
    private final TimeUnit unit;
    private final Scale scale;

    StripPlot(final Benchmark benchmark) {
        this.benchmark = benchmark;
        metric = benchmark.metric();
        unit = benchmark.unit();
        scale = Scale.of(
                DoubleStream.concat(DoubleStream.of(times(benchmark.armA())), DoubleStream.of(times(benchmark.armB())))
                        .toArray());
    }

    /** Returns what is on the axis. */
    String caption() {
        return "Forks: " + metric + ", " + unit.name();
    }

    Svg render(final String armA, final String armB) {
        final int height = 2 * LANE;
        final Svg svg = new Svg(height + AXIS, caption() + " of every fork in both arms");
        for (final double tick : scale.ticks(TICKS)) {
            svg.line("grid", scale.at(tick), 0, scale.at(tick), height);
            svg.words("tick", "middle", scale.at(tick), height + 16, Words.tickTime(tick));
        }
        svg.line("frame", 0, height, 1, height).line("frame", 0, LANE, 1, LANE);
        lane(svg, benchmark.armA(), armA, "a", 0);
        lane(svg, benchmark.armB(), armB, "b", LANE);
        return svg;
    }

    private void lane(final Svg svg, final List<ForkRecord> forks, final String arm, final String look, final int top) {
        svg.words("arm " + look, "end", 0, -8, top + LANE / 2.0 + 4, arm);
        if (forks.isEmpty()) {
            svg.words("note", "middle", 0.5, top + LANE / 2.0, "no fork with numbers");
            return;
        }
        final double[] times = times(forks);
        final List<Outliers.Label> labels = Outliers.label(times);
        final double median = unit.of(Benchmark.median(forks, metric));
        svg.line("median " + look, scale.at(median), top + 20, scale.at(median), top + LANE - 4);
        for (int i = 0; i < times.length; i++) {
            final int block = forks.get(i).block();
            final double y = top + 46 + SPREAD * ((block * SPREAD_STEP % 16) / 15.0 - 0.5) * 1.3;
            final boolean outlier = labels.get(i) != Outliers.Label.INSIDE;
            svg.mark(
                    "s-" + look,
                    (outlier ? "outlier " : "") + look,
                    scale.at(times[i]),
                    y,
                    words(forks.get(i), times[i]));
        }
        svg.words("note " + look, "middle", scale.at(median), top + 15, Format.digits(median));
        labelOutliers(svg, forks, times, labels, top, scale.at(median));
    }

    private void labelOutliers(
            final Svg svg,
            final List<ForkRecord> forks,
            final double[] times,
            final List<Outliers.Label> labels,
            final int top,
            final double median) {
        final int[] outliers = IntStream.range(0, times.length)
                .filter(i -> labels.get(i) != Outliers.Label.INSIDE)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -times[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double last = Double.POSITIVE_INFINITY;
        for (final int i : outliers) {
            final double x = scale.at(times[i]);
            if (last - x >= LABEL_ROOM && Math.abs(x - median) >= LABEL_ROOM) {
                svg.words("note", "middle", x, top + 15, "#" + forks.get(i).block());
                last = x;
            }
        }
    }

    private String words(final ForkRecord fork, final double time) {
        return fork.arm() + ", block " + fork.block() + ": " + Format.digits(time) + " " + unit.name();
    }

    private double[] times(final List<ForkRecord> forks) {
        return forks.stream()
                .mapToDouble(fork -> unit.of(Math.exp(metric.logOf(fork))))
                .toArray();
    }
}
