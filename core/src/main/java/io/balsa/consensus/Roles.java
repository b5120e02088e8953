package io.balsa.consensus;

import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.progress.ProgressTracker;
import io.balsa.consensus.quorum.VoteResult;

/**
 * Which role a node has, and how it comes from one into another (paper, figure 4).
 *
 * <p>A role is entered here and nowhere else, so that what ends with it (a term's reads, a transfer, answers owed) ends on every
 * way out of it.
 *
 * <p>Threading: the owner of the {@link Raft}.
 */
final class Roles {
    /** So long ago that no lease holds from then. */
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final RaftState state;
    private final TickClock clock;
    private final Persistence persistence;
    private final ProgressTracker tracker;
    private final ReadIndexQueue reads;
    private final LeadershipTransfer transfer;
    private final PeerReplies replies = new PeerReplies();
    private final ElectionTimer timer;
    private final Follower follower;
    private final Candidate candidate;
    private final Leader leader;
    private final LeaderReads leaderReads;
    private final Voter voter;
    private final boolean everHeard;
    private long heardAtTick;

    Roles(
            final RaftState state,
            final TickClock clock,
            final Persistence persistence,
            final ProgressTracker tracker,
            final ReadIndexQueue reads,
            final LeadershipTransfer transfer) {
        this.state = state;
        this.clock = clock;
        this.persistence = persistence;
        this.tracker = tracker;
        this.reads = reads;
        this.transfer = transfer;
        final RaftConfig config = state.config();
        timer = new ElectionTimer(clock, config.electionTicks(), config.maxElectionTicks(), config.seed());
        follower = new Follower(state, clock, persistence, reads);
        candidate = new Candidate(state, tracker.membership());
        leaderReads = new LeaderReads(state, reads);
        leader = new Leader(state, clock, persistence, tracker, transfer, leaderReads);
        voter = new Voter(state, replies, timer);
        // A node without a term, its own or an entry's, has never heard a leader, so it has confirmed no lease.
        everHeard = state.term() > 0 || state.lastTerm() > 0;
        heardAtTick = everHeard ? 0 : NEVER;
    }

    Follower follower() {
        return follower;
    }

    Leader leader() {
        return leader;
    }

    LeaderReads leaderReads() {
        return leaderReads;
    }

    ElectionTimer timer() {
        return timer;
    }

    boolean isLeader() {
        return state.role() == Role.LEADER;
    }

    /** Tells whether this node may stand for election: it votes, forgot nothing, stores payload, and is not about to learn that it votes no longer. */
    boolean isPromotable() {
        final Membership membership = tracker.membership();
        return membership.isVoter(state.nodeId())
                && state.mayVote()
                && !membership.isWitness(state.nodeId())
                && state.pendingSnapshotIndex() <= state.commitIndex()
                && !follower.isSnapshotWanted()
                && !state.memberships().isAnyCommitted(state.commitIndex());
    }

    /** Tells whether a leader lives, as far as this node can know: then no vote is due (dissertation, 4.2.3). */
    boolean isLeaderHeard() {
        return state.config().checkQuorum() && (isLeader() || (state.leaderId() != 0 && timer.isWithinLeastTimeout()));
    }

    /**
     * Tells whether a lease that this node has confirmed may still hold (dissertation, 6.4.1). It counts from when a leader was
     * last heard, whatever term this node has come to since: the leader of the older term does not know of the newer one
     * yet, and goes on serving reads. A node that restarts may have confirmed a lease that it does not remember.
     */
    private boolean keepsLease() {
        final RaftConfig config = state.config();
        return config.leaseDurationNs() > 0 && clock.now() - heardAtTick < config.electionTicks();
    }

    /** Tells whether this node came back so recently that a leader that lives may not have been heard yet. */
    private boolean isStarting() {
        final RaftConfig config = state.config();
        return config.quietStart() && everHeard && clock.now() < config.electionTicks();
    }

    /** Tells whether this node may take part in the election of another leader than the one it may have heard. */
    boolean isBound() {
        return keepsLease() || isStarting();
    }

    // ---- time

