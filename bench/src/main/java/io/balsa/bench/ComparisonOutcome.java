package io.balsa.bench;

import io.balsa.bench.compare.ComparisonDirectory;
import io.balsa.bench.compare.ComparisonRecord;
import io.balsa.bench.verdict.Outcome;
import io.balsa.bench.verdict.Verdict;
import java.io.IOException;

/** How a comparison ends: its tables, its pages, its exit code. */
final class ComparisonOutcome {
    private ComparisonOutcome() {}

    /** Prints and writes what was found, and returns the exit code. */
    static int tell(final ComparisonDirectory directory, final ComparisonRecord found) throws IOException {
        for (final Verdict verdict : found.verdicts()) {
            System.out.println(verdict);
        }
        System.out.println(directory.path());
        return exitCode(found);
    }

    /** Says by one number what was found, the worst first. */
    static int exitCode(final ComparisonRecord found) {
        if (found.verdicts().isEmpty() || !found.problems().isEmpty()) {
            return Main.EXIT_INVALID;
        }
        final boolean regressed = found.verdicts().stream().anyMatch(verdict -> verdict.outcome() == Outcome.REGRESSED)
                || found.allocations().stream().anyMatch(change -> change.outcome() == Outcome.REGRESSED);
        if (regressed) {
            return Main.EXIT_REGRESSION;
        }
        final boolean undecided = found.verdicts().stream()
                .anyMatch(
                        verdict -> verdict.outcome() == Outcome.INCONCLUSIVE || verdict.outcome() == Outcome.UNSTABLE);
        return undecided ? Main.EXIT_UNDECIDED : 0;
    }
}
