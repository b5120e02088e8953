package io.balsa.node;

import io.balsa.client.EgressRing;
import io.balsa.codec.EntryType;
import io.balsa.consensus.RaftOutput;
import io.balsa.consensus.Role;
import io.balsa.consensus.Taken;
import io.balsa.log.HardStateFile;
import io.balsa.log.LogStore;
import io.balsa.log.LogSyncAgent;
import io.balsa.network.PeerPublisher;
import io.balsa.statemachine.ApplyAgent;
import io.balsa.statemachine.ReadQueue;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Carries out what the core says must happen: each effect to the stage that does it, nothing decided here.
 *
 * <p>Threading: the consensus duty cycle.
 */
final class OutputRouter implements RaftOutput {
    private static final UnsafeBuffer EMPTY = new UnsafeBuffer(0, 0);

    private final NodeRecovery recovery;
    private final HardStateFile hardState;
    private final LogStore log;
    private final LogSyncAgent sync;
    private final PeerPublisher peers;
    private final ApplyAgent apply;
    private final ReadQueue reads;
    private final EgressRing egress;
    private final SnapshotStage snapshots;
    private final Administration administration;
    private final NodeCounters counters;
    private final StageRecorder stageTimes;

    OutputRouter(
            final NodeRecovery recovery,
            final LogSyncAgent sync,
            final PeerPublisher peers,
            final ApplyAgent apply,
            final ReadQueue reads,
            final EgressRing egress,
            final SnapshotStage snapshots,
            final Administration administration,
            final NodeCounters counters,
            final StageRecorder stageTimes) {
        this.recovery = recovery;
        this.hardState = recovery.hardState();
        this.log = recovery.log();
        this.sync = sync;
        this.peers = peers;
        this.apply = apply;
        this.reads = reads;
        this.egress = egress;
        this.snapshots = snapshots;
        this.administration = administration;
        this.counters = counters;
        this.stageTimes = stageTimes;
    }

    @Override
    public void onHardState(final long sequence, final long term, final int votedFor) {
        hardState.store(term, votedFor);
        sync.request(sequence);
    }

    @Override
    public void onEntriesLost(final long index) {
        recovery.noteLoss(index);
    }

    @Override
    public void onTermStart(final long index, final long term) {
        log.append(index, term, EntryType.NO_OP, EMPTY, 0, 0);
    }

    @Override
    public void onLeaveJoint(final long index, final long term) {
        log.append(index, term, EntryType.MEMBERSHIP, EMPTY, 0, 0);
    }

    @Override
    public void onAppend(final long sequence, final long firstIndex, final long lastIndex) {
        sync.request(sequence);
    }

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
        return peers.sendVoteRequest(
                peerId, term, preVote, leadershipTransfer, priority, lastIndex, lastTerm, commitIndex, commitTerm);
    }

    @Override
    public boolean sendVoteReply(
            final int peerId,
            final long term,
            final boolean preVote,
            final boolean granted,
            final long commitIndex,
            final long commitTerm) {
        return peers.sendVoteReply(peerId, term, preVote, granted, commitIndex, commitTerm);
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
        final long taken = peers.sendAppendRequest(
                peerId, term, prevIndex, prevTerm, entriesTerm, entryCount, commitIndex, readRound);
        if (taken > Taken.EMPTY) {
            stageTimes.reach(CommandStage.SENT, prevIndex + Taken.entries(taken));
        }
        return taken;
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
        return peers.sendAppendReply(peerId, term, rejected, index, hintIndex, hintTerm, readRound);
    }

    @Override
    public boolean sendHeartbeat(final int peerId, final long term, final long commitIndex, final long readRound) {
        return peers.sendHeartbeat(peerId, term, commitIndex, readRound);
    }

    @Override
    public boolean sendHeartbeatReply(final int peerId, final long term, final long readRound) {
        return peers.sendHeartbeatReply(peerId, term, readRound);
    }

    @Override
    public boolean sendTimeoutNow(final int peerId, final long term) {
        return peers.sendTimeoutNow(peerId, term);
    }

    @Override
    public long sendSnapshotOffer(final int peerId, final long term, final long minIndex) {
        return snapshots.offer(peerId, term, minIndex);
    }

    @Override
    public boolean sendSnapshotRequest(final int peerId, final long term, final long minIndex) {
        return peers.sendSnapshotRequest(peerId, term, minIndex);
    }

    @Override
    public boolean sendReadRequest(final int peerId, final long term, final long readId) {
        return peers.sendReadRequest(peerId, term, readId);
    }

    @Override
    public boolean sendReadReply(final int peerId, final long term, final long readId, final long index) {
        return peers.sendReadReply(peerId, term, readId, index);
    }

    @Override
    public long onCommit(final long commitIndex) {
        apply.onCommit(commitIndex);
        stageTimes.reach(CommandStage.COMMITTED, commitIndex);
        return commitIndex;
    }

    @Override
    public void onReadReady(final long readId, final long index) {
        reads.onReady(readId, index);
        snapshots.requests().onReady(readId, index);
    }

    @Override
    public void onReadRefused(final long readId) {
        reads.onRefused(readId);
        snapshots.requests().onRefused(readId);
    }

    @Override
    public void onTransferEnded(final int targetId, final boolean succeeded) {
        administration.onTransferEnded(targetId, succeeded);
        NodeEvents.transferEnded(counters.nodeId(), targetId, succeeded);
    }

    @Override
    public void onRoleChange(final Role role, final long term, final int leaderId) {
        final boolean leading = role == Role.LEADER;
        stageTimes.abandon();
        apply.respond(leading);
        egress.leaderChanged(leaderId, leading);
        administration.onRoleChange();
        counters.onRoleChange(leading);
        NodeEvents.roleChanged(counters.nodeId(), role, term, leaderId);
    }
}
