package io.balsa.network.tcp;

import io.balsa.codec.WireFrame;
import io.balsa.network.PeerMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Puts the bytes of a connection together into messages: one read fills it, then whole messages are taken off its front.
 *
 * <pre>
 *   0       offset                              end         capacity
 *   +--------+---------+---------+---------------+-------------+
 *   | taken  | message | message | part of one   | free        |
 *   +--------+---------+---------+---------------+-------------+
 * </pre>
 *
 * <p>After the whole messages were taken the part moves to the front, so there is always room for its rest: a message is no
 * longer than the buffer. The length that a peer announces is used for nothing before it is checked.
 *
 * <p>Threading: one owner. Ownership: messages are borrowed until the next call of {@link #compact} or {@link #readFrom}.
 */
final class ReceiveBuffer {
    /** What {@link #messageLength} says when the message at the front is not whole yet. */
    static final int INCOMPLETE = 0;
    /** What {@link #messageLength} says when the announced length is impossible. */
    static final int MALFORMED = -1;

    private final ByteBuffer bytes;
    private final UnsafeBuffer buffer;
    private final int maxMessageLength;

    private int offset;
    private int end;

    ReceiveBuffer(final int capacity, final int maxMessageLength) {
        bytes = ByteBuffer.allocateDirect(capacity);
        buffer = new UnsafeBuffer(bytes);
        this.maxMessageLength = maxMessageLength;
    }

    /** Reads once; returns the number of bytes, or -1 at the end of the stream. */
    int readFrom(final ReadableByteChannel channel) throws IOException {
        bytes.limit(bytes.capacity()).position(end);
        final int count = channel.read(bytes);
        end += Math.max(count, 0);
        return count;
    }

    /** Returns the length of the message at the front, {@link #INCOMPLETE} or {@link #MALFORMED}. */
    int messageLength() {
        final int available = end - offset;
        if (available < Integer.BYTES) {
            return INCOMPLETE;
        }
        final int length = WireFrame.length(buffer, offset);
        if (length < PeerMessage.MIN_LENGTH || length > maxMessageLength) {
            return MALFORMED;
        }
        return length <= available ? length : INCOMPLETE;
    }

    /** Returns the length that the bytes at the front announce, for a report on {@link #MALFORMED}. */
    int announcedLength() {
        return WireFrame.length(buffer, offset);
    }

    DirectBuffer buffer() {
        return buffer;
    }

    /** Returns where the message at the front begins. */
    int offset() {
        return offset;
    }

    /** Takes the message at the front, whose length was checked, off. */
    void take(final int length) {
        offset += length;
    }

    /** Makes room behind the part of a message that is left. */
    void compact() {
        final int rest = end - offset;
        if (offset > 0 && rest > 0) {
            buffer.putBytes(0, buffer, offset, rest);
        }
        offset = 0;
        end = rest;
    }

    void clear() {
        offset = 0;
        end = 0;
    }
}
