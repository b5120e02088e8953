package io.balsa.simulation;

import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param violation of a property, null when all hold
 * @param hash of all that happened: the same run has the same
 * @param simulatedNs how long the run was in simulated time
 * @param messages that nodes sent to each other
 * @param answered operations of clients
 * @param ledTerms terms with a leader
 * @param committedIndex the last entry known to be committed
 */
record RunResult(
        @Nullable SimViolation violation,
        long hash,
        long simulatedNs,
        long messages,
        long answered,
        int ledTerms,
        long committedIndex) {}
