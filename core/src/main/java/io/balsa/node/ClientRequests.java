package io.balsa.node;

import io.balsa.client.EgressRing;
import io.balsa.client.IngressHandler;
import io.balsa.client.ResponseStatus;
import io.balsa.codec.EntryFrame;
import io.balsa.codec.EntryType;
import io.balsa.consensus.Raft;
import io.balsa.log.LogStore;
import io.balsa.statemachine.ReadQueue;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Brings client requests into the core: an index from {@link Raft#propose}, the bytes into the log, a query into the queue.
 *
 * <p>What cannot be taken now stays on the ring. What will never be taken here is refused, once. Threading: the consensus duty
 * cycle.
 */
final class ClientRequests implements IngressHandler {
    private static final UnsafeBuffer EMPTY = new UnsafeBuffer(0, 0);

    private final Raft raft;
    private final LogStore log;
    private final ReadQueue reads;
    private final SnapshotRequests snapshots;
    private final EgressRing egress;
    private final int nodeId;
    private boolean closing;
    private boolean diskFull;

    ClientRequests(
            final int nodeId,
            final Raft raft,
            final LogStore log,
            final ReadQueue reads,
            final SnapshotRequests snapshots,
            final EgressRing egress) {
        this.nodeId = nodeId;
        this.raft = raft;
        this.log = log;
        this.reads = reads;
        this.snapshots = snapshots;
        this.egress = egress;
    }

    /** Refuses all further requests: the node is about to close. */
    void close() {
        closing = true;
    }

    @Override
    public boolean onCommand(
            final long connectionId,
            final long sessionId,
            final long sequence,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        if (isRefused(length)) {
            return egress.offerCommandRefusal(
                    connectionId, sessionId, sequence, refusal().code());
        }
        return append(EntryType.COMMAND, buffer, offset, length);
    }

    @Override
    public boolean onSessionOpen(
            final long connectionId,
            final long correlationId,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        if (isRefused(length)) {
            return refuse(connectionId, correlationId);
        }
        return append(EntryType.SESSION_OPEN, buffer, offset, length);
    }

    @Override
    public boolean onSessionClose(
            final long connectionId,
            final long correlationId,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        if (isRefused(length)) {
            return refuse(connectionId, correlationId);
        }
        return append(EntryType.SESSION_CLOSE, buffer, offset, length);
    }

    @Override
    public boolean onQuery(
            final long connectionId,
            final long correlationId,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        if (closing || !raft.isLeader()) {
            return refuse(connectionId, correlationId);
        }
        // A number whose query found no room belongs to nobody, and its confirmation is good for the query's next
        // attempt.
        return reads.offer(raft.requestRead(), connectionId, correlationId, buffer, offset, length);
    }

    @Override
    public boolean onTakeSnapshot(final long connectionId, final long correlationId) {
        if (closing || !raft.isLeader()) {
            return refuse(connectionId, correlationId);
        }
        return snapshots.offer(raft.requestRead(), connectionId, correlationId);
    }

    /** @return false when it must wait: the core is at its limit, or leadership is under way in or out */
    private boolean append(final int type, final DirectBuffer buffer, final int offset, final int length) {
        final long index = raft.propose(1);
        if (index < 0) {
            return false;
        }
        log.append(index, raft.term(), type, buffer, offset, length);
        return true;
    }

    private boolean isRefused(final int payloadLength) {
        if (closing || !raft.isLeader()) {
            return true;
        }
        final boolean full = !log.canTake(EntryFrame.alignedLength(payloadLength));
        if (full != diskFull) {
            diskFull = full;
            NodeEvents.diskFull(nodeId, full);
        }
        return full;
    }

    private boolean refuse(final long connectionId, final long correlationId) {
        return egress.offerReply(connectionId, correlationId, refusal().code(), EMPTY, 0, 0);
    }

    private ResponseStatus refusal() {
        if (closing) {
            return ResponseStatus.SHUTTING_DOWN;
        }
        return raft.isLeader() ? ResponseStatus.DISK_FULL : ResponseStatus.NOT_LEADER;
    }
}
