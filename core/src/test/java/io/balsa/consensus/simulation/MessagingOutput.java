package io.balsa.consensus.simulation;

import io.balsa.consensus.RaftOutput;
import io.balsa.consensus.Taken;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Message} of each {@code send} of a core. */
public abstract class MessagingOutput implements RaftOutput {
    /** Returns the id of the node. */
    protected abstract int id();

    /** Returns false when the network does not take the message. */
    protected abstract boolean send(Message message);

    /** Returns the log that the core knows. */
    protected abstract SimulatedLog log();

    /** Returns how many of so many entries the network takes in one append. */
    protected abstract int entriesTaken(int entryCount);

    /** Returns the newest snapshot, null for none that reaches so far. */
    protected abstract @Nullable Snapshot newestSnapshot(long minIndex);

    @Override
    public boolean sendVoteRequest(
            final int peerId,
            final long term,
            final boolean preVote,
            final boolean leadershipTransfer,
            final int priority,
            final long lastIndex,
            final long lastTerm,
            final long commitIndex,
            final long commitTerm) {
        return send(new Message.VoteRequest(
                id(),
                peerId,
                term,
                preVote,
                leadershipTransfer,
                priority,
                lastIndex,
                lastTerm,
                commitIndex,
                commitTerm));
    }

    @Override
    public boolean sendVoteReply(
            final int peerId,
            final long term,
            final boolean preVote,
            final boolean granted,
            final long commitIndex,
            final long commitTerm) {
        return send(new Message.VoteReply(id(), peerId, term, preVote, granted, commitIndex, commitTerm));
    }

    @Override
    public long sendAppendRequest(
            final int peerId,
            final long term,
            final long prevIndex,
            final long prevTerm,
            final long entriesTerm,
            final int entryCount,
            final long commitIndex,
            final long readRound) {
        final int taken = entriesTaken(entryCount);
        for (long index = prevIndex + 1; index <= prevIndex + taken; index++) {
            SafetyChecker.require(
                    index > log().baseIndex() && log().holds(index, entriesTerm),
                    "contract",
                    "append: node=%d index=%d log=%s",
                    id(),
                    index,
                    log());
        }
        final long[] values = log().valuesOf(prevIndex + 1, taken);
        final boolean sent = send(new Message.Append(
                id(), peerId, term, prevIndex, prevTerm, entriesTerm, values, commitIndex, readRound));
        return sent ? Taken.of(taken, taken) : Taken.NOTHING;
    }

    @Override
    public boolean sendAppendReply(
            final int peerId,
            final long term,
            final boolean rejected,
            final long index,
            final long hintIndex,
            final long hintTerm,
            final long readRound) {
        return send(new Message.AppendReply(id(), peerId, term, rejected, index, hintIndex, hintTerm, readRound));
    }

    @Override
    public boolean sendHeartbeat(final int peerId, final long term, final long commitIndex, final long readRound) {
        return send(new Message.Heartbeat(id(), peerId, term, commitIndex, readRound));
    }

    @Override
    public boolean sendHeartbeatReply(final int peerId, final long term, final long readRound) {
        return send(new Message.HeartbeatReply(id(), peerId, term, readRound));
    }

    @Override
    public boolean sendTimeoutNow(final int peerId, final long term) {
        return send(new Message.TimeoutNow(id(), peerId, term));
    }

    @Override
    public long sendSnapshotOffer(final int peerId, final long term, final long minIndex) {
        final @Nullable Snapshot snapshot = newestSnapshot(minIndex);
        if (snapshot == null || !send(new Message.SnapshotOffer(id(), peerId, term, snapshot))) {
            return 0;
        }
        return snapshot.index();
    }

    @Override
    public boolean sendSnapshotRequest(final int peerId, final long term, final long minIndex) {
        return send(new Message.SnapshotRequest(id(), peerId, term, minIndex));
    }

    @Override
    public boolean sendReadRequest(final int peerId, final long term, final long readId) {
        return send(new Message.ReadRequest(id(), peerId, term, readId));
    }

    @Override
    public boolean sendReadReply(final int peerId, final long term, final long readId, final long index) {
        return send(new Message.ReadReply(id(), peerId, term, readId, index));
    }
}
