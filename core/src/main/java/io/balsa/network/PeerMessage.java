package io.balsa.network;

import io.balsa.codec.EntryFrame;
import io.balsa.codec.WireFrame;
import io.balsa.codec.sbe.peer.AppendRequestEncoder;
import io.balsa.codec.sbe.peer.MessageHeaderDecoder;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * The parts that all messages between members have in common: {@link WireFrame}, then the SBE header, then the block.
 *
 * <pre>
 *   0        4        8             10           12         14        16
 *   +--------+--------+-------------+------------+----------+---------+-----------+----------------+
 *   | length | crc32c | blockLength | templateId | schemaId | version | block ... | entries or     |
 *   |        |        |             |            |          |         |           | text, if any   |
 *   +--------+--------+-------------+------------+----------+---------+-----------+----------------+
 * </pre>
 *
 * <p>The messages themselves are described in the schema {@code peer.xml}.
 *
 * <p>Threading: stateless. Ownership: the buffers stay the caller's.
 */
public final class PeerMessage {
    /** Offset of the SBE message header. */
    public static final int HEADER_OFFSET = WireFrame.HEADER_LENGTH;
    /** Offset of the block. */
    public static final int BLOCK_OFFSET = HEADER_OFFSET + MessageHeaderDecoder.ENCODED_LENGTH;
    /** The shortest message in bytes: one with an empty block. */
    public static final int MIN_LENGTH = BLOCK_OFFSET;

    private static final int BLOCK_LENGTH_OFFSET = HEADER_OFFSET + MessageHeaderDecoder.blockLengthEncodingOffset();
    private static final int TEMPLATE_ID_OFFSET = HEADER_OFFSET + MessageHeaderDecoder.templateIdEncodingOffset();
    private static final int SCHEMA_ID_OFFSET = HEADER_OFFSET + MessageHeaderDecoder.schemaIdEncodingOffset();
    private static final int VERSION_OFFSET = HEADER_OFFSET + MessageHeaderDecoder.versionEncodingOffset();

    private PeerMessage() {}

    /** Returns the length of the block in bytes, as the header of the message at {@code offset} states it. */
    public static int blockLength(final DirectBuffer buffer, final int offset) {
        return uint16(buffer, offset + BLOCK_LENGTH_OFFSET);
    }

    /** Returns which message it is. */
    public static int templateId(final DirectBuffer buffer, final int offset) {
        return uint16(buffer, offset + TEMPLATE_ID_OFFSET);
    }

    /** Returns the schema it belongs to. */
    public static int schemaId(final DirectBuffer buffer, final int offset) {
        return uint16(buffer, offset + SCHEMA_ID_OFFSET);
    }

    /** Returns the version of the schema it was written by. */
    public static int version(final DirectBuffer buffer, final int offset) {
        return uint16(buffer, offset + VERSION_OFFSET);
    }

    /** Returns the longest append in bytes: the head, and entries up to the limit or one that is larger. */
    static int maxAppendLength(final int maxAppendBytes, final int maxPayloadLength) {
        final int entriesLength = Math.max(maxAppendBytes, EntryFrame.alignedLength(maxPayloadLength));
        return Math.addExact(BLOCK_OFFSET + AppendRequestEncoder.BLOCK_LENGTH, entriesLength);
    }

    private static int uint16(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    }
}
