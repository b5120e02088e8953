package io.balsa.bench.jmh;

import io.balsa.codec.EntryFrame;
import io.balsa.codec.EntryType;
import io.balsa.codec.FrameChecksum;
import io.balsa.consensus.Raft;
import io.balsa.consensus.RaftOutput;
import io.balsa.consensus.Role;
import io.balsa.consensus.Taken;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What surrounds one core of an {@link InProcessGroup}: a log in memory, and the way to the other cores, whose inputs are called
 * right away.
 *
 * <p>The log is a ring of frames of one length; older entries, which all members have long committed, are written over.
 */
final class InProcessReplica implements RaftOutput {
    private static final int MAX_RING_ENTRIES = 1 << 12;
    private static final int MAX_RING_BYTES = 1 << 28;

    private final int nodeId;
    private final Raft[] cores;
    private final InProcessReplica[] replicas;
    private final int payloadBytes;
    private final boolean checked;
    private final int frameBytes;
    private final int entryMask;
    private final UnsafeBuffer payload;
    private final UnsafeBuffer log;
    private final FrameChecksum ownChecksum = new FrameChecksum();
    private final FrameChecksum leaderChecksum = new FrameChecksum();
    private long persistSequence;
    private long readyReadId;

    /**
     * Makes the surroundings of the core with this id; both arrays are by id - 1 and filled by the caller.
     *
     * @param checked whether the leader seals each entry with a checksum and the others check it, or all only copy
     */
    InProcessReplica(
            final int nodeId,
            final Raft[] cores,
            final InProcessReplica[] replicas,
            final int payloadBytes,
            final boolean checked) {
        this.nodeId = nodeId;
        this.cores = cores;
        this.replicas = replicas;
        this.payloadBytes = payloadBytes;
        this.checked = checked;
        frameBytes = EntryFrame.alignedLength(payloadBytes);
        final int ringEntries = Math.min(MAX_RING_ENTRIES, Integer.highestOneBit(MAX_RING_BYTES / frameBytes));
        entryMask = ringEntries - 1;
        payload = new UnsafeBuffer(ByteBuffer.allocateDirect(payloadBytes));
        log = new UnsafeBuffer(ByteBuffer.allocateDirect(payloadBytes == 0 ? 0 : ringEntries * frameBytes));
    }

    /** Puts the bytes of entries that the core just gave indexes to into the log. */
    void appendProposed(final long firstIndex, final int entryCount, final long term) {
        for (long index = firstIndex; index < firstIndex + entryCount; index++) {
            append(index, term, EntryType.COMMAND);
        }
    }

    /** Returns up to which read the core has let all be answered. */
    long readyReadId() {
        return readyReadId;
    }

    /** Tells the core that everything it asked for is durable. */
    void reportPersisted() {
        if (persistSequence > 0) {
            cores[nodeId - 1].onPersisted(persistSequence);
            persistSequence = 0;
        }
    }

    private void append(final long index, final long term, final int type) {
        if (payloadBytes > 0) {
            final int offset = offsetOf(index);
            EntryFrame.putHeader(log, offset, payloadBytes, term, index, type);
            log.putBytes(offset + EntryFrame.HEADER_LENGTH, payload, 0, payloadBytes);
            if (checked) {
                EntryFrame.seal(log, offset, ownChecksum);
            }
        }
    }

    private void copy(final InProcessReplica source, final long fromIndex, final long toIndex) {
        if (payloadBytes == 0) {
            return;
        }
        if (checked) {
            copyChecked(source, fromIndex, toIndex);
            return;
        }
        long index = fromIndex;
        while (index <= toIndex) {
            final long lastBeforeWrap = Math.min(toIndex, index | entryMask);
            final int offset = offsetOf(index);
            log.putBytes(offset, source.log, offset, (int) (lastBeforeWrap - index + 1) * frameBytes);
            index = lastBeforeWrap + 1;
        }
    }

