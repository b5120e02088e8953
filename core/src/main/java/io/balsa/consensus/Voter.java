package io.balsa.consensus;

/**
 * Who gets this node's vote (paper, 5.2 and 5.4.1; pre-vote: dissertation, 9.6).
 *
 * <p>Whether the sender or the receiver is a voter is not asked: a node may have been promoted without knowing it yet, and an election
 * among those who know needs its vote (dissertation, 4.1).
 *
 * <p>Threading: the owner of the {@link Raft}.
 */
final class Voter {
    private final RaftState state;
    private final PeerReplies replies;
    private final ElectionTimer timer;

    Voter(final RaftState state, final PeerReplies replies, final ElectionTimer timer) {
        this.state = state;
        this.replies = replies;
        this.timer = timer;
    }

    /**
     * Answers a request of this node's term, or a pre-vote request of this term or a later one.
     *
     * @param outranked this node would rather lead itself, unless the candidate's log is longer
     */
    void onRequest(
            final int from,
            final long term,
            final boolean preVote,
            final boolean outranked,
            final long lastIndex,
            final long lastTerm) {
        final boolean acceptable = state.mayVote()
                && state.isUpToDate(lastIndex, lastTerm)
                && (!outranked || lastTerm > state.lastTerm() || lastIndex > state.lastIndex());
        final boolean free = state.votedFor() == from || (state.votedFor() == 0 && state.leaderId() == 0);
        if (preVote) {
            final boolean granted = acceptable && (free || term > state.term());
            replies.owePreVoteReply(from, granted ? term : state.term(), granted);
            return;
        }
        final boolean granted = acceptable && free;
        if (granted) {
            state.voteFor(from);
            timer.onHeard();
        }
        replies.oweVoteReply(from, granted);
    }

    /** Answers a pre-vote request of an older term, whose sender must learn of the newer one. */
    void refusePreVote(final int from) {
        replies.owePreVoteReply(from, state.term(), false);
    }
}
