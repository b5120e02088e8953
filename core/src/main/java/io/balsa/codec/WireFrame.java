package io.balsa.codec;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The byte layout that precedes every message on a peer or client connection.
 *
 * <pre>
 *   0        4        8                       16
 *   +--------+--------+-----------------------+----------------+------------------------------+
 *   | length | crc32c | SBE message header    | SBE block ...  | entry frames (appends only)  |
 *   +--------+--------+-----------------------+----------------+------------------------------+
 *                     |<-------- covered by the checksum ----->|  each frame has its own CRC
 *   |<------------------------------------ length ------------------------------------------>|
 * </pre>
 *
 * <p>Little endian. {@code length} counts all bytes of the message, itself included. The checksum covers everything after
 * it, except the entry frames at the end of an append, which carry their own: replication does not touch their bytes.
 *
 * <p>Threading: stateless. Ownership: the buffers stay the caller's.
 */
public final class WireFrame {
    /** Bytes before the SBE message header. */
    public static final int HEADER_LENGTH = 8;
    /** Offset of the length of the whole message in bytes. */
    public static final int LENGTH_OFFSET = 0;
    /** Offset of the CRC32C. */
    public static final int CHECKSUM_OFFSET = 4;

    private static final ByteOrder BYTE_ORDER = ByteOrder.LITTLE_ENDIAN;

    private WireFrame() {}

    /** Returns the length field at {@code offset}; unchecked, as it came off the wire. */
    public static int length(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + LENGTH_OFFSET, BYTE_ORDER);
    }

    /**
     * Stores length and checksum in front of a message that lies at {@code offset + HEADER_LENGTH}.
     *
     * @param coveredLength bytes after the header that the checksum covers
     * @param trailingLength bytes of entry frames that follow them on the wire, 0 for any other message
     */
    public static void seal(
            final MutableDirectBuffer buffer,
            final int offset,
            final int coveredLength,
            final int trailingLength,
            final FrameChecksum checksum) {
        buffer.putInt(offset + LENGTH_OFFSET, HEADER_LENGTH + coveredLength + trailingLength, BYTE_ORDER);
        final int value = checksum.compute(buffer, offset + HEADER_LENGTH, coveredLength);
        buffer.putInt(offset + CHECKSUM_OFFSET, value, BYTE_ORDER);
    }

    /** Tells whether the checksum at {@code offset} matches the {@code coveredLength} bytes after the header. */
    public static boolean isValid(
            final DirectBuffer buffer, final int offset, final int coveredLength, final FrameChecksum checksum) {
        final int stored = buffer.getInt(offset + CHECKSUM_OFFSET, BYTE_ORDER);
        return stored == checksum.compute(buffer, offset + HEADER_LENGTH, coveredLength);
    }
}
