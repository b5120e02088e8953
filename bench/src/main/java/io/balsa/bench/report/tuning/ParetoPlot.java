package io.balsa.bench.report.tuning;

import io.balsa.bench.report.Format;
import io.balsa.bench.report.comparison.Scale;
import io.balsa.bench.report.comparison.Svg;
import io.balsa.bench.report.comparison.Words;
import io.balsa.bench.report.tuning.Points.Axis;
import io.balsa.bench.report.tuning.Points.Point;
import io.balsa.bench.tune.ParetoFront;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Two figures of all candidates: what nothing beats in both lies on the line, what nothing beats in all three is filled. Profile and
 * winner have their names beside them.
 */
final class ParetoPlot {
    private static final int HEIGHT = 260;
    private static final int AXIS = 22;
    private static final int TICKS_X = 5;
    private static final int TICKS_Y = 6;
    private static final int ABOVE = -10;
    private static final int BELOW = 18;

    private final Points points;
    private final String profile;
    private final @Nullable String winner;
    private final Axis x;
    private final Axis y;
    private final Scale scaleX;
    private final Scale scaleY;

    /**
     * Prepares a plot.
     *
     * @param profile name of the candidate that is the profile
     * @param winner name of the winner, null when there is none
     */
    ParetoPlot(final Points points, final String profile, final @Nullable String winner, final Axis x, final Axis y) {
        this.points = points;
        this.profile = profile;
        this.winner = winner;
        this.x = x;
        this.y = y;
        scaleX = Scale.of(values(x));
        scaleY = Scale.of(values(y));
    }

    private double[] values(final Axis axis) {
        return Stream.concat(points.screen().stream(), points.candidates().stream())
                .mapToDouble(axis::of)
                .toArray();
    }

    Svg render() {
        final Svg svg = new Svg(HEIGHT + AXIS, y.words() + " against " + x.words() + " of every candidate");
        for (final double tick : scaleY.ticks(TICKS_Y)) {
            svg.line("grid", 0, atY(tick), 1, atY(tick));
            svg.words("tick", "end", 0, -6, atY(tick) + 4, Words.tickTime(tick));
        }
        for (final double tick : scaleX.ticks(TICKS_X)) {
            svg.line("grid", scaleX.at(tick), 0, scaleX.at(tick), HEIGHT);
            svg.words("tick", "middle", scaleX.at(tick), HEIGHT + 16, Words.tickTime(tick));
        }
        svg.line("frame", 0, HEIGHT, 1, HEIGHT).line("frame", 0, 0, 0, HEIGHT);
        front(svg);
        points.screen().forEach(point -> mark(svg, "s-pair", "screen", point));
        points.candidates().forEach(point -> mark(svg, symbol(point), look(point), point));
        for (final Point point : points.candidates()) {
            if (point.name().equals(profile)) {
                label(svg, point, "a", profile, ABOVE);
            } else if (point.name().equals(winner)) {
                label(svg, point, "b", "winner " + point.name(), BELOW);
            }
        }
        return svg;
    }

    /** Draws the line from one point that nothing beats to the next: along it one figure is given for the other. */
    private void front(final Svg svg) {
        final List<Point> candidates = points.candidates();
        final boolean[] isOn = ParetoFront.of(candidates.stream()
                .map(point -> new double[] {x.cost(point), y.cost(point)})
                .toArray(double[][]::new));
        final List<Point> front = new ArrayList<>();
        for (int i = 0; i < isOn.length; i++) {
            if (isOn[i]) {
                front.add(candidates.get(i));
            }
        }
        front.sort(Comparator.comparingDouble(x::of));
        for (int i = 1; i < front.size(); i++) {
            final Point from = front.get(i - 1);
            final Point to = front.get(i);
            svg.line("front", scaleX.at(x.of(from)), atY(y.of(from)), scaleX.at(x.of(to)), atY(y.of(to)));
        }
    }

    private String symbol(final Point point) {
        return point.name().equals(winner) ? "s-b" : "s-a";
    }

    private String look(final Point point) {
        final String look = point.name().equals(profile) ? "a" : point.name().equals(winner) ? "b" : "pair";
        return point.front() ? look : "outlier " + look;
    }

    private void mark(final Svg svg, final String symbol, final String look, final Point point) {
        svg.mark(
                symbol,
                look,
                scaleX.at(x.of(point)),
                atY(y.of(point)),
                point.words() + " (" + point.trials() + " trials): " + Format.count(point.commandsPerSecond())
                        + " commands/s, p99.9 " + Format.digits(point.tailMs()) + " ms, "
                        + Format.digits(point.cpuMicros()) + " µs CPU");
    }

    /** Near an edge the words stand on the side of the middle. */
    private void label(final Svg svg, final Point point, final String look, final String words, final int beside) {
        final double place = scaleX.at(x.of(point));
        final String anchor = place < 0.15 ? "start" : place > 0.85 ? "end" : "middle";
        final double height = atY(y.of(point)) + beside;
        svg.words("note " + look, anchor, place, Math.max(10, Math.min(HEIGHT - 4, height)), words);
    }

    private double atY(final double value) {
        return HEIGHT * (1 - scaleY.at(value));
    }
}
