package io.balsa.bench.report;

import java.nio.file.Files;
import java.nio.file.Path;

/** The way from a report to the history of all. */
public final class HistoryLink {
    /** Name of the history's page in the directory of all results. */
    public static final String PAGE = "history.html";

    /** From {@code results/runs/RUN/report} or {@code results/comparisons/COMPARISON/report}. */
    private static final String WAY = "../../../";

    private HistoryLink() {}

    /**
     * Returns a link to the history for a line of a report, as HTML; empty when no history was rendered yet.
     *
     * @param directory of the run or the comparison
     */
    public static String of(final Path directory) {
        final boolean there = Files.isRegularFile(
                directory.resolve("report").resolve(WAY + PAGE).normalize());
        return there ? " · <a href=\"" + WAY + PAGE + "\">history</a>" : "";
    }
}
