package io.balsa.bench.election;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The curves that others measured, in a file beside this class that says where they come from. */
public final class PublishedTimes {
    private static final String FILE = "published.csv";
    private static final String POINTS = "points published as github.com/heidihoward/ocaml-raft-data, commit 6230d71";
    private static final int FIRST_PERCENTILE = 4;

    private PublishedTimes() {}

    /**
     * Reads them: those of the paper first.
     *
     * @throws IOException when the file is missing
     */
    public static List<ElectionCurves> read() throws IOException {
        final List<String[]> rows = rows();
        return List.of(
                new ElectionCurves(
                        "Raft paper",
                        "Ongaro and Ousterhout 2014, figure 16, a cluster of five; " + POINTS,
                        null,
                        lines(rows, "paper")),
                new ElectionCurves(
                        "Raft Refloated",
                        "Howard et al. 2015, a simulation of the same; " + POINTS,
                        null,
                        lines(rows, "refloated")));
    }

    private static List<String[]> rows() throws IOException {
        try (InputStream stream = PublishedTimes.class.getResourceAsStream(FILE)) {
            if (stream == null) {
                throw new FileNotFoundException("missing from the class path: resource=" + FILE);
            }
            return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(",", -1))
                    .toList();
        }
    }

    private static List<ElectionTimes> lines(final List<String[]> rows, final String source) {
        return rows.stream()
                .filter(row -> row[0].equals(source))
                .map(PublishedTimes::times)
                .toList();
    }

    private static ElectionTimes times(final String[] row) {
        final List<@Nullable Double> percentiles = new ArrayList<>();
        for (int i = FIRST_PERCENTILE; i < row.length; i++) {
            percentiles.add(Double.valueOf(row[i]));
        }
        final int trials = Integer.parseInt(row[2]);
        return new ElectionTimes(row[1], trials, trials, Double.valueOf(row[3]), percentiles);
    }
}
