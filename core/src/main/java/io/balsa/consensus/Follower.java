package io.balsa.consensus;

/**
 * Takes entries from the leader and acknowledges what is durable (paper, 5.3).
 *
 * <p>Acknowledgements are derived: the highest index that both matches the leader's log and is persisted here. One answer therefore
 * covers all appends since the last, and leaves only after the sync that makes it true.
 *
 * <p>Threading: the owner of the {@link Raft}.
 */
final class Follower {
    private static final long NONE = -1;

    private final RaftState state;
    private final TickClock clock;
    private final Persistence persistence;
    private final ReadIndexQueue reads;

    private long matchedIndex;
    private long ackedIndex;
    private boolean ackOwed;
    private boolean rejectionOwed;
    private long rejectedPrevIndex;
    private long rejectionHintIndex;
    private long rejectionHintTerm;
    private long seenReadRound;
    private boolean heartbeatReplyOwed;
    private long wantedSnapshotIndex = NONE;
    private boolean snapshotRequestOwed;
    private long askedAtTick;
    private long lostIndex;

    Follower(final RaftState state, final TickClock clock, final Persistence persistence, final ReadIndexQueue reads) {
        this.state = state;
        this.clock = clock;
        this.persistence = persistence;
        this.reads = reads;
    }

    /** Begins with a leader of whose log nothing is known. */
    void start() {
        matchedIndex = 0;
        ackedIndex = 0;
        ackOwed = false;
        rejectionOwed = false;
        seenReadRound = 0;
        heartbeatReplyOwed = false;
        snapshotRequestOwed = wantedSnapshotIndex != NONE;
    }

    /** Asks again for what the leader may not have heard. */
    void tick() {
        if (clock.now() >= dueAtTick()) {
            askedAtTick = clock.now();
            reads.askAgain();
            snapshotRequestOwed = wantedSnapshotIndex != NONE && state.pendingSnapshotIndex() == 0;
        }
    }

    /** Returns when it asks next. */
    long dueAtTick() {
        return askedAtTick + state.config().electionTicks();
    }

    /**
     * Takes an append of the present leader.
     *
     * @return the index of the first entry to write, or 0 for none
     */
    long onAppend(
            final long prevIndex,
            final long prevTerm,
            final long entriesTerm,
            final int entryCount,
            final long leaderCommitIndex,
            final long readRound) {
        noteReadRound(readRound);
        final TermTable terms = state.terms();
        if (prevIndex < terms.baseIndex()) {
            // Older than what a snapshot holds, so committed, so equal to the leader's.
            acknowledge(state.commitIndex());
            return 0;
        }
        if (!terms.matches(prevIndex, prevTerm)) {
            reject(prevIndex, prevTerm);
            return 0;
        }
        final long lastNewIndex = prevIndex + entryCount;
        final long firstMissing = store(prevIndex + 1, lastNewIndex, entriesTerm);
        acknowledge(lastNewIndex);
        state.commitTo(Math.min(leaderCommitIndex, lastNewIndex));
        return firstMissing;
    }

    /** Takes a heartbeat of the present leader. */
    void onHeartbeat(final long leaderCommitIndex, final long readRound) {
        noteReadRound(readRound);
        heartbeatReplyOwed = true;
        if (leaderCommitIndex > state.lastIndex()) {
            // It names only what this node has acknowledged.
            lostIndex = state.mayVote() ? leaderCommitIndex : lostIndex;
            state.loseEntries(leaderCommitIndex);
        }
        state.commitTo(Math.min(leaderCommitIndex, state.lastIndex()));
    }

    /** This node wants a snapshot, though its log may match: its own state is lost or in doubt. */
    void requestSnapshot() {
        if (wantedSnapshotIndex == NONE) {
            wantedSnapshotIndex = state.commitIndex();
        }
        snapshotRequestOwed = true;
    }

    /**
     * Takes an offer of the present leader.
     *
     * @param snapshotTerm term of the entry at {@code index}
     */
    SnapshotVerdict onSnapshotOffer(final long index, final long snapshotTerm) {
        if (wantedSnapshotIndex != NONE && index >= wantedSnapshotIndex) {
            state.awaitSnapshot(index);
            return SnapshotVerdict.WANTED;
        }
        if (index <= state.commitIndex()) {
            acknowledge(state.commitIndex());
            return SnapshotVerdict.UNNEEDED;
        }
        if (state.terms().matches(index, snapshotTerm)) {
            state.commitTo(index);
            acknowledge(index);
            return SnapshotVerdict.UNNEEDED;
        }
        state.awaitSnapshot(index);
        return SnapshotVerdict.WANTED;
    }

    boolean isSnapshotWanted() {
        return wantedSnapshotIndex != NONE;
    }

