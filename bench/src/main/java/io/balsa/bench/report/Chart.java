package io.balsa.bench.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Data of one chart, embedded in the page as JSON.
 *
 * @param group which element of the page it goes into
 * @param kind how the page draws it, a name that its script knows
 * @param x common to all series, ascending
 * @param limit of a durable commit in the unit of y, drawn as a line; null for none
 * @param marks vertical lines with a word each
 * @param events drawn above the chart, a row for each kind, so that however many there are hide nothing
 * @param labels of the points 1, 2, ... on the axis of x; empty where x is a number
 */
public record Chart(
        String group,
        String kind,
        String title,
        List<Double> x,
        List<Series> series,
        @Nullable Double limit,
        List<Mark> marks,
        List<Event> events,
        List<String> labels) {
    /** Makes a chart without events, whose x is a number. */
    public Chart(
            final String group,
            final String kind,
            final String title,
            final List<Double> x,
            final List<Series> series,
            final @Nullable Double limit,
            final List<Mark> marks) {
        this(group, kind, title, x, series, limit, marks, List.of(), List.of());
    }

    /**
     * One line of a chart.
     *
     * @param y one per x, null where there is no data
     * @param color name of a colour of the page, or null for the next of the chart's own
     */
    public record Series(
            String name, List<@Nullable Double> y, @Nullable String color) {
        /** Makes one in the next colour of the chart. */
        Series(final String name, final List<@Nullable Double> y) {
            this(name, y, null);
        }
    }

    /** A moment worth a line. */
    public record Mark(double x, String word) {}

    /**
     * Something that happened within a stretch of x.
     *
     * @param kind a name that the page has a row and a colour for
     */
    public record Event(double from, double until, String kind) {}
}
