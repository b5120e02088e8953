package io.balsa.network.inprocess;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * What lies between two nodes: a ring for each direction, and whether messages pass.
 *
 * <p>Each time the wire comes up it gets a new session number, which is stamped on every message. A message of an earlier
 * session was lost when that session ended, even if it is still in the ring.
 *
 * <p>Threading: each ring has one producer and one consumer, the nodes at its ends; everything else may be called by any
 * thread.
 */
final class Wire {
    /** The session number of a wire that is down. */
    static final int DOWN = 0;

    private final int lowId;
    private final OneToOneRingBuffer fromLow;
    private final OneToOneRingBuffer fromHigh;

    /** How to wake the node at each end; null while it is not there. */
    private volatile @Nullable Runnable lowWakeup;

    private volatile @Nullable Runnable highWakeup;
    private volatile int session = DOWN;
    private int sessionCount;
    private boolean isCut;

    Wire(final int lowId, final int ringCapacity) {
        this.lowId = lowId;
        fromLow = newRing(ringCapacity);
        fromHigh = newRing(ringCapacity);
    }

    private static OneToOneRingBuffer newRing(final int capacity) {
        return new OneToOneRingBuffer(
                new UnsafeBuffer(ByteBuffer.allocateDirect(capacity + RingBufferDescriptor.TRAILER_LENGTH)));
    }

    OneToOneRingBuffer ringFrom(final int nodeId) {
        return nodeId == lowId ? fromLow : fromHigh;
    }

    OneToOneRingBuffer ringTo(final int nodeId) {
        return nodeId == lowId ? fromHigh : fromLow;
    }

    /** Returns the number of the present session, or {@link #DOWN}. */
    int session() {
        return session;
    }

    /** Tells a node, if it is there, that there is something to do. */
    void wake(final int nodeId) {
        final Runnable wakeup = nodeId == lowId ? lowWakeup : highWakeup;
        if (wakeup != null) {
            wakeup.run();
        }
    }

    /** A node comes, or with null goes. */
    synchronized void attach(final int nodeId, final @Nullable Runnable wakeup) {
        if (nodeId == lowId) {
            lowWakeup = wakeup;
        } else {
            highWakeup = wakeup;
        }
        // Whatever was between the two before, the node that comes knows nothing of it.
        update(DOWN);
    }

    synchronized void setCut(final boolean newIsCut) {
        isCut = newIsCut;
        update(session);
    }

    /** Ends a session and begins another, unless that has happened already. */
    synchronized void reset(final int endedSession) {
        update(session == endedSession ? DOWN : session);
    }

    private void update(final int before) {
        final Runnable low = lowWakeup;
        final Runnable high = highWakeup;
        int after = DOWN;
        if (low != null && high != null && !isCut) {
            after = before == DOWN ? ++sessionCount : before;
        }
        session = after;
        if (low != null) {
            low.run();
        }
        if (high != null) {
            high.run();
        }
    }
}