    /** Tells whether a snapshot is of use: it is ahead of the commit index, or it was asked for. */
    boolean wantsSnapshot(final long index) {
        return index > state.commitIndex() || (wantedSnapshotIndex != NONE && index >= wantedSnapshotIndex);
    }

    void onSnapshotInstalled(final long index) {
        wantedSnapshotIndex = NONE;
        snapshotRequestOwed = false;
        acknowledge(index);
    }

    /** Tells of entries that were acknowledged and are not here. */
    boolean drainLoss(final RaftOutput output) {
        if (lostIndex == 0) {
            return false;
        }
        final long index = lostIndex;
        lostIndex = 0;
        output.onEntriesLost(index);
        return true;
    }

    /** Answers the leader where an answer is true by now. */
    boolean drain(final RaftOutput output) {
        // An answer in a term that a crash could undo would promise what this node might not remember.
        if (state.leaderId() == 0 || !persistence.isHardStateDurable()) {
            return false;
        }
        return drainRejection(output)
                | drainAcknowledgement(output)
                | drainHeartbeatReply(output)
                | drainReadRequest(output)
                | drainSnapshotRequest(output);
    }

    private boolean drainReadRequest(final RaftOutput output) {
        // Reads that are about to be refused are not asked for.
        final long readId = reads.isUnasked() ? reads.unansweredReadId() : 0;
        if (readId == 0 || !output.sendReadRequest(state.leaderId(), state.term(), readId)) {
            return false;
        }
        reads.onAsked();
        return true;
    }

    private boolean drainSnapshotRequest(final RaftOutput output) {
        if (!snapshotRequestOwed || !output.sendSnapshotRequest(state.leaderId(), state.term(), wantedSnapshotIndex)) {
            return false;
        }
        snapshotRequestOwed = false;
        return true;
    }

    private boolean drainRejection(final RaftOutput output) {
        if (!rejectionOwed
                || !output.sendAppendReply(
                        state.leaderId(),
                        state.term(),
                        true,
                        rejectedPrevIndex,
                        rejectionHintIndex,
                        rejectionHintTerm,
                        seenReadRound)) {
            return false;
        }
        rejectionOwed = false;
        return true;
    }

    private boolean drainAcknowledgement(final RaftOutput output) {
        final long durableIndex = Math.min(matchedIndex, persistence.persistedIndex());
        final boolean complete = durableIndex == matchedIndex;
        if (durableIndex <= ackedIndex && !(ackOwed && complete)) {
            return false;
        }
        if (!output.sendAppendReply(state.leaderId(), state.term(), false, durableIndex, 0, 0, seenReadRound)) {
            return false;
        }
        ackedIndex = durableIndex;
        ackOwed = ackOwed && !complete;
        return true;
    }

    private boolean drainHeartbeatReply(final RaftOutput output) {
        if (!heartbeatReplyOwed || !output.sendHeartbeatReply(state.leaderId(), state.term(), seenReadRound)) {
            return false;
        }
        heartbeatReplyOwed = false;
        return true;
    }

    /** An append that opens a read round is answered at once by a heartbeat reply: reads need no sync. */
    private void noteReadRound(final long readRound) {
        if (readRound > seenReadRound) {
            seenReadRound = readRound;
            heartbeatReplyOwed = true;
        }
    }

    private void acknowledge(final long index) {
        matchedIndex = Math.max(matchedIndex, index);
        ackOwed = true;
    }

    /** Names the highest index at which the logs may agree, so that a leader skips whole terms (paper, end of 5.3). */
    private void reject(final long prevIndex, final long prevTerm) {
        rejectionOwed = true;
        rejectedPrevIndex = prevIndex;
        rejectionHintIndex = state.terms().highestIndexNotAbove(prevIndex, prevTerm);
        rejectionHintTerm = state.terms().termAt(rejectionHintIndex);
    }

    /**
     * Adds the entries that are not here yet. Only a conflict cuts the log (paper, figure 2, "Receiver implementation", 3): an append
     * that was delayed or repeated must not remove entries that came after it and that may be acknowledged already.
     */
    private long store(final long firstIndex, final long lastIndex, final long entriesTerm) {
        final TermTable terms = state.terms();
        long firstMissing = firstIndex;
        if (firstIndex <= lastIndex && firstIndex <= terms.lastIndex() && terms.termAt(firstIndex) == entriesTerm) {
            firstMissing = terms.lastIndexOfRun(firstIndex) + 1;
        }
        if (firstMissing > lastIndex) {
            return 0;
        }
        if (firstMissing <= terms.lastIndex()) {
            state.truncate(firstMissing);
        }
        terms.append((int) (lastIndex - firstMissing + 1), entriesTerm);
        return firstMissing;
    }
}
