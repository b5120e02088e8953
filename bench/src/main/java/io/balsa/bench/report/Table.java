package io.balsa.bench.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A table without a look: rendered as aligned text by {@link TextTables} and as HTML by {@link HtmlTables}.
 *
 * <p>A column whose name begins with {@code <} is aligned left, others right.
 */
public final class Table {
    /**
     * A line of a table.
     *
     * @param cells one per column, or fewer when a remark fills the rest
     * @param remark stands in place of the remaining cells, empty when there is none
     */
    public record Row(List<String> cells, String remark) {}

    private final String title;
    private final List<String> columns;
    private final List<Row> rows = new ArrayList<>();

    /**
     * Makes an empty one.
     *
     * @param columns names, with a leading {@code <} for those that are aligned left
     */
    public Table(final String title, final String... columns) {
        this.title = title;
        this.columns = List.of(columns);
    }

    /** Adds a line with a cell for every column. */
    public Table row(final String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    "cells do not fit the columns: cells=" + cells.length + ", columns=" + columns.size());
        }
        rows.add(new Row(List.of(cells), ""));
        return this;
    }

    /** Adds a line whose first cells stand, while a remark takes the place of the others. */
    public Table remarkRow(final String remark, final String... cells) {
        rows.add(new Row(List.of(cells), remark));
        return this;
    }

    /** Returns what stands above it. */
    public String title() {
        return title;
    }

    /** Returns the number of columns. */
    public int columnCount() {
        return columns.size();
    }

    /** Returns the name of a column, counted from 0. */
    public String columnName(final int column) {
        final String name = columns.get(column);
        return name.startsWith("<") ? name.substring(1) : name;
    }

    /** Returns whether a column holds text and not numbers. */
    public boolean isLeftAligned(final int column) {
        return columns.get(column).startsWith("<");
    }

    /** Returns the lines added so far. */
    public List<Row> rows() {
        return rows;
    }
}
