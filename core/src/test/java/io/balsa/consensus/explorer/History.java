package io.balsa.consensus.explorer;

import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.quorum.JointQuorum;
import io.balsa.consensus.quorum.VoteResult;
import io.balsa.consensus.simulation.SimulatedLog;
import java.util.Arrays;

/**
 * What was ever committed, and who ever led: what the properties of the paper's figure 3 speak of, beside the present.
 *
 * @param terms of the committed entries, from index 1
 * @param values of them
 * @param inTerms the term in which each was first seen committed: no leader of an older term need hold it
 * @param leaders by term, 0 for none
 */
record History(long[] terms, long[] values, long[] inTerms, int[] leaders) {
    static final History NONE = new History(new long[0], new long[0], new long[0], new int[1]);

    /**
     * Returns the history after something happened to a node.
     *
     * @param nodes all of them, as they are now
     * @throws Violation when a property does not hold
     */
    History after(final ExploredNode node, final ExploredNode[] nodes) {
        final History led = node.raft().isLeader() ? withLeader(node) : this;
        final History committed = led.withCommitted(node, nodes);
        for (final ExploredNode other : nodes) {
            checkLogMatching(node, other);
        }
        return committed;
    }

    int committedIndex() {
        return terms.length;
    }

    private History withLeader(final ExploredNode node) {
        final int term = (int) node.raft().term();
        final int other = term < leaders.length ? leaders[term] : 0;
        if (other == node.id()) {
            return this;
        }
        Violation.unless(other == 0, "election safety: nodes %d and %d lead term %d", other, node.id(), term);
        for (int i = 0; i < terms.length; i++) {
            Violation.unless(
                    inTerms[i] > term || holds(node.log(), i),
                    "leader completeness: node %d leads term %d without entry %d/%d, which was committed in term %d",
                    node.id(),
                    term,
                    i + 1,
                    terms[i],
                    inTerms[i]);
        }
        final int[] longer = Arrays.copyOf(leaders, Math.max(leaders.length, term + 1));
        longer[term] = node.id();
        return new History(terms, values, inTerms, longer);
    }

    private History withCommitted(final ExploredNode node, final ExploredNode[] nodes) {
        final int commitIndex = (int) node.raft().commitIndex();
        for (int i = 0; i < Math.min(commitIndex, terms.length); i++) {
            Violation.unless(
                    holds(node.log(), i),
                    "state machine safety: node %d commits another entry %d than %d/%d",
                    node.id(),
                    i + 1,
                    i + 1,
                    terms[i]);
        }
        if (commitIndex <= terms.length) {
            return this;
        }
        final long[] moreTerms = Arrays.copyOf(terms, commitIndex);
        final long[] moreValues = Arrays.copyOf(values, commitIndex);
        final long[] moreInTerms = Arrays.copyOf(inTerms, commitIndex);
        for (int i = terms.length; i < commitIndex; i++) {
            moreTerms[i] = node.log().termAt(i + 1);
            moreValues[i] = node.log().valueAt(i + 1);
            moreInTerms[i] = node.raft().term();
        }
        checkDurable(node, commitIndex, nodes);
        return new History(moreTerms, moreValues, moreInTerms, leaders);
    }

    /** What a leader commits is on the disks of a quorum: otherwise a power cut loses it. */
    private static void checkDurable(final ExploredNode node, final int index, final ExploredNode[] nodes) {
        if (!node.raft().isLeader()) {
            return;
        }
        final Membership membership = node.committedUnder();
        long mask = 0;
        for (final ExploredNode other : nodes) {
            final int slot = membership.slotOf(other.id());
            if (slot >= 0 && other.durableLog().holds(index, node.log().termAt(index))) {
                mask |= 1L << slot;
            }
        }
        Violation.unless(
                JointQuorum.vote(membership, mask, 0) == VoteResult.WON,
                "durability: node %d commits entry %d/%d, which is not on the disks of a quorum",
                node.id(),
                index,
                node.log().termAt(index));
    }

    private static void checkLogMatching(final ExploredNode node, final ExploredNode other) {
        int index = Math.min(node.log().lastIndex(), other.log().lastIndex());
        while (index > 0 && node.log().termAt(index) != other.log().termAt(index)) {
            index--;
        }
        Violation.unless(
                node.log().commonPrefix(other.log()) >= index,
                "log matching: the logs of nodes %d and %d agree at index %d and not before it",
                node.id(),
                other.id(),
                index);
    }

    private boolean holds(final SimulatedLog log, final int position) {
        return log.holds(position + 1, terms[position]) && log.valueAt(position + 1) == values[position];
    }

    long fingerprint() {
        long hash = 1;
        for (int i = 0; i < terms.length; i++) {
            hash = ObjectGraph.mix(ObjectGraph.mix(ObjectGraph.mix(hash, terms[i]), values[i]), inTerms[i]);
        }
        for (int term = 1; term < leaders.length; term++) {
            hash = ObjectGraph.mix(hash, leaders[term]);
        }
        return hash;
    }
}
