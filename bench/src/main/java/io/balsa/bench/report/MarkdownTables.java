package io.balsa.bench.report;

import java.util.ArrayList;
import java.util.List;

/** Tables as Markdown. */
public final class MarkdownTables {
    private MarkdownTables() {}

    /** Renders a table without its title; rows must have all their cells. */
    public static String render(final Table table) {
        final List<String> names = new ArrayList<>();
        final List<String> alignments = new ArrayList<>();
        for (int column = 0; column < table.columnCount(); column++) {
            names.add(table.columnName(column));
            alignments.add(table.isLeftAligned(column) ? ":--" : "--:");
        }
        final StringBuilder text = new StringBuilder();
        appendRow(text, names);
        appendRow(text, alignments);
        table.rows().forEach(row -> appendRow(text, row.cells()));
        return text.toString();
    }

    private static void appendRow(final StringBuilder text, final List<String> cells) {
        text.append('|');
        cells.forEach(cell -> text.append(' ').append(cell.replace("|", "\\|")).append(" |"));
        text.append('\n');
    }
}