    void tick() {
        if (clock.tick()) {
            tickAwaited();
        }
    }

    private void tickAwaited() {
        final int electionTicks = state.config().electionTicks();
        transfer.tick(electionTicks);
        if (isLeader()) {
            if (!leader.tick()) {
                becomeFollower(state.term(), 0);
            }
        } else {
            tickFollower();
        }
        final long roleDue = isLeader() ? leader.dueAtTick() : Math.min(timer.dueAtTick(), follower.dueAtTick());
        clock.sleepUntil(Math.min(roleDue, transfer.dueAtTick(electionTicks)));
    }

    private void tickFollower() {
        follower.tick();
        if (timer.hasTimedOut()) {
            if (isPromotable()) {
                campaign(state.config().preVote(), false);
            } else {
                timer.restart();
                // A node that nobody sends to any more hears of no next leader: its reads must end all the same.
                becomeFollower(state.term(), 0);
            }
        }
    }

    // ---- ways from one role into another

    void becomeFollower(final long term, final int leaderId) {
        if (isLeader()) {
            leader.stop();
        }
        // A higher term alone does not put off this node's own campaign (paper, figure 2, "Rules for Servers"): or a
        // candidate that cannot win, its log being too old, but is quick to try again, would keep those who can from
        // ever trying.
        if (state.role() != Role.FOLLOWER || leaderId != 0) {
            timer.restart();
        }
        if (term > state.term()) {
            state.raiseTerm(term);
            replies.onTermRaised();
        }
        enter(Role.FOLLOWER, leaderId);
        follower.start();
    }

    void campaign(final boolean preVote, final boolean byTransfer) {
        if (preVote) {
            enter(Role.PRE_CANDIDATE, 0);
        } else {
            state.raiseTerm(state.term() + 1);
            replies.onTermRaised();
            state.voteFor(state.nodeId());
            enter(Role.CANDIDATE, 0);
        }
        timer.restart();
        candidate.start(tracker.membership(), preVote, byTransfer);
        settleElection();
    }

    void settleElection() {
        final VoteResult result = candidate.result();
        if (result == VoteResult.LOST) {
            becomeFollower(state.term(), 0);
        } else if (result == VoteResult.WON) {
            if (state.role() == Role.PRE_CANDIDATE) {
                campaign(false, false);
            } else if (persistence.isHardStateDurable()) {
                // Not before: after a crash this node would not remember the term, could win it a second time, and give
                // an index in it to two entries.
                enter(Role.LEADER, state.nodeId());
                leader.start();
            }
        }
    }

    // ---- messages between roles

    /** A request of a higher term makes a follower of this node before it is answered, unless a leader is heard. */
    void onVoteRequest(
            final int from,
            final long term,
            final boolean preVote,
            final boolean leadershipTransfer,
            final int priority,
            final long lastIndex,
            final long lastTerm) {
        if (term < state.term()) {
            if (preVote) {
                voter.refusePreVote(from);
            } else {
                // Figure 2, "RequestVote", 1: who asks in old terms, one after the other, may never catch up with the
                // present one.
                replies.oweStaleTermReply(from);
            }
            return;
        }
        // Dissertation 4.2.3: who hears a leader gives no vote, or a removed server could depose it.
        if (!leadershipTransfer && (isBound() || (term > state.term() && isLeaderHeard()))) {
            return;
        }
        if (term > state.term() && !preVote) {
            becomeFollower(term, 0);
        }
        // Who cannot lead itself must not keep others from it.
        final boolean outranked = isPromotable() && priority < state.config().priority();
        voter.onRequest(from, term, preVote, outranked, lastIndex, lastTerm);
    }

    /** An answer counts for the election under way, or it shows a higher term. */
    void onVoteReply(final int from, final long term, final boolean preVote, final boolean granted) {
        final boolean preVoteGranted = preVote && granted;
        if (term > state.term() && !preVoteGranted) {
            becomeFollower(term, 0);
            return;
        }
        final Role asker = preVote ? Role.PRE_CANDIDATE : Role.CANDIDATE;
        final long expectedTerm = preVoteGranted ? state.term() + 1 : state.term();
        if (state.role() == asker && term == expectedTerm) {
            candidate.onReply(from, granted);
            settleElection();
        }
    }

