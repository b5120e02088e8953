package io.balsa.log;

import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Whole frames that lie together in a log segment, to be sent as they are.
 *
 * <p>Threading: one owner. Ownership: what the accessors return is borrowed from the log, see {@link LogStore#map}.
 */
public final class LogRange {
    private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

    private DirectBuffer buffer = new UnsafeBuffer(NOTHING);
    private ByteBuffer bytes = NOTHING;
    private int offset;
    private int length;
    private int entryCount;

    /**
     * Points at frames; called by the log.
     *
     * @param bytes the same memory as {@code buffer}; its position and limit are set to the range
     */
    void wrap(
            final DirectBuffer buffer,
            final ByteBuffer bytes,
            final int offset,
            final int length,
            final int entryCount) {
        this.buffer = buffer;
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
        this.entryCount = entryCount;
        bytes.limit(offset + length).position(offset);
    }

    /** Returns the memory that holds the frames. */
    public DirectBuffer buffer() {
        return buffer;
    }

    /** Returns the same bytes for a channel to write: position and limit enclose the range. */
    public ByteBuffer bytes() {
        return bytes;
    }

    /** Returns where the first frame begins in {@link #buffer()}. */
    public int offset() {
        return offset;
    }

    /** Returns the length of all frames with their padding, in bytes. */
    public int length() {
        return length;
    }

    /** Returns the number of frames. */
    public int entryCount() {
        return entryCount;
    }
}
