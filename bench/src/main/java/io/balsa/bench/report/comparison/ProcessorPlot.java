package io.balsa.bench.report.comparison;

import io.balsa.bench.fork.ForkRecord;
import io.balsa.bench.report.Format;
import io.balsa.bench.verdict.Metric;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Processor time against wall time, a point per fork. On the diagonal a fork computes all the time; one that a neighbour held up, or
 * that waited, lies to the right of it.
 */
final class ProcessorPlot {
    private static final int HEIGHT = 300;
    private static final int AXIS = 22;
    private static final int TICKS_X = 5;
    private static final int TICKS_Y = 7;

    private final List<ForkRecord> armA;
    private final List<ForkRecord> armB;
    private final TimeUnit unit;
    private final Scale wall;
    private final Scale processor;

    ProcessorPlot(final Benchmark benchmark) {
        armA = withProcessorTime(benchmark.armA());
        armB = withProcessorTime(benchmark.armB());
        unit = benchmark.unit();
        wall = Scale.of(times(Metric.WALL_TIME));
        processor = Scale.of(times(Metric.PROCESSOR_TIME));
    }

    private static List<ForkRecord> withProcessorTime(final List<ForkRecord> forks) {
        return forks.stream()
                .filter(fork -> Double.isFinite(Metric.PROCESSOR_TIME.logOf(fork)))
                .toList();
    }

    private double[] times(final Metric metric) {
        return Stream.concat(armA.stream(), armB.stream())
                .flatMapToDouble(fork -> DoubleStream.of(time(fork, metric)))
                .toArray();
    }

    private double time(final ForkRecord fork, final Metric metric) {
        return unit.of(Math.exp(metric.logOf(fork)));
    }

    /** Returns whether any fork has both times. */
    boolean hasData() {
        return !armA.isEmpty() || !armB.isEmpty();
    }

    Svg render() {
        final Svg svg = new Svg(HEIGHT + AXIS, "processor time against wall time of every fork");
        for (final double tick : processor.ticks(TICKS_Y)) {
            svg.line("grid", 0, at(tick), 1, at(tick));
            svg.words("tick", "end", 0, -6, at(tick) + 4, Words.tickTime(tick));
        }
        for (final double tick : wall.ticks(TICKS_X)) {
            svg.line("grid", wall.at(tick), 0, wall.at(tick), HEIGHT);
            svg.words("tick", "middle", wall.at(tick), HEIGHT + 16, Words.tickTime(tick));
        }
        svg.line("frame", 0, HEIGHT, 1, HEIGHT).line("frame", 0, 0, 0, HEIGHT);
        diagonal(svg);
        points(svg, armA, "a");
        points(svg, armB, "b");
        return svg;
    }

    /** Draws where both times are equal: a line as long as both axes are of one kind, else in pieces. */
    private void diagonal(final Svg svg) {
        final double low = Math.max(wall.low(), processor.low());
        final double high = Math.min(wall.high(), processor.high());
        final int pieces = 16;
        for (int i = 0; low < high && i < pieces; i++) {
            final double from = low + (high - low) * i / pieces;
            final double to = low + (high - low) * (i + 1) / pieces;
            svg.line("equal", wall.at(from), at(from), wall.at(to), at(to));
        }
    }

    private void points(final Svg svg, final List<ForkRecord> forks, final String look) {
        for (final ForkRecord fork : forks) {
            final double x = time(fork, Metric.WALL_TIME);
            final double y = time(fork, Metric.PROCESSOR_TIME);
            svg.mark(
                    "s-" + look,
                    look,
                    wall.at(x),
                    at(y),
                    fork.arm() + ", block " + fork.block() + ": wall " + Format.digits(x) + ", processor "
                            + Format.digits(y) + " " + unit.name());
        }
    }

    private double at(final double time) {
        return HEIGHT * (1 - processor.at(time));
    }
}
