package io.balsa.consensus;

import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.membership.MembershipChange;
import io.balsa.consensus.progress.ProgressTracker;

/**
 * One member of one consensus group: the whole algorithm behind inputs and {@link #drain}.
 *
 * <p>An owner feeds inputs in any order and as many as it likes, then drains: effects come out in one fixed order and in as few
 * pieces as possible. Between two drains nothing leaves.
 *
 * <p>Threading: single-threaded; all calls from one thread at a time. Ownership: no buffers. Errors: an expected refusal is a
 * {@link Refusal}; {@link InvariantViolation} means a bug or damaged memory, after which the object must not be used.
 *
 * <p>Source: Raft paper, figure 2; dissertation, chapters 3, 4, 6, 9 and 10.
 */
public final class Raft {
    private final RaftState state;
    private final Persistence persistence;
    private final ProgressTracker tracker;
    private final ReadIndexQueue reads;
    private final TickClock clock = new TickClock();
    private final LeadershipTransfer transfer = new LeadershipTransfer(clock);
    private final Roles roles;
    private final RaftStatus status;

    private long toldCommitIndex;
    private Role toldRole = Role.FOLLOWER;
    private long toldTerm;
    private int toldLeaderId;

    /**
     * Creates a follower from what recovery found. Membership entries that recovery found after {@link RecoveredState#appliedIndex} are
     * told next, each with {@link #onMembershipEntry}.
     *
     * <p>A crash can leave entries of a term that the hard state does not know yet, when the operating system wrote the log back first.
     * The node then goes on in that term, so that an older leader is refused; no vote of it can have left, or it would be durable.
     */
    public Raft(final RaftConfig config, final RecoveredState recovered) {
        final TermTable terms = recovered.terms();
        persistence = new Persistence(terms.lastIndex());
        state = new RaftState(config, recovered, persistence);
        tracker = new ProgressTracker(recovered.membership(), config.maxInflightAppends(), config.maxInflightBytes());
        reads = new ReadIndexQueue(config.firstReadId());
        roles = new Roles(state, clock, persistence, tracker, reads, transfer);
        status = new RaftStatus(state, persistence, tracker, transfer, roles);
        if (terms.lastTerm() > recovered.term()) {
            state.raiseTerm(terms.lastTerm());
        }
        toldTerm = state.term();
        toldCommitIndex = recovered.appliedIndex();
    }

    // ---- inputs: time and local requests

    /** One tick passed. */
    public void tick() {
        roles.tick();
    }

    /**
     * Tells the time, for leases alone: whoever uses {@link #requestLeaseRead} calls this before a {@link #drain}.
     *
     * @param nowNs of a monotonic clock that goes on while the process is paused
     */
    public void onClock(final long nowNs) {
        roles.leaderReads().rounds().onClock(nowNs);
    }

    /**
     * Campaigns at once, with a pre-vote where that is on. Does nothing on a leader, on a node that is not promotable, or while this
     * node may have confirmed a lease that still holds: its own vote is bound by it as well.
     */
    public void campaign() {
        if (!isLeader() && roles.isPromotable() && !roles.isBound()) {
            roles.campaign(state.config().preVote(), false);
        }
    }

    /**
     * Gives indexes to new entries. The caller appends them to its log, in order, before the next call on this object.
     *
     * @param entryCount at least 1
     * @param bytes of all of them, as {@link RaftConfig#maxUncommittedBytes} counts them
     * @return the index of the first entry, or {@link Refusal#NOT_LEADER}, {@link Refusal#BACK_PRESSURED},
     *     {@link Refusal#TERM_STARTING}, {@link Refusal#TRANSFERRING}, {@link Refusal#NOT_A_MEMBER}
     */
    public long propose(final int entryCount, final long bytes) {
        return isLeader() ? roles.leader().propose(entryCount, bytes) : Refusal.NOT_LEADER;
    }

    /** As {@link #propose(int, long)}, for entries whose bytes are not counted. */
    public long propose(final int entryCount) {
        return propose(entryCount, 0);
    }

