package io.balsa.network;

import io.balsa.consensus.Raft;

/** Hands messages to the core. Threading: the thread that owns the {@link Raft}. */
final class RaftInputs implements PeerMessageHandler {
    private final Raft raft;

    RaftInputs(final Raft raft) {
        this.raft = raft;
    }

    @Override
    public void onVoteRequest(
            final int from,
            final long term,
            final boolean preVote,
            final boolean leadershipTransfer,
            final int priority,
            final long lastIndex,
            final long lastTerm) {
        raft.onVoteRequest(from, term, preVote, leadershipTransfer, priority, lastIndex, lastTerm);
    }

    @Override
    public void onVoteReply(final int from, final long term, final boolean preVote, final boolean granted) {
        raft.onVoteReply(from, term, preVote, granted);
    }

    @Override
    public void onCommitTold(final long index, final long term) {
        raft.onCommitTold(index, term);
    }

    @Override
    public long onAppendRequest(
            final int from,
            final long term,
            final long prevIndex,
            final long prevTerm,
            final long entriesTerm,
            final int entryCount,
            final long commitIndex,
            final long readRound) {
        return raft.onAppendRequest(from, term, prevIndex, prevTerm, entriesTerm, entryCount, commitIndex, readRound);
    }

    @Override
    public void onAppendReply(
            final int from,
            final long term,
            final boolean rejected,
            final long index,
            final long hintIndex,
            final long hintTerm,
            final long readRound) {
        raft.onAppendReply(from, term, rejected, index, hintIndex, hintTerm, readRound);
    }

    @Override
    public void onHeartbeat(final int from, final long term, final long commitIndex, final long readRound) {
        raft.onHeartbeat(from, term, commitIndex, readRound);
    }

    @Override
    public void onHeartbeatReply(final int from, final long term, final long readRound) {
        raft.onHeartbeatReply(from, term, readRound);
    }

    @Override
    public void onTimeoutNow(final int from, final long term) {
        raft.onTimeoutNow(from, term);
    }

    @Override
    public void onReadRequest(final int from, final long term, final long readId) {
        raft.onReadRequest(from, term, readId);
    }

    @Override
    public void onReadReply(final int from, final long term, final long readId, final long index) {
        raft.onReadReply(from, term, readId, index);
    }

    @Override
    public void onSnapshotRequest(final int from, final long term, final long minIndex) {
        raft.onSnapshotRequest(from, term, minIndex);
    }

    @Override
    public void onMembershipEntry(final long index) {
        raft.onMembershipEntry(index);
    }

    @Override
    public void onPeerUnreachable(final int peer) {
        raft.onPeerUnreachable(peer);
    }
}