    /**
     * A voter or a candidate knows that an entry is committed: this node commits to it if it holds the same, and so the same before it
     * (paper, 5.3).
     *
     * <p>Without that a group could be stuck. A leader that removes itself steps down once it has applied that, while the last of the
     * others may not know yet that it is committed. That one then needs the vote of the removed node, which refuses it for good
     * should its log hold more.
     */
    void onCommitTold(final long index, final long term) {
        if (isLeader() || index <= state.commitIndex() || !state.terms().matches(index, term)) {
            return;
        }
        state.commitTo(index);
        if (state.role() != Role.FOLLOWER && !isPromotable()) {
            // The votes are counted among members who may be so no longer.
            becomeFollower(state.term(), 0);
        }
    }

    /** @return false when the message is of an older term: its sender is told of the newer one */
    boolean hearLeader(final int from, final long term) {
        if (term < state.term()) {
            replies.oweStaleTermReply(from);
            return false;
        }
        final boolean sameTerm = term == state.term();
        if (sameTerm && (isLeader() || (state.leaderId() != 0 && state.leaderId() != from))) {
            throw new InvariantViolation("two leaders in one term: term=" + term + ", leaderId=" + state.leaderId()
                    + ", from=" + from + ", nodeId=" + state.nodeId());
        }
        if (!sameTerm || state.role() != Role.FOLLOWER || state.leaderId() == 0) {
            becomeFollower(term, from);
        }
        timer.onHeard();
        heardAtTick = clock.now();
        return true;
    }

    /** Tells whether this node leads in the term of a message to a leader; a higher term makes a follower of it. */
    boolean isLeaderIn(final long term) {
        if (term > state.term()) {
            becomeFollower(term, 0);
        }
        return term == state.term() && isLeader();
    }

    /** @return the slot of a member that answers this leader in its term; negative for anything else */
    int slotOfFollower(final int from, final long term) {
        return isLeaderIn(term) ? tracker.slotOf(from) : -1;
    }

    /** Forgets who leads, as if its messages had stopped: this node then gives its vote. */
    boolean forgetLeader() {
        if (state.role() != Role.FOLLOWER
                || state.leaderId() == 0
                || state.config().leaseDurationNs() > 0) {
            return false;
        }
        enter(Role.FOLLOWER, 0);
        return true;
    }

    /** The members are others now, by an entry or a snapshot that was applied. */
    void changeMembership(final Membership membership) {
        tracker.change(membership, state.lastIndex());
        switch (state.role()) {
            case LEADER -> {
                leader.onMembershipChanged();
                if (state.config().stepDownOnRemoval() && !membership.isVoter(state.nodeId())) {
                    becomeFollower(state.term(), 0);
                }
            }
            // Votes were counted among the old members.
            case PRE_CANDIDATE, CANDIDATE -> becomeFollower(state.term(), 0);
            case FOLLOWER -> {}
        }
    }

    // ---- output

    boolean drainMessages(final RaftOutput output) {
        final boolean durable = persistence.isHardStateDurable();
        final boolean replied = follower.drainLoss(output) | replies.drain(output, state, durable);
        return replied
                | switch (state.role()) {
                    case FOLLOWER -> follower.drain(output);
                    case PRE_CANDIDATE -> candidate.drain(output);
                    // Not before the term is durable: after a crash this node would ask in it anew, perhaps with a
                    // shorter log, and count a vote that was given to the longer one.
                    case CANDIDATE -> durable && candidate.drain(output);
                    case LEADER -> leader.drainMessages(output);
                };
    }

    /** Reads wait for one leader of one term; with it their confirmation is lost. */
    private void enter(final Role role, final int leaderId) {
        if (state.role() != role || state.leaderId() != leaderId || role != Role.FOLLOWER) {
            reads.refuseAll();
        }
        state.become(role, leaderId);
        clock.wake();
        if (leaderId != 0) {
            transfer.onLeaderKnown(leaderId);
        }
    }
}