    /**
     * Gives an index to an entry that changes the membership, after a check that the change can be made. The caller appends it
     * before the next call on this object; {@link #onMembershipEntry} is not called for it.
     *
     * @return the index of the entry, or what {@link #propose} returns, or {@link Refusal#MEMBERSHIP_PENDING},
     *     {@link Refusal#NO_OWN_TERM_COMMIT}, {@link Refusal#JOINT}, {@link Refusal#NOT_JOINT}, {@link Refusal#NO_VOTERS},
     *     {@link Refusal#MORE_THAN_ONE_VOTER}, {@link Refusal#TOO_MANY_MEMBERS}, {@link Refusal#WITNESS},
     *     {@link Refusal#TOO_MANY_WITNESSES}
     */
    public long proposeMembership(final MembershipChange change, final long bytes) {
        return isLeader() ? roles.leader().proposeMembership(change, bytes) : Refusal.NOT_LEADER;
    }

    /**
     * Asks for a linearizable read (dissertation, 6.4). A follower asks its leader. Ends in {@link RaftOutput#onReadReady} or
     * {@link RaftOutput#onReadRefused}, which cover all reads up to the number returned.
     *
     * @return the read's number, one above that of the read before, or {@link Refusal#NO_LEADER}
     */
    public long requestRead() {
        return isLeader() || state.leaderId() != 0 ? reads.add() : Refusal.NO_LEADER;
    }

    /**
     * Asks for a read that a leader's lease confirms at once, without a round of messages (dissertation, 6.4.1). Where there is no
     * lease, or it may have run out, it is an ordinary read.
     *
     * @param nowNs of the clock of {@link #onClock}, read for this call
     * @return as {@link #requestRead}
     */
    public long requestLeaseRead(final long nowNs) {
        return isLeader() ? roles.leader().requestLeaseRead(nowNs) : requestRead();
    }

    /**
     * Hands leadership to another voter (dissertation, 3.10); proposals are refused meanwhile. It is given up after an election
     * timeout. Ends in {@link RaftOutput#onTransferEnded}.
     *
     * @return 0, or {@link Refusal#NOT_LEADER}, {@link Refusal#NOT_A_VOTER}, {@link Refusal#WITNESS}
     */
    public int transferLeadership(final int targetId) {
        return isLeader() ? roles.leader().transferTo(targetId) : Refusal.NOT_LEADER;
    }

    /** A leader becomes a follower: its disk, say, has become too slow to lead with. */
    public void stepDown() {
        if (isLeader()) {
            roles.becomeFollower(state.term(), 0);
        }
    }

    /**
     * A follower forgets its leader, as if it had not heard it for long, and so gives its vote to whoever may have it.
     *
     * @return false when there is none to forget, or a lease forbids it
     */
    public boolean forgetLeader() {
        return roles.forgetLeader();
    }

    /** Changes settings while the node runs; {@code nodeId} must stay, {@code seed} and {@code firstReadId} have no effect. */
    public void configure(final RaftConfig config) {
        if (config.nodeId() != state.nodeId()) {
            throw new IllegalArgumentException(
                    "a node keeps its id: nodeId=" + config.nodeId() + ", expected=" + state.nodeId());
        }
        state.configure(config);
        roles.timer().configure(config.electionTicks(), config.maxElectionTicks());
        tracker.configure(config.maxInflightAppends(), config.maxInflightBytes());
    }

    /**
     * Switches group commit: an entry commits when a majority and voters of two zones hold it.
     *
     * @see io.balsa.consensus.quorum.ZoneQuorum
     */
    public void groupCommit(final boolean on) {
        tracker.groupCommit(on);
        roles.leader().onQuorumMoved();
    }

    /**
     * Puts a member in a zone.
     *
     * @param zone from 1, 0 for none
     * @return false when the node is no member
     */
    public boolean zone(final int nodeId, final int zone) {
        final int slot = tracker.slotOf(nodeId);
        if (slot < 0) {
            return false;
        }
        tracker.zone(slot, zone);
        roles.leader().onQuorumMoved();
        return true;
    }

    // ---- inputs: disk and state machine

    /** All writes asked for with sequences up to this one are durable. */
    public void onPersisted(final long sequence) {
        persistence.onPersisted(sequence);
        if (isLeader()) {
            roles.leader().onQuorumMoved();
        } else if (state.role() == Role.CANDIDATE) {
            roles.settleElection();
        }
    }

