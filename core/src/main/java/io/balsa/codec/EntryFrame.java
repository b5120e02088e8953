package io.balsa.codec;

import java.nio.ByteOrder;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The byte layout of a log entry: the same bytes in memory, on disk and on the wire, so that replication is a copy.
 *
 * <pre>
 *   0        4        8                16               24       28       32
 *   +--------+--------+----------------+----------------+--------+--------+-----------------+---------+
 *   | length | crc32c | term           | index          | type   | zero   | payload ...     | padding |
 *   +--------+--------+----------------+----------------+--------+--------+-----------------+---------+
 *            |        |<------------------ covered by the checksum ------------------------>|
 *   |<------------------------------------- length ---------------------------------------->|
 * </pre>
 *
 * <p>All fields are little endian. {@code length} counts header and payload in bytes and not the padding; a frame begins
 * on a multiple of {@link #ALIGNMENT} bytes. A length of zero marks unwritten space. The leader makes the checksum once;
 * every reader checks it. A corrupt length moves the end of the covered bytes and so fails the same check.
 *
 * <p>Threading: stateless. Ownership: the buffers stay the caller's.
 */
public final class EntryFrame {
    /** Bytes before the payload. */
    public static final int HEADER_LENGTH = 32;
    /** Frames begin at multiples of this many bytes. */
    public static final int ALIGNMENT = 8;
    /** Byte order of every field. */
    public static final ByteOrder BYTE_ORDER = ByteOrder.LITTLE_ENDIAN;

    /** Offset of the frame length in bytes (header and payload). */
    public static final int LENGTH_OFFSET = 0;
    /** Offset of the CRC32C. */
    public static final int CHECKSUM_OFFSET = 4;
    /** First byte that the checksum covers. */
    public static final int CHECKSUM_START_OFFSET = 8;
    /** Offset of the term. */
    public static final int TERM_OFFSET = 8;
    /** Offset of the log index. */
    public static final int INDEX_OFFSET = 16;
    /** Offset of the entry type, an {@link EntryType} code. */
    public static final int TYPE_OFFSET = 24;
    /** Offset of four bytes kept zero for later use. */
    public static final int RESERVED_OFFSET = 28;

    /** What {@link #validLength} returns for bytes that are no whole, undamaged frame. */
    public static final int INVALID = -1;

    private EntryFrame() {}

    /**
     * Returns the bytes a frame takes in the log: header, payload and padding.
     *
     * @param payloadLength in bytes, at least 0
     */
    public static int alignedLength(final int payloadLength) {
        return BitUtil.align(HEADER_LENGTH + payloadLength, ALIGNMENT);
    }

    /** Returns the distance in bytes from this frame to the next for a frame of {@code frameLength} bytes. */
    public static int align(final int frameLength) {
        return BitUtil.align(frameLength, ALIGNMENT);
    }

    /** Returns the length field of the frame at {@code offset}. */
    public static int length(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + LENGTH_OFFSET, BYTE_ORDER);
    }

    /** Returns the stored checksum of the frame at {@code offset}. */
    public static int checksum(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + CHECKSUM_OFFSET, BYTE_ORDER);
    }

    /** Returns the term of the frame at {@code offset}. */
    public static long term(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + TERM_OFFSET, BYTE_ORDER);
    }

    /** Returns the log index of the frame at {@code offset}. */
    public static long index(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + INDEX_OFFSET, BYTE_ORDER);
    }

    /** Returns the {@link EntryType} code of the frame at {@code offset}. */
    public static int type(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + TYPE_OFFSET, BYTE_ORDER);
    }

    /** Writes every header field but the checksum, which {@link #seal} adds once the payload is in place. */
    public static void putHeader(
            final MutableDirectBuffer buffer,
            final int offset,
            final int payloadLength,
            final long term,
            final long index,
            final int type) {
        buffer.putInt(offset + LENGTH_OFFSET, HEADER_LENGTH + payloadLength, BYTE_ORDER);
        buffer.putLong(offset + TERM_OFFSET, term, BYTE_ORDER);
        buffer.putLong(offset + INDEX_OFFSET, index, BYTE_ORDER);
        buffer.putInt(offset + TYPE_OFFSET, type, BYTE_ORDER);
        buffer.putInt(offset + RESERVED_OFFSET, 0, BYTE_ORDER);
    }

    /** Computes and stores the checksum of the complete frame at {@code offset}. */
    public static void seal(final MutableDirectBuffer buffer, final int offset, final FrameChecksum checksum) {
        final int coveredLength = length(buffer, offset) - CHECKSUM_START_OFFSET;
        final int value = checksum.compute(buffer, offset + CHECKSUM_START_OFFSET, coveredLength);
        buffer.putInt(offset + CHECKSUM_OFFSET, value, BYTE_ORDER);
    }

    /**
     * Tells whether the bytes at {@code offset} are a whole, undamaged frame that ends within {@code availableLength}.
     *
     * @param availableLength bytes readable from {@code offset} on
     */
    public static boolean isValid(
            final DirectBuffer buffer, final int offset, final int availableLength, final FrameChecksum checksum) {
        return validLength(buffer, offset, availableLength, checksum) != INVALID;
    }

    /**
     * Returns the length field of a frame that {@link #isValid}, else {@link #INVALID}.
     *
     * @param availableLength bytes readable from {@code offset} on
     */
    public static int validLength(
            final DirectBuffer buffer, final int offset, final int availableLength, final FrameChecksum checksum) {
        if (availableLength < HEADER_LENGTH) {
            return INVALID;
        }
        final int length = length(buffer, offset);
        if (length < HEADER_LENGTH || length > availableLength) {
            return INVALID;
        }
        final int computed = checksum.compute(buffer, offset + CHECKSUM_START_OFFSET, length - CHECKSUM_START_OFFSET);
        return computed == checksum(buffer, offset) ? length : INVALID;
    }
}
