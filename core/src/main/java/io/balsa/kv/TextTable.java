package io.balsa.kv;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A table of text: columns aligned, numbers to the right.
 *
 * <p>Threading: one owner.
 */
final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();
    private final Set<String> numbers;

    /**
     * Begins a table.
     *
     * @param headings one per column
     * @param numbers headings of the columns that are aligned to the right
     */
    TextTable(final List<String> headings, final Set<String> numbers) {
        rows.add(headings);
        this.numbers = numbers;
    }

    /** Adds a row of as many cells as there are headings. */
    void add(final List<String> cells) {
        if (cells.size() != rows.get(0).size()) {
            throw new IllegalArgumentException("row of another width: headings=" + rows.get(0) + ", cells=" + cells);
        }
        rows.add(cells);
    }

    /** Returns the lines, headings first. */
    List<String> lines() {
        final int[] widths = new int[rows.get(0).size()];
        for (final List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> aligned(row, widths)).toList();
    }

    private String aligned(final List<String> cells, final int[] widths) {
        final StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            final String padding = " ".repeat(widths[i] - cells.get(i).length());
            final boolean toTheRight = numbers.contains(rows.get(0).get(i));
            line.append(i == 0 ? "" : "  ");
            line.append(toTheRight ? padding + cells.get(i) : cells.get(i) + padding);
        }
        return line.toString().stripTrailing();
    }
}