    /**
     * An entry that changes the membership was written to this node's log: one of those that {@link #onAppendRequest} asked to write,
     * or one that recovery found. Told in the order of the log, before the next input or drain.
     */
    public void onMembershipEntry(final long index) {
        state.onMembershipEntry(index);
    }

    /**
     * An entry that changes the membership was applied; takes effect now.
     *
     * @param index of the entry, told before with {@link #onMembershipEntry} or given by {@link #proposeMembership} or
     *     {@link RaftOutput#onLeaveJoint}
     * @param membership from here on; the present one where the change could not be made
     */
    public void applyMembership(final long index, final Membership membership) {
        state.onMembershipApplied(index);
        roles.changeMembership(membership);
    }

    /** The log's entries up to {@code index}, all applied, were dropped, a snapshot having taken their place. */
    public void onCompacted(final long index) {
        if (index > toldCommitIndex) {
            throw new InvariantViolation(
                    "what was not applied must stay in the log: index=" + index + ", appliedIndex<=" + toldCommitIndex);
        }
        if (index > state.terms().baseIndex()) {
            state.terms().compact(index);
        }
    }

    /**
     * This node lost its state or doubts it: asks the leader for a snapshot. Before it has one it neither leads nor campaigns, and
     * hands out no more entries, so that the snapshot never takes it back behind what it has applied.
     */
    public void requestSnapshot() {
        if (state.role() != Role.FOLLOWER) {
            roles.becomeFollower(state.term(), 0);
        }
        roles.follower().requestSnapshot();
    }

    /**
     * A snapshot that was {@link SnapshotVerdict#WANTED} is durable on this node. On true the caller loads it into the state machine
     * and lets its log begin after {@code index}; entries after it stay where {@link #lastIndex} says so.
     *
     * @param snapshotTerm of the entry at {@code index}
     * @param membership as of {@code index}
     * @return false when the log has overtaken it meanwhile: nothing has changed
     */
    public boolean installSnapshot(final long index, final long snapshotTerm, final Membership membership) {
        if (isLeader() || !roles.follower().wantsSnapshot(index)) {
            state.endSnapshot(index);
            return false;
        }
        state.installSnapshot(index, snapshotTerm);
        roles.follower().onSnapshotInstalled(index);
        toldCommitIndex = Math.max(toldCommitIndex, index);
        roles.changeMembership(membership);
        return true;
    }

    /** A snapshot that was wanted will not come. */
    public void abandonSnapshot() {
        state.endSnapshot(Long.MAX_VALUE);
    }

    // ---- inputs: connections and messages

    /** The connection to a peer broke: what was under way may be lost. */
    public void onPeerUnreachable(final int peerId) {
        final int slot = tracker.slotOf(peerId);
        if (isLeader() && slot >= 0) {
            tracker.progressAt(slot).onUnreachable();
        }
    }

    /** A snapshot offered to a peer ended: it arrived, was not needed, or failed. */
    public void onSnapshotReport(final int peerId, final boolean succeeded) {
        final int slot = tracker.slotOf(peerId);
        if (isLeader() && slot >= 0) {
            tracker.progressAt(slot).onSnapshotReport(succeeded);
        }
    }

    /** A candidate asks for a vote (paper, 5.2 and 5.4.1), or whether it would get one (dissertation, 9.6). */
    public void onVoteRequest(
            final int from,
            final long term,
            final boolean preVote,
            final boolean leadershipTransfer,
            final int priority,
            final long lastIndex,
            final long lastTerm) {
        roles.onVoteRequest(from, term, preVote, leadershipTransfer, priority, lastIndex, lastTerm);
    }

    /** A voter answers. */
    public void onVoteReply(final int from, final long term, final boolean preVote, final boolean granted) {
        roles.onVoteReply(from, term, preVote, granted);
    }

    /** A vote request or its answer names an entry that its sender knows to be committed; told after the message itself. */
    public void onCommitTold(final long index, final long term) {
        roles.onCommitTold(index, term);
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
        if (!roles.hearLeader(from, term)) {
            return 0;
        }
        return roles.follower().onAppend(prevIndex, prevTerm, entriesTerm, entryCount, commitIndex, readRound);
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
        final int slot = roles.slotOfFollower(from, term);
        if (slot >= 0) {
            roles.leader().onAppendReply(slot, rejected, index, hintIndex, hintTerm, readRound);
        }
    }

