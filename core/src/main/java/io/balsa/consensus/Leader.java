package io.balsa.consensus;

import io.balsa.consensus.membership.MembershipChange;
import io.balsa.consensus.membership.MembershipChanger;
import io.balsa.consensus.membership.MembershipRefusedException;
import io.balsa.consensus.progress.Progress;
import io.balsa.consensus.progress.ProgressTracker;

/**
 * Orders the log: gives proposals their index, replicates them, and commits what a quorum holds durably (paper, 5.3 and 5.4).
 *
 * <p>The leader sends while it syncs; its own log counts towards a commit only as far as it is persisted (dissertation,
 * section 10.2.1). What to send to whom follows from each {@link Progress} whenever the core drains, see {@link Replication}.
 *
 * <p>Threading: the owner of the {@link Raft}.
 */
final class Leader {
    private final RaftState state;
    private final TickClock clock;
    private final Persistence persistence;
    private final ProgressTracker tracker;
    private final LeadershipTransfer transfer;
    private final LeaderReads reads;
    private final Replication replication;
    private final UncommittedBytes uncommitted = new UncommittedBytes();

    private int ownSlot;
    private long termStartIndex;
    private boolean termStartOwed;
    private boolean quorumMoved;
    private long heartbeatAtTick;
    private long quorumAtTick;

    Leader(
            final RaftState state,
            final TickClock clock,
            final Persistence persistence,
            final ProgressTracker tracker,
            final LeadershipTransfer transfer,
            final LeaderReads reads) {
        this.state = state;
        this.clock = clock;
        this.persistence = persistence;
        this.tracker = tracker;
        this.transfer = transfer;
        this.reads = reads;
        replication = new Replication(state, tracker, reads.rounds());
    }

    /**
     * Begins a term with an empty entry: entries of earlier terms commit only under an entry of the leader's own (paper, 5.4.2 and
     * figure 8), and reads need one (dissertation, 6.4).
     */
    void start() {
        ownSlot = tracker.slotOf(state.nodeId());
        tracker.reset(state.lastIndex());
        uncommitted.clear();
        reads.start();
        termStartIndex = state.terms().append(1, state.term());
        termStartOwed = true;
        quorumMoved = true;
        heartbeatAtTick = clock.now();
        quorumAtTick = clock.now();
    }

    /**
     * Ends the term as far as this node leads it: what nobody can confirm any more is refused, and a first entry that was not told
     * of yet is taken back, since no log holds it.
     */
    void stop() {
        if (termStartOwed) {
            termStartOwed = false;
            state.truncate(termStartIndex);
        }
        transfer.onDeposed();
        reads.stop();
    }

    /** @return false when no quorum was heard for an election timeout: the leader must step down (dissertation, 6.2) */
    boolean tick() {
        final RaftConfig config = state.config();
        final long now = clock.now();
        if (now - heartbeatAtTick >= config.heartbeatTicks()) {
            heartbeatAtTick = now;
            reads.onHeartbeatDue();
            replication.oweHeartbeats();
        }
        if (now - quorumAtTick < config.electionTicks()) {
            return true;
        }
        quorumAtTick = now;
        if (ownSlot >= 0) {
            tracker.progressAt(ownSlot).onHeard();
        }
        return !config.checkQuorum() || tracker.takeQuorumActive();
    }

    /** Returns when the next heartbeat is due, or the quorum is looked at. */
    long dueAtTick() {
        final RaftConfig config = state.config();
        return Math.min(heartbeatAtTick + config.heartbeatTicks(), quorumAtTick + config.electionTicks());
    }

    // ---- proposals

    /**
     * A leader that was removed, and that leads on only until another one is elected, takes nothing new (dissertation, 4.2.2).
     *
     * @return the index of the first entry, or a {@link Refusal}
     */
    long propose(final int entryCount, final long bytes) {
        if (termStartOwed) {
            return Refusal.TERM_STARTING;
        }
        if (ownSlot < 0) {
            return Refusal.NOT_A_MEMBER;
        }
        if (transfer.isUnderWay()) {
            return Refusal.TRANSFERRING;
        }
        final RaftConfig config = state.config();
        if (state.lastIndex() - state.commitIndex() + entryCount > config.maxUncommittedEntries()) {
            return Refusal.BACK_PRESSURED;
        }
        if (config.maxUncommittedBytes() != Long.MAX_VALUE) {
            if (uncommitted.total() > 0 && bytes > 0 && uncommitted.total() + bytes > config.maxUncommittedBytes()) {
                return Refusal.BACK_PRESSURED;
            }
            uncommitted.add(state.lastIndex() + entryCount, bytes);
        }
        return state.terms().append(entryCount, state.term());
    }

    /**
     * One change at a time, and none before this term has committed an entry: otherwise a leader that does not know of a change may
     * commit another from the same beginning, and their majorities need not meet (dissertation, 4.1, and its erratum).
     *
     * @return the index of the entry, or a {@link Refusal}
     */
    long proposeMembership(final MembershipChange change, final long bytes) {
        if (!state.memberships().isEmpty()) {
            return Refusal.MEMBERSHIP_PENDING;
        }
        if (!hasCommittedInTerm()) {
            return Refusal.NO_OWN_TERM_COMMIT;
        }
        try {
            MembershipChanger.apply(tracker.membership(), change);
        } catch (final MembershipRefusedException e) {
            return Refusal.of(e.reason());
        }
        final long index = propose(1, bytes);
        if (index > 0) {
            state.onMembershipEntry(index);
        }
        return index;
    }

