package io.balsa.bench.report;

/** Tables as HTML. */
public final class HtmlTables {
    private HtmlTables() {}

    /** Renders the table without its title. */
    public static String render(final Table table) {
        final StringBuilder html = new StringBuilder("<div class=\"scroll\"><table>\n<thead><tr>");
        for (int column = 0; column < table.columnCount(); column++) {
            html.append(table.isLeftAligned(column) ? "<th class=\"left\">" : "<th>")
                    .append(escape(table.columnName(column)))
                    .append("</th>");
        }
        html.append("</tr></thead>\n<tbody>\n");
        for (final Table.Row row : table.rows()) {
            appendRow(html, table, row);
        }
        return html.append("</tbody></table></div>\n").toString();
    }

    private static void appendRow(final StringBuilder html, final Table table, final Table.Row row) {
        html.append("<tr>");
        for (int column = 0; column < row.cells().size(); column++) {
            html.append(table.isLeftAligned(column) ? "<td class=\"left\">" : "<td>")
                    .append(escape(row.cells().get(column)))
                    .append("</td>");
        }
        if (!row.remark().isEmpty()) {
            html.append("<td class=\"failed left\" colspan=\"")
                    .append(table.columnCount() - row.cells().size())
                    .append("\">")
                    .append(escape(row.remark()))
                    .append("</td>");
        }
        html.append("</tr>\n");
    }

    /** Makes text safe between tags and in quoted attributes. */
    public static String escape(final String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
