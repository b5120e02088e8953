package io.balsa.log;

import io.balsa.codec.FrameChecksum;
import io.balsa.codec.WireFrame;
import io.balsa.codec.sbe.storage.MessageHeaderDecoder;
import io.balsa.codec.sbe.storage.MessageHeaderEncoder;
import java.nio.ByteBuffer;
import java.nio.file.Path;
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
final class StoredRecord {
    /** Room for a record in bytes: one sector. */
    static final int LENGTH = SegmentLayout.RECORD_LENGTH;
    /** Where the message header begins. */
    static final int MESSAGE_OFFSET = WireFrame.HEADER_LENGTH;

    /** The format version that this code writes and reads, in every file. */
    static final int FORMAT_VERSION = 1;

    private static final int LEAST_LENGTH = WireFrame.HEADER_LENGTH + MessageHeaderEncoder.ENCODED_LENGTH;

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(LENGTH);
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private final FrameChecksum checksum = new FrameChecksum();

    /** Returns memory of {@link #LENGTH} bytes, zero at first. */
    MutableDirectBuffer buffer() {
        return buffer;
    }

    /** Returns the same memory for a file to read into or write from, position 0. */
    ByteBuffer bytes() {
        return bytes.clear();
    }

    /** Empties the record. */
    void clear() {
        buffer.setMemory(0, LENGTH, (byte) 0);
    }

    /** Completes a record whose message, header included, lies at {@link #MESSAGE_OFFSET}. */
    void seal(final int blockLength) {
        WireFrame.seal(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + blockLength, 0, checksum);
    }

    /** Copies a record out of {@code source}. */
    void copyFrom(final DirectBuffer source, final int offset) {
        buffer.putBytes(0, source, offset, LENGTH);
    }

    /** Tells whether nothing was ever written here. */
    boolean isZero() {
        for (int i = 0; i < LENGTH; i += Long.BYTES) {
            if (buffer.getLong(i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Tells whether the record is whole and holds a message of the kind. */
    boolean holds(final int templateId, final MessageHeaderDecoder header) {
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

    /** Refuses a format that this code does not know. */
    static void checkFormat(final Path file, final int found) {
        if (found != FORMAT_VERSION) {
            throw new LogException("unknown format version: file=" + file + ", expected=" + FORMAT_VERSION + ", found="
                    + found + "; start the node with the version of Balsa that wrote this directory");
        }
    }

    /** Refuses a file of another node, naming both. */
    static void checkIdentity(final Path file, final StorageIdentity expected, final StorageIdentity found) {
        if (!found.equals(expected)) {
            throw new LogException("file belongs to somebody else: file=" + file + ", expected=" + expected + ", found="
                    + found + "; put back the file that belongs here, or start the node it belongs to");
        }
    }
}