    private void copyChecked(final InProcessReplica source, final long fromIndex, final long toIndex) {
        for (long index = fromIndex; index <= toIndex; index++) {
            final int offset = offsetOf(index);
            if (!EntryFrame.isValid(source.log, offset, frameBytes, leaderChecksum)
                    || EntryFrame.index(source.log, offset) != index) {
                throw new IllegalStateException("damaged entry: index=" + index);
            }
            log.putBytes(offset, source.log, offset, frameBytes);
        }
    }

    private int offsetOf(final long index) {
        return (int) (index & entryMask) * frameBytes;
    }

    @Override
    public void onHardState(final long sequence, final long term, final int votedFor) {
        persistSequence = sequence;
    }

    @Override
    public void onTermStart(final long index, final long term) {
        append(index, term, EntryType.NO_OP);
    }

    @Override
    public void onLeaveJoint(final long index, final long term) {
        throw new UnsupportedOperationException("nobody changes the membership here");
    }

    @Override
    public void onAppend(final long sequence, final long firstIndex, final long lastIndex) {
        persistSequence = sequence;
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
        cores[peerId - 1].onVoteRequest(nodeId, term, preVote, leadershipTransfer, priority, lastIndex, lastTerm);
        cores[peerId - 1].onCommitTold(commitIndex, commitTerm);
        return true;
    }

    @Override
    public boolean sendVoteReply(
            final int peerId,
            final long term,
            final boolean preVote,
            final boolean granted,
            final long commitIndex,
            final long commitTerm) {
        cores[peerId - 1].onVoteReply(nodeId, term, preVote, granted);
        cores[peerId - 1].onCommitTold(commitIndex, commitTerm);
        return true;
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
        final long first = cores[peerId - 1].onAppendRequest(
                nodeId, term, prevIndex, prevTerm, entriesTerm, entryCount, commitIndex, readRound);
        if (first > 0) {
            replicas[peerId - 1].copy(this, first, prevIndex + entryCount);
        }
        return Taken.of(entryCount, (long) entryCount * frameBytes);
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
        cores[peerId - 1].onAppendReply(nodeId, term, rejected, index, hintIndex, hintTerm, readRound);
        return true;
    }

    @Override
    public boolean sendHeartbeat(final int peerId, final long term, final long commitIndex, final long readRound) {
        cores[peerId - 1].onHeartbeat(nodeId, term, commitIndex, readRound);
        return true;
    }

    @Override
    public boolean sendHeartbeatReply(final int peerId, final long term, final long readRound) {
        cores[peerId - 1].onHeartbeatReply(nodeId, term, readRound);
        return true;
    }

    @Override
    public boolean sendTimeoutNow(final int peerId, final long term) {
        cores[peerId - 1].onTimeoutNow(nodeId, term);
        return true;
    }

    @Override
    public long sendSnapshotOffer(final int peerId, final long term, final long minIndex) {
        throw new UnsupportedOperationException("the log is never compacted here");
    }

    @Override
    public boolean sendSnapshotRequest(final int peerId, final long term, final long minIndex) {
        throw new UnsupportedOperationException("the log is never compacted here");
    }

    @Override
    public boolean sendReadRequest(final int peerId, final long term, final long readId) {
        cores[peerId - 1].onReadRequest(nodeId, term, readId);
        return true;
    }

    @Override
    public boolean sendReadReply(final int peerId, final long term, final long readId, final long index) {
        cores[peerId - 1].onReadReply(nodeId, term, readId, index);
        return true;
    }

    @Override
    public long onCommit(final long commitIndex) {
        // Nobody applies here; the group watches the cores' commit indexes.
        return commitIndex;
    }

    @Override
    public void onReadReady(final long readId, final long index) {
        readyReadId = readId;
    }

    @Override
    public void onReadRefused(final long readId) {
        throw new IllegalStateException("a read is refused: readId=" + readId);
    }

    @Override
    public void onTransferEnded(final int targetId, final boolean succeeded) {
        throw new UnsupportedOperationException("nobody hands over here");
    }

    @Override
    public void onRoleChange(final Role role, final long term, final int leaderId) {
        // The group's first member campaigns and stays leader: nobody's time passes.
    }
}
