package io.balsa.network.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Bytes that wait for a peer's socket: a ring of fixed size, written out with at most one call.
 *
 * <pre>
 *        head                tail                          tail               head
 *   +-----+-------------------+---------+            +------+------------------+---------+
 *   |     | first             |         |     or     |second|                  | first   |
 *   +-----+-------------------+---------+            +------+------------------+---------+
 * </pre>
 *
 * <p>It knows no messages; whoever puts one in makes sure beforehand that all of it fits.
 *
 * <p>Threading: one owner. Ownership: what is put is copied; the body given to {@link #writeTo} is borrowed for the call.
 */
final class SendQueue {
    private final int capacity;
    private final UnsafeBuffer buffer;
    /** Two views of the same memory: the bytes to write, in two parts where they wrap around. */
    private final ByteBuffer first;

    private final ByteBuffer second;
    private final ByteBuffer[] gathered;
    private final ByteBuffer nothing;

    private int head;
    private int length;

    SendQueue(final int capacity) {
        this.capacity = capacity;
        final ByteBuffer memory = ByteBuffer.allocateDirect(capacity);
        buffer = new UnsafeBuffer(memory);
        first = memory.duplicate();
        second = memory.duplicate();
        nothing = ByteBuffer.allocateDirect(0);
        gathered = new ByteBuffer[] {nothing, nothing, nothing};
    }

    boolean isEmpty() {
        return length == 0;
    }

    int length() {
        return length;
    }

    int free() {
        return capacity - length;
    }

    void clear() {
        head = 0;
        length = 0;
    }

    /** Puts bytes that fit. */
    void put(final DirectBuffer source, final int offset, final int sourceLength) {
        final int tail = tail();
        final int firstLength = Math.min(sourceLength, capacity - tail);
        buffer.putBytes(tail, source, offset, firstLength);
        buffer.putBytes(0, source, offset + firstLength, sourceLength - firstLength);
        length += sourceLength;
    }

    /** Puts the remaining bytes of a buffer, which fit. */
    void put(final ByteBuffer source) {
        final int sourceLength = source.remaining();
        final int tail = tail();
        final int firstLength = Math.min(sourceLength, capacity - tail);
        buffer.putBytes(tail, source, firstLength);
        buffer.putBytes(0, source, sourceLength - firstLength);
        length += sourceLength;
    }

    /**
     * Writes what is queued and then a body, in one call, as far as the channel takes it.
     *
     * @param body its position moves past the bytes written
     * @return bytes written, of the queue and of the body
     */
    int writeTo(final GatheringByteChannel channel, final ByteBuffer body) throws IOException {
        final int firstLength = Math.min(length, capacity - head);
        first.limit(head + firstLength).position(head);
        int count = 0;
        if (firstLength > 0) {
            gathered[count++] = first;
        }
        if (length > firstLength) {
            second.limit(length - firstLength).position(0);
            gathered[count++] = second;
        }
        if (body.hasRemaining()) {
            gathered[count++] = body;
        }
        final int written;
        try {
            written = (int) (count == 1 ? channel.write(gathered[0]) : channel.write(gathered, 0, count));
        } finally {
            // The body is borrowed: a forgotten reference would keep a log segment mapped.
            gathered[0] = nothing;
            gathered[1] = nothing;
            gathered[2] = nothing;
        }
        remove(Math.min(written, length));
        return written;
    }

    private void remove(final int count) {
        length -= count;
        // Starting over at the front keeps the usual case, an empty queue, in one part.
        head = length == 0 ? 0 : wrapped(head + count);
    }

    private int tail() {
        return wrapped(head + length);
    }

    /** Returns a position, which must be less than twice the capacity, as an offset. */
    private int wrapped(final int position) {
        return position >= capacity ? position - capacity : position;
    }
}
