package io.balsa.simulation;

import static io.balsa.simulation.SimViolation.require;

/** A new leader holds all that was committed in terms before its own (Raft paper, figure 3). */
final class LeaderCompletenessChecker {
    static final String PROPERTY = "leader completeness";

    private final CommittedLog committed;

    LeaderCompletenessChecker(final CommittedLog committed) {
        this.committed = committed;
    }

    /** A node begins to lead. The last entry speaks for all before it, as the log matching property has it. */
    void onLeader(final int nodeId, final long term, final ObservedLog log) {
        final long index = committed.lastLearnedBefore(term);
        if (index == 0 || index < log.firstIndex()) {
            return;
        }
        require(
                index <= log.lastIndex() && log.termAt(index) == committed.termAt(index),
                PROPERTY,
                "node=%d leads term=%d without a committed entry: index=%d, term=%d, its lastIndex=%d",
                nodeId,
                term,
                index,
                committed.termAt(index),
                log.lastIndex());
    }
}
