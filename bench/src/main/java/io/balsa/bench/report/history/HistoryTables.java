package io.balsa.bench.report.history;

import io.balsa.bench.history.Figure.Better;
import io.balsa.bench.history.HistoryRecord;
import io.balsa.bench.history.MetricHistory;
import io.balsa.bench.history.MetricHistory.Change;
import io.balsa.bench.history.MetricHistory.Point;
import io.balsa.bench.report.Format;
import io.balsa.bench.report.Table;
import io.balsa.bench.verdict.Percent;
import java.util.List;

/** Histories as tables and in words. */
public final class HistoryTables {
    private static final String NONE = "-";

    private HistoryTables() {}

    /** Returns a row per measurement, with its change against the one before, and where a level begins. */
    public static Table points(final MetricHistory history) {
        final Table table = new Table(
                title(history), "<commit", "<committed", "value", "spread", "n", "change", "<level", "<subject");
        for (int i = 0; i < history.points().size(); i++) {
            final Point point = history.points().get(i);
            final Double spread = point.figure().spread();
            final Change change = history.changeAt(i);
            table.row(
                    commit(point.record()),
                    day(point.record().committedAt()),
                    Format.digits(point.figure().value()),
                    spread == null ? NONE : "±" + Format.digits(spread),
                    Integer.toString(point.figure().n()),
                    i == 0 ? NONE : change(history.points().get(i - 1), point),
                    change == null ? "" : level(history, change),
                    point.record().subject());
        }
        return table;
    }

    /** Returns a row per change of level, for all histories. */
    public static Table changes(final List<MetricHistory> histories) {
        final Table table = new Table(
                "Changes of level", "<metric", "<since", "<committed", "before", "after", "<change", "<subject");
        for (final MetricHistory history : histories) {
            for (final Change change : history.changes()) {
                final HistoryRecord since = history.points().get(change.at()).record();
                table.row(
                        title(history),
                        commit(since),
                        day(since.committedAt()),
                        Format.digits(change.before()),
                        Format.digits(change.after()),
                        level(history, change),
                        since.subject());
            }
        }
        return table;
    }

    /** Returns metric, unit and direction: {@code load.closed-16.p50, ms, less is better}. */
    static String title(final MetricHistory history) {
        final MetricHistory.Key key = history.key();
        final String profile = key.profile();
        return key.metric() + (profile == null ? "" : " (" + profile + ")") + ", " + key.unit() + ", "
                + (key.better() == Better.LESS ? "less" : "more") + " is better";
    }

    /** Returns a commit's name, with a star when what was measured was not quite that commit. */
    static String commit(final HistoryRecord record) {
        return record.commit7() + (record.dirty() ? "*" : "");
    }

    /** Returns how far a level is from the one before, and whether that is bad: {@code +12.3%, worse}. */
    static String level(final MetricHistory history, final Change change) {
        return effect(change) + ", "
                + (change.isWorse(history.key().better()) ? "worse" : "better")
                + (change.withinCommit() ? ", not the code: the measurement before is of the same commit" : "");
    }

    /** Returns the size of a change: in percent, or as a difference where one side is 0. */
    static String effect(final Change change) {
        final double ratio = change.logRatio();
        return Double.isFinite(ratio)
                ? Percent.signed(ratio)
                : (change.after() > change.before() ? "+" : "") + Format.digits(change.after() - change.before());
    }

    private static String change(final Point before, final Point point) {
        final double ratio = Math.log(point.figure().value() / before.figure().value());
        return Double.isFinite(ratio) ? Percent.signed(ratio) : NONE;
    }

    private static String day(final String time) {
        return time.length() < 10 ? NONE : time.substring(0, 10);
    }
}
