package io.balsa.network.tcp;

import io.balsa.codec.FrameChecksum;
import io.balsa.codec.WireFrame;
import io.balsa.codec.sbe.peer.MessageHeaderEncoder;
import io.balsa.network.PeerMessage;
import org.agrona.concurrent.UnsafeBuffer;

/** Changes messages and seals them again, so that nothing but the change is wrong with them. */
final class HandshakeMessages {
    private HandshakeMessages() {}

    static byte[] withVersion(final byte[] message, final int version) {
        header(message).version(version);
        return sealed(message);
    }

    static byte[] withTemplate(final byte[] message, final int templateId) {
        header(message).templateId(templateId);
        return sealed(message);
    }

    static byte[] withBlockLength(final byte[] message, final int blockLength) {
        header(message).blockLength(blockLength);
        return sealed(message);
    }

    static byte[] withSchema(final byte[] message, final int schemaId) {
        header(message).schemaId(schemaId);
        return sealed(message);
    }

    private static MessageHeaderEncoder header(final byte[] message) {
        return new MessageHeaderEncoder().wrap(new UnsafeBuffer(message), PeerMessage.HEADER_OFFSET);
    }

    private static byte[] sealed(final byte[] message) {
        WireFrame.seal(new UnsafeBuffer(message), 0, message.length - WireFrame.HEADER_LENGTH, 0, new FrameChecksum());
        return message;
    }
}
