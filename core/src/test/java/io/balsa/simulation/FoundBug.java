package io.balsa.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which run finds a planted bug; the table of all of them lies beside the patches.
 *
 * @param runs that were needed until it was found
 * @param property that the last of them violates
 */
record FoundBug(long runs, String plan, long seed, int nodes, String property) {
    private static final int COLUMNS = 6;
    private static final String HEAD = """
            # Which run finds each bug that is planted in a node: scripts/simulate --mutations runs it again, searches where it finds
            # nothing any more, and writes this table. runs: how many were needed, all plans in turn for each seed from 1, unless told
            # otherwise. To look at one: scripts/simulate --mutation BUG.
            """;

    /** Returns a row of the table. */
    String row(final String bug) {
        return String.format(
                Locale.ROOT, "%-42s | %5d | %-10s | %5d | %5d | %s", bug, runs, plan, seed, nodes, property);
    }

    /** Returns the row above all others. */
    static String title() {
        return String.format(
                Locale.ROOT,
                "%-42s | %5s | %-10s | %5s | %5s | %s",
                "bug",
                "runs",
                "plan",
                "seed",
                "nodes",
                "found by");
    }

    private static FoundBug parse(final Path file, final String[] columns) {
        if (columns.length != COLUMNS) {
            throw new IllegalArgumentException("not a row of planted bugs: file=" + file + ", expected columns="
                    + COLUMNS + ", found=" + String.join("|", columns));
        }
        return new FoundBug(
                Long.parseLong(columns[1]),
                columns[2],
                Long.parseLong(columns[3]),
                Integer.parseInt(columns[4]),
                columns[5]);
    }

    /** Reads a table. */
    static SortedMap<String, FoundBug> read(final Path file) throws IOException {
        final SortedMap<String, FoundBug> table = new TreeMap<>();
        if (Files.exists(file)) {
            for (final String line : Files.readAllLines(file)) {
                if (!line.startsWith("#") && !line.equals(title())) {
                    final String[] columns = line.trim().split(" *\\| *");
                    table.put(columns[0], parse(file, columns));
                }
            }
        }
        return table;
    }

    /** Writes a table. */
    static void write(final Path file, final SortedMap<String, FoundBug> table) throws IOException {
        final List<String> rows = new ArrayList<>(HEAD.lines().toList());
        rows.add(title());
        table.forEach((bug, found) -> rows.add(found.row(bug)));
        Files.write(file, rows);
    }
}
