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
    private final int nodeId;
    private final TermTable terms;
    private final Persistence persistence;

    private Role role = Role.FOLLOWER;
    private long term;
    private int votedFor;
    private int leaderId;
    private long commitIndex;

    RaftState(
            final int nodeId,
            final long term,
            final int votedFor,
            final TermTable terms,
            final long commitIndex,
            final Persistence persistence) {
        this.nodeId = nodeId;
        this.term = term;
        this.votedFor = votedFor;
        this.terms = terms;
        this.commitIndex = commitIndex;
        this.persistence = persistence;
    }

    int nodeId() {
        return nodeId;
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

    long lastIndex() {
        return terms.lastIndex();
    }

    long lastTerm() {
        return terms.lastTerm();
    }

    TermTable terms() {
        return terms;
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
        persistence.onTruncated(fromIndex);
    }

    /** Tells whether a log is at least as up to date as this node's (paper, 5.4.1). */
    boolean isUpToDate(final long candidateLastIndex, final long candidateLastTerm) {
        return candidateLastTerm > lastTerm() || (candidateLastTerm == lastTerm() && candidateLastIndex >= lastIndex());
    }
}