    /** @return 0 or a {@link Refusal} */
    int transferTo(final int targetId) {
        if (!tracker.membership().isVoter(targetId)) {
            return Refusal.NOT_A_VOTER;
        }
        if (tracker.membership().isWitness(targetId)) {
            return Refusal.WITNESS;
        }
        if (targetId == state.nodeId()) {
            transfer.succeedAtOnce(targetId);
        } else {
            transfer.start(targetId);
        }
        return 0;
    }

    /** The members are others now; who is new is sent to, who is gone is not. */
    void onMembershipChanged() {
        ownSlot = tracker.slotOf(state.nodeId());
        quorumMoved = true;
        if (transfer.isUnderWay() && !tracker.membership().isVoter(transfer.targetId())) {
            transfer.giveUp();
        }
    }

    /** What makes a quorum has changed, or this node's log is durable further. */
    void onQuorumMoved() {
        quorumMoved = true;
    }

    // ---- answers

    void onAppendReply(
            final int slot,
            final boolean rejected,
            final long index,
            final long hintIndex,
            final long hintTerm,
            final long readRound) {
        final Progress progress = tracker.progressAt(slot);
        progress.onHeard();
        progress.onReadRoundAcked(readRound);
        if (rejected) {
            progress.onAppendRejected(index, highestMatchIndex(hintIndex, hintTerm));
            return;
        }
        if (index > state.lastIndex()) {
            throw new InvariantViolation("a follower acknowledged what was never sent: index=" + index + ", lastIndex="
                    + state.lastIndex() + ", peerId=" + tracker.memberAt(slot) + ", term=" + state.term());
        }
        if (progress.onAppendAccepted(index, state.terms().baseIndex() + 1)) {
            quorumMoved = true;
        }
    }

    void onHeartbeatReply(final int slot, final long readRound) {
        final Progress progress = tracker.progressAt(slot);
        progress.onHeard();
        progress.onReadRoundAcked(readRound);
        progress.onHeartbeatAnswered(state.lastIndex());
    }

    // ---- output

    /** Tells of entries that this leader itself begins, before anything that follows them. */
    boolean drainOwnEntries(final RaftOutput output) {
        boolean told = false;
        if (termStartOwed) {
            termStartOwed = false;
            output.onTermStart(termStartIndex, state.term());
            told = true;
        }
        return told | drainLeaveJoint(output);
    }

    /**
     * Leaves a joint membership that is to be left by itself (dissertation, 4.3). That this is due follows from the membership, so
     * that it survives a change of leader.
     */
    private boolean drainLeaveJoint(final RaftOutput output) {
        if (!tracker.membership().autoLeave()
                || !state.memberships().isEmpty()
                || transfer.isUnderWay()
                || !hasCommittedInTerm()) {
            return false;
        }
        final long index = state.terms().append(1, state.term());
        state.onMembershipEntry(index);
        output.onLeaveJoint(index, state.term());
        return true;
    }

    /** Sends what each member lacks. */
    boolean drainMessages(final RaftOutput output) {
        advanceCommit();
        if (hasCommittedInTerm()) {
            reads.beginRound();
        }
        boolean sent = replication.drain(output, ownSlot);
        if (transfer.isUnderWay() && transfer.drain(output, state.term(), isCaughtUp(transfer.targetId()))) {
            // From now on the target may be elected at any time, however soon its voters have heard this leader.
            reads.forfeitLease();
            sent = true;
        }
        return sent;
    }

    /** Answers reads that a quorum has confirmed. */
    boolean drainReads(final RaftOutput output) {
        return reads.drain(output, tracker, ownSlot);
    }

    /**
     * Asks for a read that a lease may confirm at once (dissertation, 6.4.1).
     *
     * @return the read's number
     */
    long requestLeaseRead(final long nowNs) {
        return reads.addLeaseRead(holdsLease(nowNs));
    }

    boolean holdsLease(final long nowNs) {
        return hasCommittedInTerm() && !transfer.isUnderWay() && reads.holdsLease(tracker, ownSlot, nowNs);
    }

    /**
     * Commits what a quorum holds durably. Entries of earlier terms are not committed by counting (paper, 5.4.2, figure 8); they commit
     * with the first entry of this term.
     */
    private void advanceCommit() {
        if (!quorumMoved) {
            return;
        }
        quorumMoved = false;
        if (ownSlot >= 0) {
            tracker.progressAt(ownSlot).onOwnLogPersisted(persistence.persistedIndex());
        }
        final long quorumIndex = tracker.committedIndex();
        if (quorumIndex >= termStartIndex) {
            state.commitTo(quorumIndex);
            uncommitted.onCommitted(quorumIndex);
        }
    }

    private boolean hasCommittedInTerm() {
        return state.commitIndex() >= termStartIndex;
    }

    private boolean isCaughtUp(final int nodeId) {
        final int slot = tracker.slotOf(nodeId);
        return slot >= 0 && tracker.progressAt(slot).matchIndex() == state.lastIndex();
    }

    /** Where the logs may agree, by this log's terms as well as by the follower's hint (paper, end of 5.3). */
    private long highestMatchIndex(final long hintIndex, final long hintTerm) {
        return hintTerm == 0 ? hintIndex : state.terms().highestIndexNotAbove(hintIndex, hintTerm);
    }
}
