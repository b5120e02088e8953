package io.balsa.consensus;

import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.progress.Progress;
import io.balsa.consensus.progress.ProgressTracker;
import io.balsa.consensus.quorum.VoteResult;

/**
 * One member of one consensus group: the whole algorithm behind inputs and {@link #drain}.
 *
 * <p>An owner feeds inputs in any order and as many as it likes, then drains: effects come out in one fixed order and in as few
 * pieces as possible. Between two drains nothing leaves.
 *
 * <p>Threading: single-threaded; all calls from one thread at a time. Ownership: no buffers. Errors: an expected refusal is a
 * {@link Refusal}; {@link InvariantViolation} means a bug or damaged memory, after which the object must not be used.
 *
 * <p>Source: Raft paper, figure 2; dissertation, chapters 3, 4, 6 and 9.
 */
public final class Raft {
    private final RaftConfig config;
    private final RaftState state;
    private final Persistence persistence;
    private final ElectionTimer timer;
    private final ProgressTracker tracker;
    private final PeerReplies replies = new PeerReplies();
    private final ReadIndexQueue reads = new ReadIndexQueue();
    private final LeadershipTransfer transfer;
    private final Follower follower;
    private final Candidate candidate;
    private final Leader leader;

    private long toldCommitIndex;
    private Role toldRole = Role.FOLLOWER;
    private long toldTerm;
    private int toldLeaderId;

    /**
     * Creates a follower from what recovery found.
     *
     * <p>A crash can leave entries of a term that the hard state does not know yet, when the operating system wrote the log back first.
     * The node then goes on in that term, so that an older leader is refused; no vote of it can have left, or it would be durable.
     *
     * @param membership of the group
     * @param term the last term stored, 0 for a new node
     * @param votedFor whom this node voted for in that term, 0 for nobody
     * @param terms of the recovered log, all of it durable; owned by this object from now on
     */
    public Raft(
            final RaftConfig config,
            final Membership membership,
            final long term,
            final int votedFor,
            final TermTable terms) {
        this.config = config;
        persistence = new Persistence(terms.lastIndex());
        state = new RaftState(config.nodeId(), term, votedFor, terms, terms.baseIndex(), persistence);
        timer = new ElectionTimer(config.electionTicks(), config.seed());
        tracker = new ProgressTracker(membership, config.maxInflightAppends());
        transfer = new LeadershipTransfer(config.electionTicks());
        follower = new Follower(state, persistence);
        candidate = new Candidate(state, membership);
        leader = new Leader(config, state, persistence, tracker, reads, transfer);
        if (terms.lastTerm() > term) {
            state.raiseTerm(terms.lastTerm());
        }
        toldTerm = state.term();
        toldCommitIndex = terms.baseIndex();
    }

    // ---- inputs: time and local requests

    /** One tick passed. */
    public void tick() {
        if (state.role() == Role.LEADER) {
            if (!leader.tick()) {
                becomeFollower(state.term(), 0);
            }
            return;
        }
        timer.tick();
        if (timer.hasTimedOut()) {
            campaign();
        }
    }

    /** Campaigns at once, with a pre-vote where that is on. Does nothing on a leader or a node that is no voter. */
    public void campaign() {
        if (state.role() != Role.LEADER && isPromotable()) {
            campaign(config.preVote(), false);
        }
    }

    /**
     * Gives indexes to new entries. The caller appends them to its log, in order, before the next call on this object.
     *
     * @param entryCount at least 1
     * @return the index of the first entry, or {@link Refusal#NOT_LEADER}, {@link Refusal#BACK_PRESSURED},
     *     {@link Refusal#TERM_STARTING}, {@link Refusal#TRANSFERRING}
     */
    public long propose(final int entryCount) {
        return state.role() == Role.LEADER ? leader.propose(entryCount) : Refusal.NOT_LEADER;
    }

    /**
     * Asks for a linearizable read (dissertation, 6.4). Ends in {@link RaftOutput#onReadReady} or
     * {@link RaftOutput#onReadRefused}, which cover all reads up to the number returned.
     *
     * @return the read's number, from 1, or {@link Refusal#NOT_LEADER}
     */
    public long requestRead() {
        return state.role() == Role.LEADER ? reads.add() : Refusal.NOT_LEADER;
    }

    /**
     * Hands leadership to another voter; it is given up after an election timeout (dissertation, 3.10).
     *
     * @return 0, or {@link Refusal#NOT_LEADER}, or {@link Refusal#NOT_A_VOTER}
     */
    public int transferLeadership(final int targetId) {
        if (state.role() != Role.LEADER) {
            return Refusal.NOT_LEADER;
        }
        if (!tracker.membership().isVoter(targetId)) {
            return Refusal.NOT_A_VOTER;
        }
        if (targetId != config.nodeId()) {
            transfer.start(targetId);
        }
        return 0;
    }

    /** All writes asked for with sequences up to this one are durable. */
    public void onPersisted(final long sequence) {
        persistence.onPersisted(sequence);
        if (state.role() == Role.LEADER) {
            leader.onOwnLogPersisted();
        } else if (state.role() == Role.CANDIDATE) {
            settleElection();
        }
    }

