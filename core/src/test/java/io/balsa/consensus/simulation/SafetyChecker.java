package io.balsa.consensus.simulation;

import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.membership.MembershipChange;
import io.balsa.consensus.membership.MembershipChanger;
import io.balsa.consensus.membership.MembershipRefusedException;
import io.balsa.consensus.quorum.JointQuorum;
import io.balsa.consensus.quorum.VoteResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sees everything that all nodes do and knows what must not happen (Raft paper, figure 3).
 *
 * <ul>
 *   <li><b>Election safety</b>: one leader per term.
 *   <li><b>Log matching</b>: entries with equal index and term are equal, and so are the entries before them.
 *   <li><b>Leader completeness</b>: a new leader holds everything that was ever committed.
 *   <li><b>State machine safety</b>: no two nodes commit different entries at one index.
 *   <li><b>Durability</b>: what is committed is on the disks of a quorum, and stays there.
 * </ul>
 */
final class SafetyChecker {
    private record Position(long index, long term) {}

    private record Written(long value, long previousTerm) {}

    private final List<SimulatedNode> nodes;
    private final Map<Long, Integer> leaders = new HashMap<>();
    private final Map<Position, Written> written = new HashMap<>();
    private final Map<Long, Membership> memberships = new HashMap<>();
    private final SimulatedLog committed = new SimulatedLog();
    /** For each index from 1 the term in which it was first seen committed: no leader of an older term need hold it. */
    private final List<Long> committedInTerm = new ArrayList<>();

    private Membership newestMembership;
    private long newestMembershipIndex;

    SafetyChecker(final Membership firstMembership, final List<SimulatedNode> nodes) {
        newestMembership = firstMembership;
        this.nodes = nodes;
    }

    /** Returns the highest index that any node ever saw committed. */
    long committedIndex() {
        return committed.lastIndex();
    }

    /** Returns in how many terms there was a leader. */
    int ledTerms() {
        return leaders.size();
    }

    /** An entry went into a node's log. */
    void onWritten(final SimulatedNode node, final long index) {
        final SimulatedLog log = node.disk().log();
        final Written now = new Written(log.valueAt(index), log.termAt(index - 1));
        final @Nullable Written before = written.putIfAbsent(new Position(index, log.termAt(index)), now);
        require(
                before == null || before.equals(now),
                "log matching",
                "node=%s index=%d now=%s before=%s",
                node,
                index,
                now,
                before);
    }

    /** A node leads a term. */
    void onElected(final SimulatedNode node) {
        final @Nullable Integer other = leaders.putIfAbsent(node.raft().term(), node.id());
        require(other == null, "election safety", "two leaders in a term: node=%s other=%d", node, other);
        final int common = committed.commonPrefix(node.disk().log());
        require(
                common == committed.lastIndex()
                        || committedInTerm.get(common) > node.raft().term(),
                "leader completeness",
                "node=%s log=%s committed=%s",
                node,
                node.disk().log(),
                committed);
    }

    /** A node learned that an entry is committed. */
    void onCommitted(final SimulatedNode node, final long index) {
        final SimulatedLog log = node.disk().log();
        final long term = log.termAt(index);
        if (index > committed.lastIndex()) {
            require(
                    isDurableOnQuorum(node.raft().membership(), index, term),
                    "durability",
                    "node=%s index=%d term=%d",
                    node,
                    index,
                    term);
            committed.append(term, log.valueAt(index));
            committedInTerm.add(node.raft().term());
        }
        require(
                committed.termAt(index) == term && committed.valueAt(index) == log.valueAt(index),
                "state machine safety",
                "node=%s index=%d term=%d committed=%s",
                node,
                index,
                term,
                committed);
    }

    /** A node applied a membership entry, or a snapshot with a membership. */
    void onMembershipApplied(final SimulatedNode node, final long index, final Membership membership) {
        final @Nullable Membership other = memberships.putIfAbsent(index, membership);
        require(
                other == null || other.equals(membership),
                "state machine safety",
                "node=%s index=%d membership=%s other=%s",
                node,
                index,
                membership,
                other);
        if (index > newestMembershipIndex) {
            newestMembershipIndex = index;
            newestMembership = membership;
        }
    }

    /** Returns the newest membership that any node applied. */
    Membership newestMembership() {
        return newestMembership;
    }

    /** Returns what a change makes of a membership, which stays as it is where the change cannot be made. */
    static Membership changed(final Membership membership, final MembershipChange change) {
        try {
            return MembershipChanger.apply(membership, change);
        } catch (final MembershipRefusedException e) {
            return membership;
        }
    }

    private boolean isDurableOnQuorum(final Membership membership, final long index, final long term) {
        long mask = 0;
        for (final SimulatedNode node : nodes) {
            if (membership.contains(node.id()) && node.disk().durableLog().holds(index, term)) {
                mask |= 1L << membership.slotOf(node.id());
            }
        }
        return JointQuorum.vote(membership, mask, 0) == VoteResult.WON;
    }

    static void require(final boolean holds, final String rule, final String details, final Object... values) {
        if (!holds) {
            throw new AssertionError(rule + " broken: " + String.format(details, values));
        }
    }
}
