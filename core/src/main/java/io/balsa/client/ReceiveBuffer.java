package io.balsa.client;

import io.balsa.codec.FrameChecksum;
import io.balsa.codec.WireFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Bytes that came from a socket, cut into whole, undamaged frames.
 *
 * <pre>
 *   0          head                     tail            capacity
 *   |  taken    |  frame | frame | par   |  free          |
 * </pre>
 *
 * <p>A length is judged as soon as its four bytes are there, so that text sent by mistake is refused at once rather than waited
 * on; no memory is allocated for it.
 *
 * <p>Threading: one owner. Ownership: the frame {@link #next} found is borrowed until the next {@link #fill}.
 */
final class ReceiveBuffer {
    /** Part of a frame is missing: read more. */
    static final int INCOMPLETE = 0;
    /** The bytes are no frame: the length is too small or the checksum does not match. */
    static final int DAMAGED = -1;
    /** The length exceeds the buffer. */
    static final int OVERSIZED = -2;

    private final ByteBuffer bytes;
    private final UnsafeBuffer buffer;
    private final FrameChecksum checksum = new FrameChecksum();
    private int head;
    private int tail;

    ReceiveBuffer(final int capacityBytes) {
        bytes = ByteBuffer.allocateDirect(capacityBytes);
        buffer = new UnsafeBuffer(bytes);
    }

    DirectBuffer buffer() {
        return buffer;
    }

    int capacity() {
        return buffer.capacity();
    }

    /** Tells whether bytes are left that were not taken. */
    boolean hasRemaining() {
        return head < tail;
    }

    /**
     * Reads what is there, with one call.
     *
     * @return bytes read, -1 at the end of the stream
     */
    int fill(final ReadableByteChannel channel) throws IOException {
        if (head > 0) {
            buffer.putBytes(0, buffer, head, tail - head);
            tail -= head;
            head = 0;
        }
        bytes.limit(bytes.capacity()).position(tail);
        final int count = channel.read(bytes);
        if (count > 0) {
            tail += count;
        }
        return count;
    }

    /** Returns the length of the frame at {@link #offset}, or {@link #INCOMPLETE}, {@link #DAMAGED} or {@link #OVERSIZED}. */
    int next() {
        final int available = tail - head;
        if (available < Integer.BYTES) {
            return INCOMPLETE;
        }
        final int length = WireFrame.length(buffer, head);
        if (length < ClientFrame.MIN_LENGTH) {
            return DAMAGED;
        }
        if (length > buffer.capacity()) {
            return OVERSIZED;
        }
        if (available < length) {
            return INCOMPLETE;
        }
        return WireFrame.isValid(buffer, head, length - WireFrame.HEADER_LENGTH, checksum) ? length : DAMAGED;
    }

    /** Returns where the frame that {@link #next} found begins. */
    int offset() {
        return head;
    }

    /** Takes the frame of {@code length} bytes; it stays readable until the next {@link #fill}. */
    void consume(final int length) {
        head += length;
    }

    void clear() {
        head = 0;
        tail = 0;
    }
}
