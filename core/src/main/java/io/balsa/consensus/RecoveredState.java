package io.balsa.consensus;

import io.balsa.consensus.membership.Membership;

/**
 * What a node knows when it starts: the last state it stored.
 *
 * @param membership as of {@code appliedIndex}; for a new node, that of the group's beginning
 * @param term the last term stored, 0 for a new node
 * @param votedFor whom this node voted for in that term, 0 for nobody
 * @param terms of the recovered log, all of it durable; owned by the core from now on
 * @param commitIndex known to be committed, from {@code appliedIndex} to the last index; an edge that does not store it gives
 *     {@code appliedIndex}, and a leader will tell
 * @param appliedIndex up to which the state machine has come, at least the log's base: entries after it are handed out (again)
 * @param voteFromIndex the commit index from which on this node votes and may lead, 0 for at once. A node that lost entries gives
 *     the highest index it may have acknowledged: it promised to vote for nobody who lacks them, and knows them no more. One that
 *     lost its vote as well gives {@link #NEVER}, and is removed from the members and added anew
 */
public record RecoveredState(
        Membership membership,
        long term,
        int votedFor,
        TermTable terms,
        long commitIndex,
        long appliedIndex,
        long voteFromIndex) {
    /** The {@code voteFromIndex} of a node that forgot its votes. */
    public static final long NEVER = Long.MAX_VALUE;

    /** What a node knows that has lost nothing. */
    public RecoveredState(
            final Membership membership,
            final long term,
            final int votedFor,
            final TermTable terms,
            final long commitIndex,
            final long appliedIndex) {
        this(membership, term, votedFor, terms, commitIndex, appliedIndex, 0);
    }

    /** Checks how the indexes relate. */
    public RecoveredState {
        if (appliedIndex < terms.baseIndex() || appliedIndex > commitIndex || commitIndex > terms.lastIndex()) {
            throw new IllegalArgumentException("indexes must rise from baseIndex to appliedIndex to commitIndex to"
                    + " lastIndex: baseIndex=" + terms.baseIndex() + ", appliedIndex=" + appliedIndex
                    + ", commitIndex=" + commitIndex + ", lastIndex=" + terms.lastIndex());
        }
    }

    /** Returns the same for a node that takes part in elections again once it knows that this index is committed. */
    public RecoveredState votingFrom(final long index) {
        return new RecoveredState(membership, term, votedFor, terms, commitIndex, appliedIndex, index);
    }

    /** Returns what a node of a group that has done nothing yet knows. */
    public static RecoveredState empty(final Membership membership) {
        return of(membership, 0, 0, new TermTable());
    }

    /** Returns what a node knows that stores neither commit nor applied index: all entries are handed out again. */
    public static RecoveredState of(
            final Membership membership, final long term, final int votedFor, final TermTable terms) {
        return new RecoveredState(membership, term, votedFor, terms, terms.baseIndex(), terms.baseIndex());
    }
}
