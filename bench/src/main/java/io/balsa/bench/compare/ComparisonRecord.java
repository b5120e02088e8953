package io.balsa.bench.compare;

import io.balsa.bench.environment.Environment;
import io.balsa.bench.verdict.Verdict;
import java.util.List;

/**
 * What a comparison found; saved as {@code comparison.json} beside the forks that it was made of.
 *
 * @param schemaVersion of this format
 * @param id name of the directory
 * @param kind what was compared
 * @param startedAt UTC, ISO 8601, to the second
 * @param elapsedSeconds length of the comparison
 * @param armA what is compared with
 * @param armB what is judged: its verdicts say whether it is slower than {@code armA}
 * @param verdicts one per benchmark, after Holm's adjustment over all of them; percentiles are benchmarks of their own here
 * @param allocations one per benchmark
 * @param problems why the comparison is not what was asked for, a line each; empty when all went well
 */
public record ComparisonRecord(
        int schemaVersion,
        String id,
        Kind kind,
        String startedAt,
        double elapsedSeconds,
        ArmRecord armA,
        ArmRecord armB,
        List<Verdict> verdicts,
        List<AllocationChange> allocations,
        List<String> problems) {
    /** The version written now. */
    public static final int SCHEMA_VERSION = 1;

    /** What was compared with what. */
    public enum Kind {
        /** Two commits, forks in turns. */
        BRANCHES,
        /** A build with itself, forks in turns. */
        SELF,
        /** A build with forks that were saved earlier. */
        BASELINE
    }

    /**
     * One side.
     *
     * @param name that its forks carry
     * @param label for people: a branch, a commit, the name of a baseline
     * @param environment it ran in; commit and JVM flags are those of the arm
     */
    public record ArmRecord(String name, String label, Environment environment) {}
}
