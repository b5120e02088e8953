package io.balsa.bench.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Data of one chart, embedded in the page as JSON.
 *
 * @param group which element of the page it goes into
 * @param kind how the page draws it: percentiles, rates, time or acknowledgements
 * @param x common to all series, ascending
 * @param limit of a durable commit in the unit of y, drawn as a line; null for none
 * @param marks vertical lines with a word each
 */
record Chart(
        String group,
        String kind,
        String title,
        List<Double> x,
        List<Series> series,
        @Nullable Double limit,
        List<Mark> marks) {
    /**
     * One line of a chart.
     *
     * @param y one per x, null where there is no data
     */
    record Series(String name, List<@Nullable Double> y) {}

    /** A moment worth a line. */
    record Mark(double x, String word) {}
}
