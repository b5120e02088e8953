package io.balsa.network.tcp;

import io.balsa.codec.FrameChecksum;
import io.balsa.codec.WireFrame;
import io.balsa.codec.sbe.peer.MessageHeaderDecoder;
import io.balsa.network.PeerMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads the first message of a connection and not one byte more: what follows belongs to whoever takes the connection over.
 *
 * <p>Threading: one owner. Ownership: the message is borrowed until {@link #clear}.
 */
final class HandshakeReader {
    /** How far the message has come. */
    enum Progress {
        /** More bytes are to come. */
        INCOMPLETE,
        /** The message is there, whole and undamaged. */
        COMPLETE,
        /** The connection ended before. */
        ENDED,
        /** This is no message of ours. */
        MALFORMED
    }

    private final int minLength;
    private final ByteBuffer bytes;
    private final UnsafeBuffer buffer;
    private final FrameChecksum checksum = new FrameChecksum();

    /** Creates a reader of messages whose length in bytes lies within bounds, both inclusive. */
    HandshakeReader(final int minLength, final int maxLength) {
        this.minLength = minLength;
        bytes = ByteBuffer.allocateDirect(maxLength);
        buffer = new UnsafeBuffer(bytes);
    }

    void clear() {
        bytes.clear();
    }

    Progress readFrom(final ReadableByteChannel channel) throws IOException {
        if (bytes.position() < WireFrame.HEADER_LENGTH) {
            bytes.limit(WireFrame.HEADER_LENGTH);
            if (channel.read(bytes) < 0) {
                return Progress.ENDED;
            }
            if (bytes.position() < Integer.BYTES) {
                return Progress.INCOMPLETE;
            }
            final int length = WireFrame.length(buffer, 0);
            if (length < minLength || length > bytes.capacity()) {
                return Progress.MALFORMED;
            }
            if (bytes.hasRemaining()) {
                return Progress.INCOMPLETE;
            }
            bytes.limit(length);
        }
        if (channel.read(bytes) < 0) {
            return Progress.ENDED;
        }
        if (bytes.hasRemaining()) {
            return Progress.INCOMPLETE;
        }
        return isSound() ? Progress.COMPLETE : Progress.MALFORMED;
    }

    private boolean isSound() {
        return PeerMessage.schemaId(buffer, 0) == MessageHeaderDecoder.SCHEMA_ID
                && WireFrame.isValid(buffer, 0, length() - WireFrame.HEADER_LENGTH, checksum);
    }

    DirectBuffer buffer() {
        return buffer;
    }

    int length() {
        return bytes.limit();
    }

    /** Tells whether the message is of a kind, with a block of the length that kind has in every version. */
    boolean is(final int templateId, final int blockLength) {
        return PeerMessage.templateId(buffer, 0) == templateId
                && PeerMessage.blockLength(buffer, 0) == blockLength
                && length() >= PeerMessage.BLOCK_OFFSET + blockLength;
    }

    int version() {
        return PeerMessage.version(buffer, 0);
    }
}
