package io.balsa.consensus;

import io.balsa.consensus.progress.Progress;
import io.balsa.consensus.progress.ProgressTracker;

/**
 * Orders the log: gives proposals their index, replicates them, and commits what a quorum holds durably (paper, 5.3 and 5.4).
 *
 * <p>The leader sends while it syncs; its own log counts towards a commit only as far as it is persisted (dissertation,
 * section 10.2.1). What to send to whom follows from each {@link Progress} whenever the core drains.
 *
 * <p>Threading: the owner of the {@link Raft}.
 */
final class Leader {
    private final RaftConfig config;
    private final RaftState state;
    private final Persistence persistence;
    private final ProgressTracker tracker;
    private final ReadIndexQueue reads;
    private final LeadershipTransfer transfer;
    private final int ownSlot;

    private long termStartIndex;
    private boolean termStartOwed;
    private boolean quorumMoved;
    private int heartbeatElapsedTicks;
    private int quorumElapsedTicks;

    Leader(
            final RaftConfig config,
            final RaftState state,
            final Persistence persistence,
            final ProgressTracker tracker,
            final ReadIndexQueue reads,
            final LeadershipTransfer transfer) {
        this.config = config;
        this.state = state;
        this.persistence = persistence;
        this.tracker = tracker;
        this.reads = reads;
        this.transfer = transfer;
        this.ownSlot = tracker.slotOf(config.nodeId());
    }

    /**
     * Begins a term with an empty entry: entries of earlier terms commit only under an entry of the leader's own (paper, 5.4.2 and
     * figure 8), and reads need one (dissertation, 6.4).
     */
    void start() {
        tracker.reset(state.lastIndex());
        transfer.end();
        termStartIndex = state.terms().append(1, state.term());
        termStartOwed = true;
        quorumMoved = true;
        heartbeatElapsedTicks = 0;
        quorumElapsedTicks = 0;
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
        transfer.end();
        reads.refuseAll();
    }

    /** @return false when no quorum was heard for an election timeout: the leader must step down (dissertation, 6.2) */
    boolean tick() {
        transfer.tick();
        if (++heartbeatElapsedTicks >= config.heartbeatTicks()) {
            heartbeatElapsedTicks = 0;
            for (int slot = 0; slot < tracker.memberCount(); slot++) {
                tracker.progressAt(slot).oweHeartbeat();
            }
        }
        if (++quorumElapsedTicks < config.electionTicks()) {
            return true;
        }
        quorumElapsedTicks = 0;
        if (ownSlot >= 0) {
            tracker.progressAt(ownSlot).onHeard();
        }
        return !config.checkQuorum() || tracker.takeQuorumActive();
    }

    /** @return the index of the first entry, or a {@link Refusal} */
    long propose(final int entryCount) {
        if (termStartOwed) {
            return Refusal.TERM_STARTING;
        }
        if (transfer.isUnderWay()) {
            return Refusal.TRANSFERRING;
        }
        if (state.lastIndex() - state.commitIndex() + entryCount > config.maxUncommittedEntries()) {
            return Refusal.BACK_PRESSURED;
        }
        return state.terms().append(entryCount, state.term());
    }

    void onOwnLogPersisted() {
        quorumMoved = true;
    }

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

    /** Tells of the term's first entry, before anything that follows it. */
    boolean drainTermStart(final RaftOutput output) {
        if (!termStartOwed) {
            return false;
        }
        termStartOwed = false;
        output.onTermStart(termStartIndex, state.term());
        return true;
    }

    /** Sends what each member lacks. */
    boolean drainMessages(final RaftOutput output) {
        advanceCommit();
        if (state.commitIndex() >= termStartIndex) {
            reads.beginRound(state.commitIndex());
        }
        boolean sent = false;
        for (int slot = 0; slot < tracker.memberCount(); slot++) {
            if (slot != ownSlot) {
                sent |= replicate(output, slot) | heartbeat(output, slot);
            }
        }
        if (transfer.isUnderWay()) {
            sent |= transfer.drain(output, state.term(), isCaughtUp(transfer.targetId()));
        }
        return sent;
    }

    /** Tells which reads a quorum has confirmed. */
    boolean drainReads(final RaftOutput output) {
        return reads.hasUnconfirmedRound()
                && reads.drainReady(output, tracker.confirmedReadRound(ownSlot, reads.newestRound()));
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
        }
    }

    private boolean replicate(final RaftOutput output, final int slot) {
        final Progress progress = tracker.progressAt(slot);
        final long commitToCarry = config.eagerCommit() ? state.commitIndex() : 0;
        boolean sent = false;
        while (progress.needsAppend(state.lastIndex(), commitToCarry)) {
            final int taken = sendAppend(output, slot, progress);
            if (taken < 0) {
                return sent;
            }
            progress.onAppendSent(taken, state.commitIndex(), reads.newestRound());
            sent = true;
        }
        return sent;
    }

    /** @return the entries taken, or -1 when the message was not */
    private int sendAppend(final RaftOutput output, final int slot, final Progress progress) {
        final TermTable terms = state.terms();
        final long nextIndex = progress.nextIndex();
        final long prevIndex = nextIndex - 1;
        if (prevIndex < terms.baseIndex()) {
            return -1;
        }
        int entryCount = 0;
        long entriesTerm = 0;
        if (nextIndex <= state.lastIndex() && progress.mayCarryEntries()) {
            final long available = terms.lastIndexOfRun(nextIndex) - prevIndex;
            entryCount = (int) Math.min(available, config.maxEntriesPerAppend());
            entriesTerm = terms.termAt(nextIndex);
        }
        final int taken = output.sendAppendRequest(
                tracker.memberAt(slot),
                state.term(),
                prevIndex,
                terms.termAt(prevIndex),
                entriesTerm,
                entryCount,
                state.commitIndex(),
                reads.newestRound());
        return taken == 0 && entryCount > 0 ? -1 : taken;
    }

    private boolean heartbeat(final RaftOutput output, final int slot) {
        final Progress progress = tracker.progressAt(slot);
        if (!progress.needsHeartbeat(reads.newestRound())) {
            return false;
        }
        final long commitIndex = Math.min(progress.matchIndex(), state.commitIndex());
        if (!output.sendHeartbeat(tracker.memberAt(slot), state.term(), commitIndex, reads.newestRound())) {
            return false;
        }
        progress.onHeartbeatSent(commitIndex, reads.newestRound());
        return true;
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
