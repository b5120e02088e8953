package io.balsa.node;

import io.balsa.client.EgressRing;
import io.balsa.client.ResponseStatus;
import io.balsa.statemachine.ApplyAgent;
import io.balsa.statemachine.ReadQueue;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Clients that want a snapshot of whatever was acknowledged before they asked, which is what a backup must hold.
 *
 * <p>So each waits like a linearizable read (dissertation, 6.4): a leader that was deposed and does not know it yet, or was elected
 * and has committed nothing of its term, may know of a commit index that lies before what others have acknowledged. Once the
 * leader is confirmed and has applied up to the read's index, the client is told the index applied, and the snapshot is due.
 *
 * <p>Threading: the consensus duty cycle.
 */
final class SnapshotRequests {
    /** Operators ask, not programs: room for dozens at a time. */
    private static final int CAPACITY_BYTES = 4096;

    private static final UnsafeBuffer EMPTY = new UnsafeBuffer(0, 0);

    private final ApplyAgent apply;
    private final SnapshotKeeper keeper;
    private final EgressRing egress;
    private final ReadQueue pending = new ReadQueue(CAPACITY_BYTES, 0);
    private final UnsafeBuffer body = new UnsafeBuffer(new byte[Long.BYTES]);

    SnapshotRequests(final ApplyAgent apply, final SnapshotKeeper keeper, final EgressRing egress) {
        this.apply = apply;
        this.keeper = keeper;
        this.egress = egress;
    }

    /**
     * Takes a request.
     *
     * @param readId under which the core was asked to confirm that this node leads
     * @return false when too many wait already
     */
    boolean offer(final long readId, final long connectionId, final long correlationId) {
        return pending.offer(readId, connectionId, correlationId, EMPTY, 0, 0);
    }

    /** Requests up to a read id are confirmed; see {@link ReadQueue#onReady}. */
    void onReady(final long readId, final long index) {
        pending.onReady(readId, index);
    }

    /** Requests up to a read id cannot be confirmed. */
    void onRefused(final long readId) {
        pending.onRefused(readId);
    }

    /** Answers whoever's time has come; returns how many. */
    int doWork() {
        int count = 0;
        final long index = apply.appliedIndex();
        while (pending.next(index) && answer(index)) {
            pending.remove();
            count++;
        }
        return count;
    }

    private boolean answer(final long index) {
        if (pending.isRefused()) {
            return egress.offerReply(
                    pending.connectionId(), pending.correlationId(), ResponseStatus.NOT_LEADER.code(), EMPTY, 0, 0);
        }
        keeper.request(index);
        body.putLong(0, index, ByteOrder.LITTLE_ENDIAN);
        return egress.offerReply(
                pending.connectionId(), pending.correlationId(), ResponseStatus.OK.code(), body, 0, Long.BYTES);
    }
}
