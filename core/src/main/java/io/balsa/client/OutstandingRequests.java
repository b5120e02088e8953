package io.balsa.client;

import io.balsa.codec.FrameChecksum;
import io.balsa.codec.WireFrame;
import java.nio.ByteBuffer;
import org.agrona.BitUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Requests without an answer, kept as the frames they are sent as, so that they can be sent again to another leader.
 *
 * <pre>
 *   sequence    oldest            next to send               next
 *   ------------+-----------------+--------------------------+----------
 *               | sent            | not yet on this          | free
 *               |                 | connection               |
 *   ------------+-----------------+--------------------------+----------
 *   position    head                                         tail          frames in a ring of bytes, none wraps
 * </pre>
 *
 * <p>Requests may be answered in any order; room is freed from the oldest on. For each it is known how often it was sent without a
 * statement that it had no effect: at zero it is certain that it was not applied.
 *
 * <p>Threading: one owner. Ownership: the memory is its own.
 */
final class OutstandingRequests {
    /** No room for another request. */
    static final int FULL = -1;

    private final UnsafeBuffer buffer;
    private final FrameChecksum checksum = new FrameChecksum();
    private final int slotMask;
    private final long[] positions;
    private final int[] lengths;
    private final long[] deadlinesNs;
    private final int[] inDoubt;
    private final boolean[] answered;

    private long oldest = 1;
    private long nextToSend = 1;
    private long next = 1;
    private int unanswered;
    private long tailPosition;

    /**
     * Allocates.
     *
     * @param maxOutstanding most requests between the oldest unanswered and the newest
     * @param retainedBytes most bytes of their frames
     */
    OutstandingRequests(final int maxOutstanding, final int retainedBytes) {
        buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(retainedBytes));
        final int slots = BitUtil.findNextPositivePowerOfTwo(maxOutstanding);
        slotMask = slots - 1;
        positions = new long[slots];
        lengths = new int[slots];
        deadlinesNs = new long[slots];
        inDoubt = new int[slots];
        answered = new boolean[slots];
    }

    /** Returns the memory into which claimed frames are written. */
    MutableDirectBuffer buffer() {
        return buffer;
    }

    /** Returns the sequence of the oldest unanswered request, {@link #next} when there is none. */
    long oldest() {
        return oldest;
    }

    /** Returns the sequence that the next request will have. */
    long next() {
        return next;
    }

    /** Returns how many requests are unanswered. */
    int size() {
        return unanswered;
    }

    int capacityBytes() {
        return buffer.capacity();
    }

    /** Returns the bytes that are to be sent on this connection. */
    int unsentBytes() {
        return nextToSend < next ? (int) (tailPosition - positions[slot(nextToSend)]) : 0;
    }

    /** Tells whether a request may have been sent on this connection. */
    boolean isSent(final long sequence) {
        return sequence < nextToSend;
    }

    /**
     * Finds room for the frame of the request {@link #next}; {@link #commit} adds it.
     *
     * @param window most requests from the oldest unanswered on, the new one included
     * @return where to write it, or {@link #FULL}
     */
    int claim(final int frameLength, final int window) {
        if (next - oldest >= window) {
            return FULL;
        }
        if (oldest == next) {
            tailPosition = 0;
        }
        final int capacity = buffer.capacity();
        int offset = (int) (tailPosition % capacity);
        long position = tailPosition;
        if (capacity - offset < frameLength) {
            position += capacity - offset;
            offset = 0;
        }
        final long headPosition = oldest == next ? position : positions[slot(oldest)];
        if (frameLength > capacity || position + frameLength - headPosition > capacity) {
            return FULL;
        }
        positions[slot(next)] = position;
        return offset;
    }

    /**
     * Seals and adds the request whose frame was written where {@link #claim} said.
     *
     * @param deadlineNs not before that of the request before
     */
    long commit(final int frameLength, final long deadlineNs) {
        final int slot = slot(next);
        WireFrame.seal(buffer, offset(slot), frameLength - WireFrame.HEADER_LENGTH, 0, checksum);
        lengths[slot] = frameLength;
        deadlinesNs[slot] = deadlineNs;
        inDoubt[slot] = 0;
        answered[slot] = false;
        tailPosition = positions[slot] + frameLength;
        unanswered++;
        return next++;
    }

    /** Copies what is to be sent on this connection, oldest first, as far as there is room. */
    void pump(final SendBuffer out) {
        while (nextToSend < next) {
            final int slot = slot(nextToSend);
            if (!answered[slot]) {
                if (!out.append(buffer, offset(slot), lengths[slot])) {
                    return;
                }
                inDoubt[slot]++;
            }
            nextToSend++;
        }
    }

    /** Has every unanswered request sent again, in order, on the next connection. */
    void rewind() {
        nextToSend = oldest;
    }

    boolean isUnanswered(final long sequence) {
        return sequence >= oldest && sequence < next && !answered[slot(sequence)];
    }

    /** Returns how often the request was sent without a statement that it had no effect. */
    int inDoubt(final long sequence) {
        return inDoubt[slot(sequence)];
    }

    /** The node says that it did nothing with the request it was sent. */
    void onRefused(final long sequence) {
        inDoubt[slot(sequence)]--;
    }

    /**
     * Frees a request; it is not sent again.
     *
     * @return false when it has none to free: answered before, or never made
     */
    boolean onAnswered(final long sequence) {
        if (!isUnanswered(sequence)) {
            return false;
        }
        answered[slot(sequence)] = true;
        unanswered--;
        while (oldest < next && answered[slot(oldest)]) {
            oldest++;
        }
        nextToSend = Math.max(nextToSend, oldest);
        return true;
    }

    /** Returns when the oldest unanswered request is to be given up; there must be one. */
    long oldestDeadlineNs() {
        return deadlinesNs[slot(oldest)];
    }

    private int slot(final long sequence) {
        return (int) (sequence & slotMask);
    }

    private int offset(final int slot) {
        return (int) (positions[slot] % buffer.capacity());
    }
}
