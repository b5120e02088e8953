package io.balsa.network;

import io.balsa.codec.FrameChecksum;
import io.balsa.codec.WireFrame;
import io.balsa.codec.sbe.peer.MessageHeaderEncoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One message at a time: its header, room for its block, its checksum, and away with it.
 *
 * <p>Threading: one thread, the same that calls the transport. Allocates nothing after construction.
 */
final class MessageSender {
    private static final ByteBuffer NO_BODY = ByteBuffer.allocateDirect(0);

    private final Transport transport;
    private final int groupId;
    private final UnsafeBuffer message;
    private final FrameChecksum checksum = new FrameChecksum();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private int coveredLength;

    /**
     * Creates a sender.
     *
     * @param maxHeadLength largest head of a message in bytes, its block included
     */
    MessageSender(final Transport transport, final int groupId, final int maxHeadLength) {
        this.transport = transport;
        this.groupId = groupId;
        message = new UnsafeBuffer(ByteBuffer.allocateDirect(maxHeadLength));
    }

    /**
     * Writes the header, and the group id with the four bytes behind it: those hold the flags of messages that have some and
     * stay zero in the others, and the buffer still holds the previous message.
     *
     * @return the message, whose block goes to {@link PeerMessage#BLOCK_OFFSET}
     */
    MutableDirectBuffer begin(final int templateId, final int blockLength) {
        header.wrap(message, WireFrame.HEADER_LENGTH)
                .blockLength(blockLength)
                .templateId(templateId)
                .schemaId(MessageHeaderEncoder.SCHEMA_ID)
                .version(MessageHeaderEncoder.SCHEMA_VERSION);
        message.putLong(PeerMessage.BLOCK_OFFSET, groupId & 0xFFFF_FFFFL, ByteOrder.LITTLE_ENDIAN);
        coveredLength = MessageHeaderEncoder.ENCODED_LENGTH + blockLength;
        return message;
    }

    /** Sends what was begun. */
    boolean send(final int peerId) {
        return send(peerId, NO_BODY);
    }

    /**
     * Sends what was begun, with bytes behind it.
     *
     * @param body from position to limit, which carries its own checksums
     * @return false when it was not taken
     */
    boolean send(final int peerId, final ByteBuffer body) {
        WireFrame.seal(message, 0, coveredLength, body.remaining(), checksum);
        return transport.offer(peerId, message, 0, WireFrame.HEADER_LENGTH + coveredLength, body);
    }
}
