package io.balsa.bench.report.election;

import io.balsa.bench.election.ElectionCurves;
import io.balsa.bench.election.ElectionRecord;
import io.balsa.bench.election.ElectionTimes;
import io.balsa.bench.election.Timeouts;
import io.balsa.bench.report.Format;
import io.balsa.bench.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Election times as tables. */
public final class ElectionTables {
    private static final String NONE = "-";
    private static final double MS_PER_SECOND = 1e3;
    private static final double LONG_MS = 10_000;

    private final ElectionRecord record;

    /** Makes the tables of a record. */
    public ElectionTables(final ElectionRecord record) {
        this.record = record;
    }

    /** What the paper's text says, and the same of every curve. */
    public Table keyFigures() {
        final List<String> columns = new ArrayList<>(List.of("<figure", "the paper says"));
        record.curves().forEach(curves -> columns.add(curves.name()));
        final Table table = new Table("What the paper says of its figure 16", columns.toArray(new String[0]));
        addFigure(
                table,
                "no randomness, 150-150 ms: longer than 10 s",
                "\"consistently\"",
                "150-150",
                times -> share(1 - times.shareWithin(LONG_MS)));
        addFigure(table, "5 ms of randomness, 150-155 ms: median", "287 ms", "150-155", times -> ms(times.medianMs()));
        addFigure(table, "50 ms of randomness, 150-200 ms: longest", "513 ms", "150-200", times -> ms(times.worstMs()));
        addFigure(
                table, "12-24 ms: mean", "35 ms", "12-24", times -> times.meanMs() == null ? NONE : ms(times.meanMs()));
        addFigure(table, "12-24 ms: longest", "152 ms", "12-24", times -> ms(times.worstMs()));
        return table;
    }

    private void addFigure(
            final Table table,
            final String figure,
            final String published,
            final String timeouts,
            final Function<ElectionTimes, String> cell) {
        final List<String> cells = new ArrayList<>(List.of(figure, published));
        record.curves().forEach(curves -> cells.add(cell(curves, timeouts, cell)));
        table.row(cells.toArray(new String[0]));
    }

    /** Every line of every curve: median and longest. */
    public Table lines() {
        final List<String> columns = new ArrayList<>(List.of("<timeouts, ms"));
        record.curves().forEach(curves -> columns.add(curves.name()));
        final Table table = new Table("Median and longest", columns.toArray(new String[0]));
        Stream.concat(Timeouts.RANDOMNESS.stream(), Timeouts.SCALE.stream())
                .map(Timeouts::name)
                .distinct()
                .forEach(timeouts -> {
                    final List<String> cells = new ArrayList<>(List.of(timeouts));
                    record.curves()
                            .forEach(curves -> cells.add(cell(
                                    curves, timeouts, times -> ms(times.medianMs()) + ", " + ms(times.worstMs()))));
                    table.row(cells.toArray(new String[0]));
                });
        return table;
    }

    private static String cell(
            final ElectionCurves curves, final String timeouts, final Function<ElectionTimes, String> cell) {
        final ElectionTimes times = curves.line(timeouts);
        return times == null ? NONE : cell.apply(times);
    }

    private String ms(final @Nullable Double ms) {
        if (ms == null) {
            return "> " + Math.round(record.patienceMs() / MS_PER_SECOND) + " s";
        }
        return ms < MS_PER_SECOND ? Math.round(ms) + " ms" : Format.digits(ms / MS_PER_SECOND) + " s";
    }

    private static String share(final double share) {
        return String.format(Locale.ROOT, "%.0f%%", 100 * share);
    }
}
