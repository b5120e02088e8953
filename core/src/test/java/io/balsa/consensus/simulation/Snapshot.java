package io.balsa.consensus.simulation;

import io.balsa.consensus.membership.Membership;

/**
 * A state machine's state, which is the log that made it.
 *
 * @param membership as of the last entry
 * @param entries from index 1 to the last, never changed
 */
public record Snapshot(Membership membership, SimulatedLog entries) {
    /** Returns the index of the last entry. */
    public long index() {
        return entries.lastIndex();
    }

    /** Returns the term of the last entry. */
    public long term() {
        return entries.termAt(index());
    }

    @Override
    public String toString() {
        return "snapshot=" + index() + "/" + term();
    }
}
