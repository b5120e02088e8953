package io.balsa.simulation;

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
        if (committed.termAt(index) != term || committed.contentAt(index) != content) {
            throw new SimViolation(
                    PROPERTY,
                    "node=" + nodeId + " commits another entry: index=" + index + ", term=" + term + ", others' term="
                            + committed.termAt(index));
        }
    }

    /** A node applied a command; {@code stateHash} is that of all that was applied so far. */
    void onApplied(final int nodeId, final long index, final long stateHash) {
        final long before = states.putIfAbsent(index, stateHash);
        if (before != UNKNOWN && before != stateHash) {
            throw new SimViolation(PROPERTY, "node=" + nodeId + " has another state: index=" + index);
        }
    }
}
