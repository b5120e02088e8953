package io.balsa.consensus;

/**
 * What every role shares: term, vote, known leader, the log's terms and the commit index (paper, figure 2, "State").
 *
 * <p>Invariants: the term never falls; one vote per term; the commit index never falls and never passes the last index; entries at
 * or below it are never cut. Each is checked where it could break.
 *
 * <p>Threading: the owner of the {@link Raft}.
 */
final class RaftState {
    private final TermTable terms;
    private long voteFromIndex;
    private final Persistence persistence;
    private final UnappliedMemberships memberships = new UnappliedMemberships();
    private RaftConfig config;

    private Role role = Role.FOLLOWER;
    private long term;
    private int votedFor;
    private int leaderId;
    private long commitIndex;
    private long pendingSnapshotIndex;

    RaftState(final RaftConfig config, final RecoveredState recovered, final Persistence persistence) {
        this.config = config;
        this.term = recovered.term();
        this.votedFor = recovered.votedFor();
        this.terms = recovered.terms();
        this.commitIndex = recovered.commitIndex();
        this.voteFromIndex = recovered.voteFromIndex();
        this.persistence = persistence;
    }

    RaftConfig config() {
        return config;
    }

    void configure(final RaftConfig newConfig) {
        config = newConfig;
    }

    int nodeId() {
        return config.nodeId();
    }

    Role role() {
        return role;
    }

    long term() {
        return term;
    }

    int votedFor() {
        return votedFor;
    }

    /** The leader of this term, 0 when unknown. */
    int leaderId() {
        return leaderId;
    }

    long commitIndex() {
        return commitIndex;
    }

    long commitTerm() {
        return terms.termAt(commitIndex);
    }

    /**
     * Tells whether this node may take part in elections: it holds every entry that it ever acknowledged and that a quorum may have
     * counted on. Leader completeness (paper, 5.4.3) rests on voters that remember.
     */
    boolean mayVote() {
        return commitIndex >= voteFromIndex;
    }

    /** This node acknowledged entries up to {@code index} once, and does not hold them. */
    void loseEntries(final long index) {
        voteFromIndex = Math.max(voteFromIndex, index);
    }

    long lastIndex() {
        return terms.lastIndex();
    }

    long lastTerm() {
        return terms.lastTerm();
    }

    TermTable terms() {
        return terms;
    }

    UnappliedMemberships memberships() {
        return memberships;
    }

    /** The last index of a snapshot that is being fetched, 0 for none: until it is there, this node may miss what it was sent. */
    long pendingSnapshotIndex() {
        return pendingSnapshotIndex;
    }

    void awaitSnapshot(final long index) {
        pendingSnapshotIndex = index;
    }

    /** Snapshots up to {@code index} came, or will not come any more; a newer one may still be under way. */
    void endSnapshot(final long index) {
        if (pendingSnapshotIndex <= index) {
            pendingSnapshotIndex = 0;
        }
    }

    void become(final Role newRole, final int newLeaderId) {
        role = newRole;
        leaderId = newLeaderId;
    }

    /** Enters a higher term, in which no vote was given yet (paper, 5.1). */
    void raiseTerm(final long newTerm) {
        if (newTerm <= term) {
            throw new InvariantViolation("a term only rises: term=" + term + ", newTerm=" + newTerm);
        }
        term = newTerm;
        votedFor = 0;
        leaderId = 0;
        persistence.onHardStateChanged();
    }

    /** Gives this term's only vote (paper, 5.2). */
    void voteFor(final int candidateId) {
        if (votedFor == candidateId) {
            return;
        }
        if (votedFor != 0) {
            throw new InvariantViolation(
                    "one vote per term: term=" + term + ", votedFor=" + votedFor + ", candidateId=" + candidateId);
        }
        votedFor = candidateId;
        persistence.onHardStateChanged();
    }

    /** Raises the commit index; a lower one, as a delayed message may carry, changes nothing. */
    void commitTo(final long index) {
        if (index <= commitIndex) {
            return;
        }
        if (index > terms.lastIndex()) {
            throw new InvariantViolation("an entry this node does not hold cannot be committed here: index=" + index
                    + ", lastIndex=" + terms.lastIndex() + ", term=" + term + ", leaderId=" + leaderId);
        }
        commitIndex = index;
    }

    /** Cuts entries that conflict with the leader's (paper, 5.3). */
    void truncate(final long fromIndex) {
        if (fromIndex <= commitIndex) {
            throw new InvariantViolation("a committed entry is never cut: fromIndex=" + fromIndex + ", commitIndex="
                    + commitIndex + ", term=" + term + ", leaderId=" + leaderId);
        }
        terms.truncate(fromIndex);
        memberships.truncate(fromIndex);
        persistence.onTruncated(fromIndex);
    }

    /**
     * A membership entry was written. A leader proposes none before all earlier ones are applied, so those are committed.
     */
    void onMembershipEntry(final long index) {
        if (!terms.contains(index)) {
            throw new InvariantViolation("a membership entry is told when it is in the log: index=" + index
                    + ", baseIndex=" + terms.baseIndex() + ", lastIndex=" + terms.lastIndex());
        }
        commitTo(memberships.newest());
        memberships.add(index);
    }

    /** What one of the entries says took effect; only what is committed does. */
    void onMembershipApplied(final long index) {
        memberships.onApplied(index);
        if (index > commitIndex) {
            throw new InvariantViolation("a membership takes effect once it is committed: index=" + index
                    + ", commitIndex=" + commitIndex + ", lastIndex=" + lastIndex());
        }
    }

    /** Everything up to {@code index} is in a durable snapshot: the log goes on after it, with what matches it. */
    void installSnapshot(final long index, final long snapshotTerm) {
        if (terms.matches(index, snapshotTerm)) {
            terms.compact(index);
            persistence.onSnapshotDurable(index);
            memberships.dropUpTo(index);
        } else {
            terms.reset(index, snapshotTerm);
            persistence.onLogReplaced(index);
            memberships.clear();
        }
        commitIndex = Math.max(commitIndex, index);
        endSnapshot(index);
    }

    /** Tells whether a log is at least as up to date as this node's (paper, 5.4.1). */
    boolean isUpToDate(final long candidateLastIndex, final long candidateLastTerm) {
        return candidateLastTerm > lastTerm() || (candidateLastTerm == lastTerm() && candidateLastIndex >= lastIndex());
    }
}
