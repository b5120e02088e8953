package io.balsa.bench.election;

import java.util.List;

/**
 * The figure as it was reproduced; saved as {@code elections.json}.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION}; raised when a field changes its meaning or goes away
 * @param commit full hash of the code that held the elections
 * @param dirty whether the sources differed from it
 * @param seed of all trials
 * @param tickMs of the simulated clock
 * @param patienceMs after which a trial is given up
 * @param curves those that were published first
 */
public record ElectionRecord(
        int schemaVersion,
        String commit,
        boolean dirty,
        long seed,
        double tickMs,
        double patienceMs,
        List<ElectionCurves> curves) {
    /** The version of this format. */
    public static final int SCHEMA_VERSION = 1;
}