    /** The connection to a peer broke: what was under way may be lost. */
    public void onPeerUnreachable(final int peerId) {
        final int slot = tracker.slotOf(peerId);
        if (state.role() == Role.LEADER && slot >= 0) {
            tracker.progressAt(slot).onUnreachable();
        }
    }

    // ---- inputs: messages

    /** A candidate asks for a vote (paper, 5.2 and 5.4.1), or whether it would get one (dissertation, 9.6). */
    public void onVoteRequest(
            final int from,
            final long term,
            final boolean preVote,
            final boolean leadershipTransfer,
            final long lastIndex,
            final long lastTerm) {
        if (term > state.term()) {
            // Dissertation 4.2.3: who hears a leader gives no vote, or a removed server could depose it.
            if (!leadershipTransfer && isLeaderHeard()) {
                return;
            }
            if (!preVote) {
                becomeFollower(term, 0);
            }
        } else if (term < state.term()) {
            if (preVote) {
                replies.owePreVoteReply(from, state.term(), false);
            }
            return;
        }
        final boolean free = state.votedFor() == from || (state.votedFor() == 0 && state.leaderId() == 0);
        final boolean upToDate = state.isUpToDate(lastIndex, lastTerm);
        if (preVote) {
            final boolean granted = upToDate && (free || term > state.term());
            replies.owePreVoteReply(from, granted ? term : state.term(), granted);
            return;
        }
        final boolean granted = upToDate && free;
        if (granted) {
            state.voteFor(from);
            timer.onHeard();
        }
        replies.oweVoteReply(from, granted);
    }

    /** A voter answers. */
    public void onVoteReply(final int from, final long term, final boolean preVote, final boolean granted) {
        final boolean preVoteGranted = preVote && granted;
        if (term > state.term() && !preVoteGranted) {
            becomeFollower(term, 0);
            return;
        }
        final Role asker = preVote ? Role.PRE_CANDIDATE : Role.CANDIDATE;
        final long expectedTerm = preVoteGranted ? state.term() + 1 : state.term();
        if (state.role() != asker || term != expectedTerm) {
            return;
        }
        candidate.onReply(from, granted);
        settleElection();
    }

    /**
     * A leader replicates entries, or probes with none (paper, 5.3). The caller has verified them.
     *
     * @param entriesTerm term of all entries, from {@code prevTerm} to {@code term}; not read without entries
     * @return the index of the first entry of the message that the caller must now write to its log, all later ones following,
     *     after cutting whatever the log holds from that index on; 0 when nothing is to be written
     */
    public long onAppendRequest(
            final int from,
            final long term,
            final long prevIndex,
            final long prevTerm,
            final long entriesTerm,
            final int entryCount,
            final long commitIndex,
            final long readRound) {
        if (!hearLeader(from, term)) {
            return 0;
        }
        return follower.onAppend(prevIndex, prevTerm, entriesTerm, entryCount, commitIndex, readRound);
    }

    /** A follower answers an append: it holds everything up to {@code index}, or rejects what came after it. */
    public void onAppendReply(
            final int from,
            final long term,
            final boolean rejected,
            final long index,
            final long hintIndex,
            final long hintTerm,
            final long readRound) {
        final int slot = slotOfFollower(from, term);
        if (slot >= 0) {
            leader.onAppendReply(slot, rejected, index, hintIndex, hintTerm, readRound);
        }
    }

    /** A leader lives. */
    public void onHeartbeat(final int from, final long term, final long commitIndex, final long readRound) {
        if (hearLeader(from, term)) {
            follower.onHeartbeat(commitIndex, readRound);
        }
    }

    /** A follower answers a heartbeat. */
    public void onHeartbeatReply(final int from, final long term, final long readRound) {
        final int slot = slotOfFollower(from, term);
        if (slot >= 0) {
            leader.onHeartbeatReply(slot, readRound);
        }
    }

    /** The leader hands over: campaign at once, without a pre-vote (dissertation, 3.10). */
    public void onTimeoutNow(final int from, final long term) {
        if (term > state.term()) {
            becomeFollower(term, from);
        }
        if (term == state.term() && state.role() == Role.FOLLOWER && isPromotable()) {
            campaign(false, true);
        }
    }

    // ---- output

    /**
     * Tells what must happen, in the order of {@link RaftOutput}.
     *
     * @return true when anything was told
     */
    public boolean drain(final RaftOutput output) {
        final boolean leading = state.role() == Role.LEADER;
        boolean told = persistence.drainHardState(output, state.term(), state.votedFor());
        told |= leading && leader.drainTermStart(output);
        told |= persistence.drainAppend(output, state.lastIndex());
        told |= replies.drain(output, state.term(), persistence.isHardStateDurable());
        told |= switch (state.role()) {
            case FOLLOWER -> follower.drain(output);
            case PRE_CANDIDATE -> candidate.drain(output);
            // Not before the term is durable: after a crash this node would ask in it anew, perhaps with a shorter log,
            // and count a
            // vote that was given to the longer one.
            case CANDIDATE -> persistence.isHardStateDurable() && candidate.drain(output);
            case LEADER -> leader.drainMessages(output);
        };
        told |= drainCommit(output);
        told |= leading && leader.drainReads(output);
        told |= reads.drainRefused(output);
        return told | drainRoleChange(output);
    }

