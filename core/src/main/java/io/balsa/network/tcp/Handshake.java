package io.balsa.network.tcp;

import io.balsa.codec.FrameChecksum;
import io.balsa.codec.WireFrame;
import io.balsa.codec.sbe.peer.HelloEncoder;
import io.balsa.codec.sbe.peer.KeepAliveEncoder;
import io.balsa.codec.sbe.peer.MessageHeaderEncoder;
import io.balsa.codec.sbe.peer.RefusedEncoder;
import io.balsa.codec.sbe.peer.WelcomeEncoder;
import io.balsa.network.NodeIdentity;
import io.balsa.network.PeerMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes the messages that concern a connection rather than a Raft group: Hello, Welcome, Refused, KeepAlive.
 *
 * <pre>
 *   node 3 (connects)                          node 1
 *     |---- Hello(cluster, 3, target 1, attempt) -->|   checks: layout, version, cluster, target, member, newest
 *     |<--------------------- Welcome(cluster, 1) --|   now both send
 *     |                        or Refused(reason) --|   then closes
 * </pre>
 *
 * <p>Threading: one owner. Ownership: a returned buffer is borrowed until the next call on the same object.
 */
final class Handshake {
    /** Most bytes of text in a refusal. */
    static final int MAX_REASON_LENGTH = 512;
    /** Bytes of a Hello. */
    static final int HELLO_LENGTH = PeerMessage.BLOCK_OFFSET + HelloEncoder.BLOCK_LENGTH;
    /** Bytes of the longest message of a handshake, a Refused. */
    static final int MAX_LENGTH = PeerMessage.BLOCK_OFFSET
            + RefusedEncoder.BLOCK_LENGTH
            + RefusedEncoder.reasonHeaderLength()
            + MAX_REASON_LENGTH;

    private final NodeIdentity identity;
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(MAX_LENGTH);
    private final UnsafeBuffer message = new UnsafeBuffer(bytes);
    private final FrameChecksum checksum = new FrameChecksum();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final HelloEncoder hello = new HelloEncoder();
    private final WelcomeEncoder welcome = new WelcomeEncoder();
    private final RefusedEncoder refused = new RefusedEncoder();
    private final KeepAliveEncoder keepAlive = new KeepAliveEncoder();

    Handshake(final NodeIdentity identity) {
        this.identity = identity;
    }

    NodeIdentity identity() {
        return identity;
    }

    ByteBuffer hello(final int targetId, final long attempt) {
        message.setMemory(0, MAX_LENGTH, (byte) 0);
        hello.wrapAndApplyHeader(message, PeerMessage.HEADER_OFFSET, header)
                .clusterId(identity.clusterId())
                .incarnation(identity.incarnation())
                .attempt(attempt)
                .nodeId(identity.nodeId())
                .targetId(targetId);
        return seal(hello.encodedLength());
    }

    ByteBuffer welcome() {
        message.setMemory(0, MAX_LENGTH, (byte) 0);
        welcome.wrapAndApplyHeader(message, PeerMessage.HEADER_OFFSET, header)
                .clusterId(identity.clusterId())
                .incarnation(identity.incarnation())
                .nodeId(identity.nodeId());
        return seal(welcome.encodedLength());
    }

    ByteBuffer refused(final String reason) {
        final byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        refused.wrapAndApplyHeader(message, PeerMessage.HEADER_OFFSET, header)
                .putReason(text, 0, Math.min(text.length, MAX_REASON_LENGTH));
        return seal(refused.encodedLength());
    }

    ByteBuffer keepAlive() {
        keepAlive.wrapAndApplyHeader(message, PeerMessage.HEADER_OFFSET, header);
        return seal(keepAlive.encodedLength());
    }

    private ByteBuffer seal(final int bodyLength) {
        final int coveredLength = MessageHeaderEncoder.ENCODED_LENGTH + bodyLength;
        WireFrame.seal(message, 0, coveredLength, 0, checksum);
        return bytes.limit(WireFrame.HEADER_LENGTH + coveredLength).position(0);
    }
}
