package io.balsa.codec;

import io.balsa.codec.sbe.storage.MessageHeaderDecoder;
import io.balsa.codec.sbe.storage.MessageHeaderEncoder;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A message of the storage schema with the same head as on a connection, in one sector, so that it is written whole or is
 * found to be damaged.
 *
 * <pre>
 *   0        4        8                16                        512
 *   +--------+--------+----------------+--------------+----------+
 *   | length | crc32c | message header | block        | zero ... |
 *   +--------+--------+----------------+--------------+----------+
 * </pre>
 *
 * <p>Threading: one owner. Used at start and on rare changes only.
 */
public final class StoredRecord {
    /** Room for a record in bytes: one sector. */
    public static final int LENGTH = 512;
    /** Where the message header begins. */
    public static final int MESSAGE_OFFSET = WireFrame.HEADER_LENGTH;

    private static final int LEAST_LENGTH = WireFrame.HEADER_LENGTH + MessageHeaderEncoder.ENCODED_LENGTH;

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(LENGTH);
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private final FrameChecksum checksum = new FrameChecksum();

    /** Returns memory of {@link #LENGTH} bytes, zero at first. */
    public MutableDirectBuffer buffer() {
        return buffer;
    }

    /** Returns the same memory for a file to read into or write from, position 0. */
    public ByteBuffer bytes() {
        return bytes.clear();
    }

    /** Empties the record. */
    public void clear() {
        buffer.setMemory(0, LENGTH, (byte) 0);
    }

    /** Completes a record whose message, header included, lies at {@link #MESSAGE_OFFSET}. */
    public void seal(final int blockLength) {
        WireFrame.seal(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + blockLength, 0, checksum);
    }

    /** Copies a record out of {@code source}. */
    public void copyFrom(final DirectBuffer source, final int offset) {
        buffer.putBytes(0, source, offset, LENGTH);
    }

    /** Tells whether nothing was ever written here. */
    public boolean isZero() {
        for (int i = 0; i < LENGTH; i += Long.BYTES) {
            if (buffer.getLong(i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Tells whether the record is whole and holds a message of the kind. */
    public boolean holds(final int templateId, final MessageHeaderDecoder header) {
        final int length = WireFrame.length(buffer, 0);
        if (length < LEAST_LENGTH || length > LENGTH) {
            return false;
        }
        if (!WireFrame.isValid(buffer, 0, length - WireFrame.HEADER_LENGTH, checksum)) {
            return false;
        }
        header.wrap(buffer, MESSAGE_OFFSET);
        return header.schemaId() == MessageHeaderDecoder.SCHEMA_ID && header.templateId() == templateId;
    }
}
