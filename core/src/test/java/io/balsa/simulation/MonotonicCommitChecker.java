package io.balsa.simulation;

import static io.balsa.simulation.SimViolation.require;

/** While a process lives, its commit index and applied index never fall, nor does a node's term, ever. */
final class MonotonicCommitChecker {
    static final String PROPERTY = "monotonic commit";

    private final long[] terms;
    private final long[] commits;
    private final long[] applied;

    MonotonicCommitChecker(final int nodeCount) {
        terms = new long[nodeCount + 1];
        commits = new long[nodeCount + 1];
        applied = new long[nodeCount + 1];
    }

    /** A node's process began: it has to learn again what is committed, but its term is on its disk. */
    void onStart(final int nodeId) {
        commits[nodeId] = 0;
        applied[nodeId] = 0;
    }

    /** What others were told of a node's term must outlive its process; what they were not told may be lost. */
    void onTermTold(final int nodeId, final long term) {
        terms[nodeId] = Math.max(terms[nodeId], term);
    }

    /** A node's state after a step. */
    void onState(final int nodeId, final long term, final long commitIndex, final long appliedIndex) {
        require(term >= terms[nodeId], PROPERTY, "node=%d term=%d was=%d", nodeId, term, terms[nodeId]);
        require(
                commitIndex >= commits[nodeId],
                PROPERTY,
                "node=%d commitIndex=%d was=%d",
                nodeId,
                commitIndex,
                commits[nodeId]);
        require(
                appliedIndex >= applied[nodeId],
                PROPERTY,
                "node=%d appliedIndex=%d was=%d",
                nodeId,
                appliedIndex,
                applied[nodeId]);
        require(
                appliedIndex <= commitIndex,
                PROPERTY,
                "node=%d applies what is not committed: appliedIndex=%d, commitIndex=%d",
                nodeId,
                appliedIndex,
                commitIndex);
        commits[nodeId] = commitIndex;
        applied[nodeId] = appliedIndex;
    }
}
