package io.balsa.client;

import io.balsa.codec.FrameChecksum;
import io.balsa.codec.WireFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Frames that wait to be written to a socket, gathered so that one system call sends many.
 *
 * <pre>
 *   0          head                 tail            capacity
 *   |  sent     |  frames to send    |  free          |
 * </pre>
 *
 * <p>Threading: one owner. Ownership: the memory is its own; appended frames are copied.
 */
final class SendBuffer {
    /** No room for a frame. */
    static final int FULL = -1;

    private final ByteBuffer bytes;
    private final UnsafeBuffer buffer;
    private final FrameChecksum checksum = new FrameChecksum();
    private int head;
    private int tail;

    SendBuffer(final int capacityBytes) {
        bytes = ByteBuffer.allocateDirect(capacityBytes);
        buffer = new UnsafeBuffer(bytes);
    }

    MutableDirectBuffer buffer() {
        return buffer;
    }

    boolean isEmpty() {
        return head == tail;
    }

    /** Returns where a frame of {@code length} bytes may be written, or {@link #FULL}; {@link #commit} adds it. */
    int claim(final int length) {
        if (buffer.capacity() - tail < length) {
            compact();
            if (buffer.capacity() - tail < length) {
                return FULL;
            }
        }
        return tail;
    }

    /** Seals and adds the frame that was written where {@link #claim} said; {@code length} may be less than was claimed. */
    void commit(final int length) {
        WireFrame.seal(buffer, tail, length - WireFrame.HEADER_LENGTH, 0, checksum);
        tail += length;
    }

    /** Adds a sealed frame; returns false when there is no room. */
    boolean append(final DirectBuffer source, final int offset, final int length) {
        final int at = claim(length);
        if (at == FULL) {
            return false;
        }
        buffer.putBytes(at, source, offset, length);
        tail += length;
        return true;
    }

    /**
     * Writes what the channel takes, with one call.
     *
     * @return whether everything is written
     */
    boolean flush(final WritableByteChannel channel) throws IOException {
        if (head < tail) {
            bytes.limit(tail).position(head);
            head += channel.write(bytes);
        }
        if (head == tail) {
            clear();
        }
        return head == tail;
    }

    void clear() {
        head = 0;
        tail = 0;
    }

    private void compact() {
        buffer.putBytes(0, buffer, head, tail - head);
        tail -= head;
        head = 0;
    }
}
