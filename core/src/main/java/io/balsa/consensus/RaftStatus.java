package io.balsa.consensus;

import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.progress.Progress;
import io.balsa.consensus.progress.ProgressTracker;

/**
 * All that can be seen of a node, read from where it is kept: nothing is copied, nothing allocated.
 *
 * <p>Threading: the owner of the {@link Raft}; values are those of the moment of the call.
 */
public final class RaftStatus {
    private final RaftState state;
    private final Persistence persistence;
    private final ProgressTracker tracker;
    private final LeadershipTransfer transfer;
    private final Roles roles;

    RaftStatus(
            final RaftState state,
            final Persistence persistence,
            final ProgressTracker tracker,
            final LeadershipTransfer transfer,
            final Roles roles) {
        this.state = state;
        this.persistence = persistence;
        this.tracker = tracker;
        this.transfer = transfer;
        this.roles = roles;
    }

    /** Returns the settings in force. */
    public RaftConfig config() {
        return state.config();
    }

    /** Returns the role. */
    public Role role() {
        return state.role();
    }

    /** Returns the current term. */
    public long term() {
        return state.term();
    }

    /** Returns whom this node voted for in the current term, 0 for nobody. */
    public int votedFor() {
        return state.votedFor();
    }

    /** Returns the leader of the current term, 0 when unknown. */
    public int leaderId() {
        return state.leaderId();
    }

    /** Returns the index before the first entry of the log. */
    public long baseIndex() {
        return state.terms().baseIndex();
    }

    /** Returns the index of the last entry. */
    public long lastIndex() {
        return state.lastIndex();
    }

    /** Returns the term of the last entry. */
    public long lastTerm() {
        return state.lastTerm();
    }

    /** Returns the term of an entry from {@link #baseIndex} to {@link #lastIndex}, inclusive. */
    public long termAt(final long index) {
        return state.terms().termAt(index);
    }

    /** Returns the index up to which this node's log is durable. */
    public long persistedIndex() {
        return persistence.persistedIndex();
    }

    /** Returns the highest index known to be committed. */
    public long commitIndex() {
        return state.commitIndex();
    }

    /** Returns who the members are. */
    public Membership membership() {
        return tracker.membership();
    }

    /** Returns the index of the newest membership entry that is not applied yet, 0 for none. */
    public long unappliedMembershipIndex() {
        return state.memberships().newest();
    }

    /** Returns the last index of the snapshot that this node waits for, 0 for none. */
    public long pendingSnapshotIndex() {
        return state.pendingSnapshotIndex();
    }

    /** Tells whether this node may stand for election. */
    public boolean isPromotable() {
        return roles.isPromotable();
    }

    /** Returns whom leadership is being handed to, 0 for nobody. */
    public int transferTargetId() {
        return transfer.targetId();
    }

    /** Tells whether this node leads and its lease allows reads at this time of the clock of {@link Raft#onClock}. */
    public boolean holdsLease(final long nowNs) {
        return roles.isLeader() && roles.leader().holdsLease(nowNs);
    }

    /** Tells whether group commit is on. */
    public boolean groupCommit() {
        return tracker.groupCommit();
    }

    /** Returns the zone of the member in a slot of {@link #membership}, 0 for none. */
    public int zoneAt(final int slot) {
        return tracker.zoneAt(slot);
    }

    /** Returns a leader's view of the member in a slot of {@link #membership}; to be called on a leader only. Not to be changed. */
    public Progress progressAt(final int slot) {
        return tracker.progressAt(slot);
    }
}