    /** A leader lives. */
    public void onHeartbeat(final int from, final long term, final long commitIndex, final long readRound) {
        if (roles.hearLeader(from, term)) {
            roles.follower().onHeartbeat(commitIndex, readRound);
        }
    }

    /** A follower answers a heartbeat. */
    public void onHeartbeatReply(final int from, final long term, final long readRound) {
        final int slot = roles.slotOfFollower(from, term);
        if (slot >= 0) {
            roles.leader().onHeartbeatReply(slot, readRound);
        }
    }

    /** The leader hands over: campaign at once, without a pre-vote (dissertation, 3.10). */
    public void onTimeoutNow(final int from, final long term) {
        if (term > state.term()) {
            roles.becomeFollower(term, from);
        }
        if (term == state.term() && state.role() == Role.FOLLOWER && roles.isPromotable()) {
            roles.campaign(false, true);
        }
    }

    /** The leader offers a snapshot whose last entry has this index and term (paper, section 7). */
    public SnapshotVerdict onSnapshotOffer(final int from, final long term, final long index, final long snapshotTerm) {
        return roles.hearLeader(from, term)
                ? roles.follower().onSnapshotOffer(index, snapshotTerm)
                : SnapshotVerdict.STALE;
    }

    /** A follower asks for a snapshot that reaches at least {@code minIndex}. */
    public void onSnapshotRequest(final int from, final long term, final long minIndex) {
        final int slot = roles.slotOfFollower(from, term);
        if (slot >= 0) {
            tracker.progressAt(slot).onHeard();
            tracker.progressAt(slot).onSnapshotRequested(minIndex);
        }
    }

    /** A follower asks this leader to confirm its reads up to {@code readId} (dissertation, 6.4). */
    public void onReadRequest(final int from, final long term, final long readId) {
        if (roles.isLeaderIn(term)) {
            roles.leaderReads().onPeerRequest(from, readId);
        }
    }

    /** The leader confirms this follower's reads up to {@code readId}, to be served once {@code index} is applied. */
    public void onReadReply(final int from, final long term, final long readId, final long index) {
        if (roles.hearLeader(from, term)) {
            reads.onLeaderConfirmed(readId, index);
        }
    }

    // ---- output

    /**
     * Tells what must happen, in the order of {@link RaftOutput}.
     *
     * @return true when anything was told
     */
    public boolean drain(final RaftOutput output) {
        final boolean leading = isLeader();
        boolean told = persistence.drainHardState(output, state.term(), state.votedFor());
        told |= leading && roles.leader().drainOwnEntries(output);
        told |= persistence.drainAppend(output, state.lastIndex());
        told |= roles.drainMessages(output);
        told |= drainCommit(output);
        told |= leading && roles.leader().drainReads(output);
        told |= reads.drain(output);
        told |= transfer.drainEnds(output);
        return told | drainRoleChange(output);
    }

    private boolean drainCommit(final RaftOutput output) {
        final long persistedIndex = persistence.persistedIndex();
        final long limit = isLeader() ? persistedIndex + state.config().maxApplyAheadEntries() : persistedIndex;
        final long applicable = Math.min(state.commitIndex(), limit);
        if (applicable <= toldCommitIndex || roles.follower().isSnapshotWanted()) {
            return false;
        }
        final long taken = output.onCommit(applicable);
        if (taken > applicable) {
            throw new InvariantViolation(
                    "more was taken than was offered: taken=" + taken + ", commitIndex=" + applicable);
        }
        final boolean told = taken > toldCommitIndex;
        toldCommitIndex = Math.max(toldCommitIndex, taken);
        return told;
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

    // ---- what can be seen from outside; the rest is in status()

    /** Returns everything that can be seen of this node, kept up to date. */
    public RaftStatus status() {
        return status;
    }

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

    /** Returns who the members are. */
    public Membership membership() {
        return tracker.membership();
    }

    /** For tests that decide when a node campaigns. */
    ElectionTimer electionTimer() {
        return roles.timer();
    }
}
