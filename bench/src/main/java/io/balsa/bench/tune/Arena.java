package io.balsa.bench.tune;

import java.io.IOException;

/** Where candidates are tried. */
interface Arena {
    /**
     * Tries a candidate.
     *
     * @param round within the phase, from 1
     * @return what it measured, or why nothing; that settings are bad is no exception
     * @throws IOException when what was measured cannot be kept
     * @throws InterruptedException when the search is to stop
     */
    TrialRecord measure(Phase phase, int round, Candidate candidate) throws IOException, InterruptedException;
}
