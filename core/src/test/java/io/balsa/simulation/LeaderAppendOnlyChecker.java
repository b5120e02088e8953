package io.balsa.simulation;

/** A leader never overwrites or deletes entries of its log (Raft paper, figure 3). */
final class LeaderAppendOnlyChecker {
    static final String PROPERTY = "leader append-only";

    private final long[] ledTerms;
    private final long[] lastIndexes;

    LeaderAppendOnlyChecker(final int nodeCount) {
        ledTerms = new long[nodeCount + 1];
        lastIndexes = new long[nodeCount + 1];
    }

    /**
     * Looks at a node's log.
     *
     * @param ledTerm the term that the node leads, 0 when it does not
     * @param keptIndex the last index up to which the log is what it was when it was looked at before
     */
    void onLog(final int nodeId, final long ledTerm, final long keptIndex, final long lastIndex) {
        if (ledTerm != 0 && ledTerm == ledTerms[nodeId] && keptIndex < lastIndexes[nodeId]) {
            throw new SimViolation(
                    PROPERTY,
                    "node=" + nodeId + ", term=" + ledTerm + ", lastIndex was=" + lastIndexes[nodeId] + ", kept up to="
                            + keptIndex);
        }
        ledTerms[nodeId] = ledTerm;
        lastIndexes[nodeId] = lastIndex;
    }
}