    // ---- what can be seen from outside

    /** Returns this node's role. */
    public Role role() {
        return state.role();
    }

    /** Tells whether this node leads. */
    public boolean isLeader() {
        return state.role() == Role.LEADER;
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

    /** Returns the highest index known to be committed. */
    public long commitIndex() {
        return state.commitIndex();
    }

    /** Returns the index of the last entry. */
    public long lastIndex() {
        return state.lastIndex();
    }

    /** Returns the index up to which this node's log is durable. */
    public long persistedIndex() {
        return persistence.persistedIndex();
    }

    /** Returns the term of an entry held; the caller knows that it is. */
    public long termAt(final long index) {
        return state.terms().termAt(index);
    }

    /** Returns who the members are. */
    public Membership membership() {
        return tracker.membership();
    }

    /** Returns the leader's view of a member; meaningful only while {@link #isLeader()}. Not to be changed. */
    public Progress progressAt(final int slot) {
        return tracker.progressAt(slot);
    }

    // ---- transitions

    private void becomeFollower(final long term, final int leaderId) {
        if (state.role() == Role.LEADER) {
            leader.stop();
        }
        // A higher term alone does not put off this node's own campaign (paper, figure 2, "Rules for Servers"): or a
        // candidate that
        // cannot win, its log being too old, but is quick to try again, would keep those who can from ever trying.
        if (state.role() != Role.FOLLOWER || leaderId != 0) {
            timer.restart();
        }
        if (term > state.term()) {
            state.raiseTerm(term);
            replies.onTermRaised();
        }
        state.become(Role.FOLLOWER, leaderId);
        follower.start();
    }

    private void campaign(final boolean preVote, final boolean byTransfer) {
        if (preVote) {
            state.become(Role.PRE_CANDIDATE, 0);
        } else {
            state.raiseTerm(state.term() + 1);
            replies.onTermRaised();
            state.voteFor(config.nodeId());
            state.become(Role.CANDIDATE, 0);
        }
        timer.restart();
        candidate.start(tracker.membership(), preVote, byTransfer);
        settleElection();
    }

    private void settleElection() {
        final VoteResult result = candidate.result();
        if (result == VoteResult.LOST) {
            becomeFollower(state.term(), 0);
        } else if (result == VoteResult.WON) {
            if (state.role() == Role.PRE_CANDIDATE) {
                campaign(false, false);
            } else if (persistence.isHardStateDurable()) {
                // Not before: after a crash this node would not remember the term, could win it a second time, and give
                // an index in it to two entries.
                state.become(Role.LEADER, config.nodeId());
                leader.start();
            }
        }
    }

    /** @return false when the message is of an older term: its sender is told of the newer one */
    private boolean hearLeader(final int from, final long term) {
        if (term < state.term()) {
            replies.oweStaleLeaderReply(from);
            return false;
        }
        final boolean sameTerm = term == state.term();
        if (sameTerm && (isLeader() || (state.leaderId() != 0 && state.leaderId() != from))) {
            throw new InvariantViolation("two leaders in one term: term=" + term + ", leaderId=" + state.leaderId()
                    + ", from=" + from + ", nodeId=" + config.nodeId());
        }
        if (!sameTerm || state.role() != Role.FOLLOWER || state.leaderId() == 0) {
            becomeFollower(term, from);
        }
        timer.onHeard();
        return true;
    }

    /** @return the slot of a follower that answers this leader in its term; negative for anything else */
    private int slotOfFollower(final int from, final long term) {
        if (term > state.term()) {
            becomeFollower(term, 0);
        }
        return term == state.term() && state.role() == Role.LEADER ? tracker.slotOf(from) : -1;
    }

    private boolean isPromotable() {
        return tracker.membership().isVoter(config.nodeId());
    }

    private boolean isLeaderHeard() {
        return config.checkQuorum() && (isLeader() || (state.leaderId() != 0 && timer.isWithinLeastTimeout()));
    }

    private boolean drainCommit(final RaftOutput output) {
        final boolean early = config.applyBeforePersist() && state.role() == Role.LEADER;
        final long applicable =
                early ? state.commitIndex() : Math.min(state.commitIndex(), persistence.persistedIndex());
        if (applicable <= toldCommitIndex) {
            return false;
        }
        toldCommitIndex = applicable;
        output.onCommit(applicable);
        return true;
    }

    private boolean drainRoleChange(final RaftOutput output) {
        if (toldRole == state.role() && toldTerm == state.term() && toldLeaderId == state.leaderId()) {
            return false;
        }
        toldRole = state.role();
        toldTerm = state.term();
        toldLeaderId = state.leaderId();
        output.onRoleChange(toldRole, toldTerm, toldLeaderId);
        return true;
    }
}
