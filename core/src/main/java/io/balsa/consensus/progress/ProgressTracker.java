package io.balsa.consensus.progress;

import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.quorum.JointQuorum;
import io.balsa.consensus.quorum.VoteResult;

/**
 * The {@link Progress} of every member, and what a quorum of them agrees on.
 *
 * <p>Members are addressed by slot, their place in {@link Membership#memberAt}; arrays by slot keep the counting free of
 * allocation and of maps. Threading: the owner of the core.
 */
public final class ProgressTracker {
    private final Membership membership;
    private final Progress[] progressBySlot;
    private final long[] valueBySlot;
    private final long[] scratch;

    /**
     * Creates the progress of all members.
     *
     * @param maxInflightAppends window in messages per member, at least 1
     */
    public ProgressTracker(final Membership membership, final int maxInflightAppends) {
        this.membership = membership;
        final int count = membership.memberCount();
        progressBySlot = new Progress[count];
        for (int slot = 0; slot < count; slot++) {
            progressBySlot[slot] = new Progress(1, maxInflightAppends);
        }
        valueBySlot = new long[count];
        scratch = new long[count];
    }

    /** Returns who the members are. */
    public Membership membership() {
        return membership;
    }

    /** Returns the number of members. */
    public int memberCount() {
        return progressBySlot.length;
    }

    /** Returns the node id in a slot. */
    public int memberAt(final int slot) {
        return membership.memberAt(slot);
    }

    /** Returns the slot of a member, negative when the node is none. */
    public int slotOf(final int nodeId) {
        return membership.slotOf(nodeId);
    }

    /** Returns the progress of the member in a slot. */
    public Progress progressAt(final int slot) {
        return progressBySlot[slot];
    }

    /** Forgets all progress, as a new leader does. */
    public void reset(final long lastIndex) {
        for (final Progress progress : progressBySlot) {
            progress.reset(lastIndex + 1);
        }
    }

    /** Returns the highest index that is durable on a quorum. */
    public long committedIndex() {
        for (int slot = 0; slot < valueBySlot.length; slot++) {
            valueBySlot[slot] = progressBySlot[slot].matchIndex();
        }
        return JointQuorum.committedIndex(membership, valueBySlot, scratch);
    }

    /**
     * Returns the newest read round that a quorum confirmed.
     *
     * @param ownSlot of this node, which confirms what it asks; negative when it is no member
     * @param newestRound the newest round begun
     */
    public long confirmedReadRound(final int ownSlot, final long newestRound) {
        for (int slot = 0; slot < valueBySlot.length; slot++) {
            valueBySlot[slot] = slot == ownSlot ? newestRound : progressBySlot[slot].ackedReadRound();
        }
        return JointQuorum.committedIndex(membership, valueBySlot, scratch);
    }

    /** Tells whether a quorum was heard since the last call, and begins the next period. */
    public boolean takeQuorumActive() {
        long activeMask = 0;
        for (int slot = 0; slot < progressBySlot.length; slot++) {
            if (progressBySlot[slot].isActive()) {
                activeMask |= 1L << slot;
            }
            progressBySlot[slot].beginActivityCheck();
        }
        return JointQuorum.vote(membership, activeMask, 0) == VoteResult.WON;
    }
}
