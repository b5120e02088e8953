package io.balsa.bench;

import io.balsa.bench.compare.ComparisonDirectory;
import io.balsa.bench.compare.ComparisonRecord;
import io.balsa.bench.compare.Suite;
import io.balsa.bench.history.HistoryRecorder;
import io.balsa.bench.report.comparison.ComparisonConsole;
import io.balsa.bench.report.comparison.ComparisonJUnit;
import io.balsa.bench.report.comparison.ComparisonMarkdown;
import io.balsa.bench.report.comparison.ComparisonPage;
import io.balsa.bench.report.comparison.Summary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** How a comparison ends: its tables, its pages, its exit code. */
final class ComparisonOutcome {
    /** Exit codes, the worst last. */
    private static final List<Integer> RANKS =
            List.of(0, Main.EXIT_UNDECIDED, Main.EXIT_MISMATCH, Main.EXIT_INVALID, Main.EXIT_REGRESSION);

    private ComparisonOutcome() {}

    /** Prints and writes what was found, and returns the exit code. */
    static int tell(final ComparisonDirectory directory, final ComparisonRecord found) throws IOException {
        System.out.println();
        System.out.print(ComparisonConsole.render(directory.path()));
        System.out.println("report: " + absolute(ComparisonPage.write(directory.path())));
        System.out.println("for a pull request: " + absolute(ComparisonMarkdown.write(directory.path())));
        System.out.println("for a build server: " + absolute(ComparisonJUnit.write(directory.path())));
        return exitCode(found);
    }

    /** Adds a comparison to the history, if it is valid. */
    static void remember(final Suite suite, final ComparisonDirectory directory, final ComparisonRecord found)
            throws IOException {
        if (found.problems().isEmpty()) {
            System.out.println(
                    "history: " + absolute(new HistoryRecorder(suite.home()).addComparison(directory, found)));
        }
    }

    private static Path absolute(final Path path) {
        return path.toAbsolutePath().normalize();
    }

    /** Returns the code that matters more: a regression before what could not be measured, and that before an indecision. */
    static int worse(final int one, final int other) {
        return RANKS.indexOf(one) > RANKS.indexOf(other) ? one : other;
    }

    /** Says by one number what was found, the worst first. */
    static int exitCode(final ComparisonRecord found) {
        if (found.verdicts().isEmpty() || !found.problems().isEmpty()) {
            return Main.EXIT_INVALID;
        }
        return switch (Summary.of(found).standing()) {
            case REGRESSED -> Main.EXIT_REGRESSION;
            case CANNOT_TELL -> Main.EXIT_UNDECIDED;
            case PASS -> 0;
        };
    }
}
