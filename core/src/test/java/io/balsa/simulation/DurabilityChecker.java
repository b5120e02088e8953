package io.balsa.simulation;

import static io.balsa.simulation.SimViolation.require;

/**
 * Nothing that a node acknowledged is lost when its process ends or its power is cut.
 *
 * <p>An entry counts as acknowledged once an answer that says so has left the node, or once the node counts it for its own part.
 */
final class DurabilityChecker {
    static final String PROPERTY = "durability";

    private final long[] indexes;
    private final long[] terms;
    /** Highest index that an answer said since the node's log was last looked at, 0 for none. */
    private final long[] told;

    /** Nodes that died in the middle of a step: they may have been about to cut their log. */
    private final boolean[] cutting;

    private final CommittedLog committed;

    DurabilityChecker(final int nodeCount, final CommittedLog committed) {
        this.committed = committed;
        cutting = new boolean[nodeCount + 1];
        indexes = new long[nodeCount + 1];
        terms = new long[nodeCount + 1];
        told = new long[nodeCount + 1];
    }

    /** An answer has left a node: it holds everything up to an entry. */
    void onTold(final int nodeId, final long index) {
        told[nodeId] = Math.max(told[nodeId], index);
    }

    /** A node's log after the step in which its answers left. */
    void onLog(final int nodeId, final ObservedLog log) {
        final long index = told[nodeId];
        told[nodeId] = 0;
        if (index >= log.firstIndex() && index <= log.lastIndex()) {
            onAcknowledged(nodeId, index, log.termAt(index));
        }
    }

    /** A node says that it holds everything up to an entry. */
    void onAcknowledged(final int nodeId, final long index, final long term) {
        if (index > indexes[nodeId]) {
            indexes[nodeId] = index;
            terms[nodeId] = term;
        }
    }

    /** A node's log was cut, since another leader's differs: only entries up to {@code keptIndex} are left to be held. */
    void onCut(final int nodeId, final long keptIndex, final long keptTerm) {
        if (indexes[nodeId] > keptIndex) {
            indexes[nodeId] = keptIndex;
            terms[nodeId] = keptTerm;
        }
    }

    /** The disk of a node was damaged on purpose: it need not hold anything. */
    void onDestroyed(final int nodeId) {
        indexes[nodeId] = 0;
        terms[nodeId] = 0;
        told[nodeId] = 0;
    }

    /** A node's process ended in the middle of a step. */
    void onDied(final int nodeId) {
        cutting[nodeId] = true;
    }

    /** A node's process began with a log. */
    void onRecovered(final int nodeId, final ObservedLog log) {
        final long index = indexes[nodeId];
        final boolean mayBeCut =
                cutting[nodeId] && (index > committed.lastIndex() || committed.termAt(index) != terms[nodeId]);
        cutting[nodeId] = false;
        if (index == 0 || index < log.firstIndex() || mayBeCut) {
            return;
        }
        require(
                index <= log.lastIndex() && log.termAt(index) == terms[nodeId],
                PROPERTY,
                "node=%d lost what it acknowledged: index=%d, term=%d, lastIndex after its restart=%d",
                nodeId,
                index,
                terms[nodeId],
                log.lastIndex());
    }
}
