package io.balsa.consensus;

import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.quorum.JointQuorum;
import io.balsa.consensus.quorum.VoteResult;

/**
 * An election under way: who was asked, who answered what (paper, 5.2; pre-vote: dissertation, 9.6).
 *
 * <p>Serves both the pre-candidate, which only asks, and the candidate, whose own vote counts as any other. Threading: the owner
 * of the {@link Raft}.
 */
final class Candidate {
    private final RaftState state;
    private Membership membership;
    private boolean preVote;
    private boolean leadershipTransfer;
    private long grantedMask;
    private long rejectedMask;
    private long unaskedMask;

    Candidate(final RaftState state, final Membership membership) {
        this.state = state;
        this.membership = membership;
    }

    /** Begins to ask all voters but itself, which consents. */
    void start(final Membership electorate, final boolean asPreVote, final boolean byTransfer) {
        membership = electorate;
        preVote = asPreVote;
        leadershipTransfer = byTransfer;
        final long own = maskOf(state.nodeId());
        grantedMask = own;
        rejectedMask = 0;
        unaskedMask = (membership.incomingMask() | membership.outgoingMask()) & ~own;
    }

    /** Counts an answer; only the first of each voter counts. */
    void onReply(final int voterId, final boolean granted) {
        final long voter = maskOf(voterId) & ~(grantedMask | rejectedMask);
        if (granted) {
            grantedMask |= voter;
        } else {
            rejectedMask |= voter;
        }
    }

    VoteResult result() {
        return JointQuorum.vote(membership, grantedMask, rejectedMask);
    }

    /** Asks whoever was not asked yet. */
    boolean drain(final RaftOutput output) {
        boolean sent = false;
        final long term = preVote ? state.term() + 1 : state.term();
        for (long rest = unaskedMask; rest != 0; rest &= rest - 1) {
            final int slot = Long.numberOfTrailingZeros(rest);
            if (output.sendVoteRequest(
                    membership.memberAt(slot),
                    term,
                    preVote,
                    leadershipTransfer,
                    state.config().priority(),
                    state.lastIndex(),
                    state.lastTerm(),
                    state.commitIndex(),
                    state.commitTerm())) {
                unaskedMask &= ~(1L << slot);
                sent = true;
            }
        }
        return sent;
    }

    private long maskOf(final int id) {
        final int slot = membership.slotOf(id);
        return slot < 0 ? 0 : 1L << slot;
    }
}
