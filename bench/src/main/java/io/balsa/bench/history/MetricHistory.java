package io.balsa.bench.history;

import io.balsa.bench.history.Figure.Better;
import io.balsa.bench.verdict.ChangePoints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One metric of one machine over commits.
 *
 * @param key what belongs together
 * @param points in the order of the commits, then of the measurements; at least one
 * @param changes of the level, in that order
 */
public record MetricHistory(Key key, List<Point> points, List<Change> changes) {
    private static final Comparator<HistoryRecord> ORDER =
            Comparator.comparing(HistoryRecord::orderedBy).thenComparing(HistoryRecord::measuredAt);

    /**
     * Figures with the same of these are a row.
     *
     * @param fingerprint of the machine
     * @param profile of the runs; {@code null} for forks
     * @param better which direction is
     */
    public record Key(String fingerprint, @Nullable String profile, String metric, String unit, Better better) {}

    /** A figure and the measurement that it comes from. */
    public record Point(HistoryRecord record, Figure figure) {}

    /**
     * A level begins.
     *
     * @param at index of its first point
     * @param before median of the level before
     * @param after median of this level
     * @param withinCommit whether the point before is of the same commit, so that something else than the code has changed
     */
    public record Change(int at, double before, double after, boolean withinCommit) {
        /** Returns the natural logarithm of after / before; infinite or not a number where one of them is 0. */
        public double logRatio() {
            return Math.log(after / before);
        }

        /** Tells whether one would rather have the level before. */
        public boolean isWorse(final Better better) {
            return better == Better.LESS ? after > before : after < before;
        }
    }

    /**
     * Sorts measurements into rows.
     *
     * @param records in any order
     * @param wanted which metrics, by name
     * @return by machine, then in the order in which metrics first appear
     */
    public static List<MetricHistory> of(final List<HistoryRecord> records, final Predicate<String> wanted) {
        final Map<Key, List<Point>> rows = new LinkedHashMap<>();
        for (final HistoryRecord record : records.stream().sorted(ORDER).toList()) {
            for (final Figure figure : record.figures()) {
                if (wanted.test(figure.metric())) {
                    final Key key = new Key(
                            record.fingerprint(), record.profile(), figure.metric(), figure.unit(), figure.better());
                    rows.computeIfAbsent(key, none -> new ArrayList<>()).add(new Point(record, figure));
                }
            }
        }
        return rows.entrySet().stream()
                .sorted(Comparator.comparing(row -> row.getKey().fingerprint()))
                .map(row -> new MetricHistory(row.getKey(), List.copyOf(row.getValue()), changesOf(row.getValue())))
                .toList();
    }

    private static List<Change> changesOf(final List<Point> points) {
        final double[] values =
                points.stream().mapToDouble(point -> point.figure().value()).toArray();
        // What is positive changes by factors; where a value is 0, as an allocation may be, differences have to do.
        final boolean positive = Arrays.stream(values).allMatch(value -> value > 0);
        final List<Integer> cuts =
                ChangePoints.of(positive ? Arrays.stream(values).map(Math::log).toArray() : values);
        final List<Change> changes = new ArrayList<>();
        for (int i = 0; i < cuts.size(); i++) {
            final int at = cuts.get(i);
            final int from = i == 0 ? 0 : cuts.get(i - 1);
            final int until = i == cuts.size() - 1 ? values.length : cuts.get(i + 1);
            changes.add(new Change(
                    at,
                    Parts.median(Arrays.copyOfRange(values, from, at)),
                    Parts.median(Arrays.copyOfRange(values, at, until)),
                    points.get(at - 1)
                            .record()
                            .commit()
                            .equals(points.get(at).record().commit())));
        }
        return List.copyOf(changes);
    }

    /** Returns the change of level that begins with a point; {@code null} for none. */
    public @Nullable Change changeAt(final int index) {
        return changes.stream()
                .filter(change -> change.at() == index)
                .findFirst()
                .orElse(null);
    }
}
