package io.balsa.simulation;

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
        if (term < terms[nodeId]
                || commitIndex < commits[nodeId]
                || appliedIndex < applied[nodeId]
                || appliedIndex > commitIndex) {
            throw new SimViolation(
                    PROPERTY,
                    "node=" + nodeId + " term=" + term + " told=" + terms[nodeId] + ", commitIndex=" + commitIndex
                            + " was=" + commits[nodeId] + ", appliedIndex=" + appliedIndex + " was=" + applied[nodeId]);
        }
        commits[nodeId] = commitIndex;
        applied[nodeId] = appliedIndex;
    }
}
