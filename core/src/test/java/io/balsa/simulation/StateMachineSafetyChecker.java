package io.balsa.simulation;

import static io.balsa.simulation.SimViolation.require;

import org.agrona.collections.Long2LongHashMap;

/** No two nodes have different entries or states at an index that is committed or applied (Raft paper, figure 3). */
final class StateMachineSafetyChecker {
    static final String PROPERTY = "state machine safety";

    private static final long UNKNOWN = Long.MIN_VALUE;

    private final CommittedLog committed;
    private final Long2LongHashMap states = new Long2LongHashMap(UNKNOWN);

    StateMachineSafetyChecker(final CommittedLog committed) {
        this.committed = committed;
    }

    /**
     * A node learned that an entry is committed.
     *
     * @param nodeTerm the node's term
     */
    void onCommitted(final int nodeId, final long nodeTerm, final long index, final long term, final long content) {
        if (index == committed.lastIndex() + 1) {
            committed.add(index, term, content, nodeTerm);
            return;
        }
        require(
                committed.termAt(index) == term && committed.contentAt(index) == content,
                PROPERTY,
                "node=%d commits another entry: index=%d, term=%d, others' term=%d",
                nodeId,
                index,
                term,
                committed.termAt(index));
    }

    /** A node applied a command; {@code stateHash} is that of all that was applied so far. */
    void onApplied(final int nodeId, final long index, final long stateHash) {
        final long before = states.putIfAbsent(index, stateHash);
        require(
                before == UNKNOWN || before == stateHash,
                PROPERTY,
                "node=%d has another state: index=%d",
                nodeId,
                index);
    }
}
