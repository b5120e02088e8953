package io.balsa.bench.report;

import java.util.List;

/** Tables as aligned text. */
public final class TextTables {
    private static final String GAP = "  ";

    private TextTables() {}

    /** Renders a title, a line of column names and the rows. */
    public static String render(final Table table) {
        final int[] widths = widths(table);
        final StringBuilder text = new StringBuilder(table.title()).append('\n');
        for (int column = 0; column < widths.length; column++) {
            appendCell(text, table, column, table.columnName(column), widths[column]);
        }
        endLine(text);
        for (final Table.Row row : table.rows()) {
            final List<String> cells = row.cells();
            for (int column = 0; column < cells.size(); column++) {
                appendCell(text, table, column, cells.get(column), widths[column]);
            }
            if (!row.remark().isEmpty()) {
                text.append(GAP).append(row.remark());
            }
            endLine(text);
        }
        return text.toString();
    }

    private static int[] widths(final Table table) {
        final int[] widths = new int[table.columnCount()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = table.columnName(column).length();
            for (final Table.Row row : table.rows()) {
                if (column < row.cells().size()) {
                    widths[column] =
                            Math.max(widths[column], row.cells().get(column).length());
                }
            }
        }
        return widths;
    }

    private static void appendCell(
            final StringBuilder text, final Table table, final int column, final String cell, final int width) {
        final String padding = " ".repeat(width - cell.length());
        text.append(GAP);
        if (table.isLeftAligned(column)) {
            text.append(cell).append(padding);
        } else {
            text.append(padding).append(cell);
        }
    }

    private static void endLine(final StringBuilder text) {
        while (text.charAt(text.length() - 1) == ' ') {
            text.setLength(text.length() - 1);
        }
        text.append('\n');
    }
}
