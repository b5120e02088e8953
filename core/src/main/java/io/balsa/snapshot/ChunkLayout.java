package io.balsa.snapshot;

import io.balsa.codec.FrameChecksum;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The byte layout of a chunk.
 *
 * <pre>
 *   0        4        8        12       16               24               32
 *   +--------+--------+--------+--------+----------------+----------------+-------------+----------+
 *   | crc32c | length | number | zero   | last index     | last term      | state ...   | zero ... |
 *   +--------+--------+--------+--------+----------------+----------------+-------------+----------+
 *            |<--------------------------- covered by the checksum ------------------------------->|
 *   |<------------------------------ length -------------------------------------------->|
 * </pre>
 *
 * <p>All fields are little endian. {@code length} counts header and state, not the zeroes that fill the last sector; the checksum
 * covers it and them. The number, from 1, and the index and term of the snapshot make a chunk that lies in the wrong place known.
 *
 * <p>Threading: stateless. Ownership: the buffers stay the caller's.
 */
final class ChunkLayout {
    /** Bytes before the state. */
    static final int HEADER_LENGTH = 32;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final int CHECKSUM_OFFSET = 0;
    private static final int CHECKSUM_START_OFFSET = 4;
    private static final int LENGTH_OFFSET = 4;
    private static final int NUMBER_OFFSET = 8;
    private static final int RESERVED_OFFSET = 12;
    private static final int INDEX_OFFSET = 16;
    private static final int TERM_OFFSET = 24;

    private ChunkLayout() {}

    /**
     * Completes a chunk whose state is in place at offset 0 of the buffer.
     *
     * @param length header and state
     * @param partLength up to the end of its last sector; what lies behind the state is made zero
     */
    static void seal(
            final MutableDirectBuffer chunk,
            final int length,
            final int partLength,
            final int number,
            final SnapshotHead head,
            final FrameChecksum checksum) {
        chunk.putInt(LENGTH_OFFSET, length, ORDER);
        chunk.putInt(NUMBER_OFFSET, number, ORDER);
        chunk.putInt(RESERVED_OFFSET, 0, ORDER);
        chunk.putLong(INDEX_OFFSET, head.index(), ORDER);
        chunk.putLong(TERM_OFFSET, head.term(), ORDER);
        chunk.setMemory(length, partLength - length, (byte) 0);
        chunk.putInt(CHECKSUM_OFFSET, compute(chunk, partLength, checksum), ORDER);
    }

    /** Returns header and state in bytes. */
    static int length(final DirectBuffer chunk) {
        return chunk.getInt(LENGTH_OFFSET, ORDER);
    }

    static int checksum(final DirectBuffer chunk) {
        return chunk.getInt(CHECKSUM_OFFSET, ORDER);
    }

    /** Returns what is wrong with a chunk at offset 0 of the buffer, null when it is the one expected. */
    static @Nullable String faultOf(
            final DirectBuffer chunk,
            final int number,
            final SnapshotHead head,
            final SnapshotShape shape,
            final FrameChecksum checksum) {
        final int partLength = shape.length(number);
        if (compute(chunk, partLength, checksum) != checksum(chunk)) {
            return "bytes that fail its checksum";
        }
        final int foundNumber = chunk.getInt(NUMBER_OFFSET, ORDER);
        final long index = chunk.getLong(INDEX_OFFSET, ORDER);
        final long term = chunk.getLong(TERM_OFFSET, ORDER);
        if (foundNumber != number || index != head.index() || term != head.term()) {
            return "chunk " + foundNumber + " of the snapshot of index " + index + ", term " + term;
        }
        // All chunks but the last are full, and the last one ends in its last sector.
        final int length = length(chunk);
        final int least = number < shape.chunkCount()
                ? partLength
                : Math.max(HEADER_LENGTH, partLength - SnapshotHead.LENGTH) + 1;
        return length < least || length > partLength ? "a length of " + length + " in a chunk of " + partLength : null;
    }

    private static int compute(final DirectBuffer chunk, final int partLength, final FrameChecksum checksum) {
        return checksum.compute(chunk, CHECKSUM_START_OFFSET, partLength - CHECKSUM_START_OFFSET);
    }
}
