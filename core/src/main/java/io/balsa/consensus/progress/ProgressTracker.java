package io.balsa.consensus.progress;

import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.quorum.JointQuorum;
import io.balsa.consensus.quorum.VoteResult;
import io.balsa.consensus.quorum.ZoneQuorum;

/**
 * The {@link Progress} of every member, and what a quorum of them agrees on.
 *
 * <p>Members are addressed by slot, their place in {@link Membership#memberAt}; arrays by slot keep the counting free of
 * allocation and of maps. Threading: the owner of the core.
 */
public final class ProgressTracker {
    private static final Progress[] NO_PROGRESS = {};
    private static final long[] NO_VALUES = {};
    private static final int[] NO_ZONES = {};

    private Membership membership;
    private Progress[] progressBySlot = NO_PROGRESS;
    private long[] valueBySlot = NO_VALUES;
    private long[] scratch = NO_VALUES;
    private int[] zoneBySlot = NO_ZONES;
    private int maxInflightAppends;
    private long maxInflightBytes;
    private boolean groupCommit;

    /**
     * Creates the progress of all members.
     *
     * @param maxInflightAppends window in messages per member, at least 1
     * @param maxInflightBytes window in bytes per member, at least 1
     */
    public ProgressTracker(final Membership membership, final int maxInflightAppends, final long maxInflightBytes) {
        this.membership = Membership.NONE;
        this.maxInflightAppends = maxInflightAppends;
        this.maxInflightBytes = maxInflightBytes;
        change(membership, 0);
    }

    /**
     * Changes who the members are: who stays keeps its progress, who is new is probed from the log's end and counts as heard, so
     * that it is given time to answer.
     *
     * @param lastIndex of this node's log
     */
    public void change(final Membership newMembership, final long lastIndex) {
        final int count = newMembership.memberCount();
        final Progress[] next = progressBySlot.length == 0 ? progressBySlot : new Progress[count];
        final int[] zones = zoneBySlot.length == 0 ? zoneBySlot : new int[count];
        for (int slot = 0; slot < count; slot++) {
            final int oldSlot = membership.slotOf(newMembership.memberAt(slot));
            if (next.length > 0) {
                next[slot] = oldSlot >= 0 ? progressBySlot[oldSlot] : newProgress(Math.max(lastIndex, 1));
            }
            if (zones.length > 0 && oldSlot >= 0) {
                zones[slot] = zoneBySlot[oldSlot];
            }
        }
        membership = newMembership;
        progressBySlot = next;
        zoneBySlot = zones;
        if (next.length > 0) {
            valueBySlot = new long[count];
            scratch = new long[count];
        }
    }

    private Progress newProgress(final long nextIndex) {
        final Progress progress = new Progress(nextIndex, maxInflightAppends, maxInflightBytes);
        progress.onHeard();
        return progress;
    }

    /** Changes the window of every member. */
    public void configure(final int newMaxInflightAppends, final long newMaxInflightBytes) {
        maxInflightAppends = newMaxInflightAppends;
        maxInflightBytes = newMaxInflightBytes;
        for (final Progress progress : progressBySlot) {
            progress.configure(newMaxInflightAppends, newMaxInflightBytes);
        }
    }

    /** Switches group commit: whether a commit needs voters of two zones beside a majority. */
    public void groupCommit(final boolean on) {
        groupCommit = on;
    }

    /** Tells whether a commit needs voters of two zones beside a majority. */
    public boolean groupCommit() {
        return groupCommit;
    }

    /** Puts the member in a slot into a zone, 0 for none; it stays there while it is a member. */
    public void zone(final int slot, final int zone) {
        if (zoneBySlot.length == 0) {
            zoneBySlot = new int[membership.memberCount()];
        }
        zoneBySlot[slot] = zone;
    }

    /** Returns the zone of the member in a slot, 0 for none. */
    public int zoneAt(final int slot) {
        return zoneBySlot.length == 0 ? 0 : zoneBySlot[slot];
    }

    /** Returns who the members are. */
    public Membership membership() {
        return membership;
    }

    /** Returns the number of members. */
    public int memberCount() {
        return membership.memberCount();
    }

    /** Returns the node id in a slot. */
    public int memberAt(final int slot) {
        return membership.memberAt(slot);
    }

    /** Returns the slot of a member, negative when the node is none. */
    public int slotOf(final int nodeId) {
        return membership.slotOf(nodeId);
    }

    /** Returns the progress of the member in a slot; there is none before the node leads for the first time. */
    public Progress progressAt(final int slot) {
        return progressBySlot[slot];
    }

    /** Forgets all progress, as a new leader does. Most nodes of many groups never lead, and so have none. */
    public void reset(final long lastIndex) {
        if (progressBySlot.length == 0) {
            final int count = membership.memberCount();
            progressBySlot = new Progress[count];
            valueBySlot = new long[count];
            scratch = new long[count];
            for (int slot = 0; slot < count; slot++) {
                progressBySlot[slot] = newProgress(lastIndex + 1);
            }
        }
        for (final Progress progress : progressBySlot) {
            progress.reset(lastIndex + 1);
        }
    }

    /** Returns the highest index that is durable on a quorum and, with group commit, in two zones. */
    public long committedIndex() {
        for (int slot = 0; slot < valueBySlot.length; slot++) {
            valueBySlot[slot] = progressBySlot[slot].matchIndex();
        }
        final long quorumIndex = JointQuorum.committedIndex(membership, valueBySlot, scratch);
        return groupCommit && zoneBySlot.length > 0
                ? Math.min(quorumIndex, ZoneQuorum.committedIndex(membership, valueBySlot, zoneBySlot))
                : quorumIndex;
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
