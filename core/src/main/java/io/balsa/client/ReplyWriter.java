package io.balsa.client;

import io.balsa.codec.WireFrame;
import io.balsa.codec.sbe.client.ClientRefusedEncoder;
import io.balsa.codec.sbe.client.ClientWelcomeEncoder;
import io.balsa.codec.sbe.client.CommandReplyEncoder;
import io.balsa.codec.sbe.client.LeaderChangeEncoder;
import io.balsa.codec.sbe.client.MessageHeaderEncoder;
import io.balsa.codec.sbe.client.PongEncoder;
import io.balsa.codec.sbe.client.RefusalReason;
import io.balsa.codec.sbe.client.ReplyEncoder;
import io.balsa.codec.sbe.client.SessionOpenedEncoder;
import io.balsa.codec.sbe.client.StatusReplyEncoder;
import java.io.IOException;
import org.agrona.DirectBuffer;

/**
 * Encodes what the gateway says, gathers it per connection and writes it with one call each when asked to flush.
 *
 * <p>A client whose replies do not fit its send buffer does not read them; it is disconnected, since waiting would hold up the
 * others and dropping a reply would leave it waiting. It may come back and send again what is unanswered.
 *
 * <p>Threading: the gateway's thread. Ownership: bodies are borrowed and copied.
 */
final class ReplyWriter {
    private final GatewayConfig config;
    private final ConnectionTable connections;
    private final GatewayCounters counters;

    private final GatewayConnection[] toFlush;
    private int toFlushCount;

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ClientWelcomeEncoder welcome = new ClientWelcomeEncoder();
    private final ClientRefusedEncoder refused = new ClientRefusedEncoder();
    private final SessionOpenedEncoder sessionOpened = new SessionOpenedEncoder();
    private final CommandReplyEncoder commandReply = new CommandReplyEncoder();
    private final ReplyEncoder reply = new ReplyEncoder();
    private final LeaderChangeEncoder leaderChange = new LeaderChangeEncoder();
    private final StatusReplyEncoder statusReply = new StatusReplyEncoder();
    private final PongEncoder pong = new PongEncoder();

    ReplyWriter(final GatewayConfig config, final ConnectionTable connections, final GatewayCounters counters) {
        this.config = config;
        this.connections = connections;
        this.counters = counters;
        toFlush = new GatewayConnection[connections.capacity()];
    }

    void welcome(final GatewayConnection connection, final int leaderId) {
        final int at = claim(connection, ClientFrame.MAX_CONTROL_LENGTH);
        if (at != SendBuffer.FULL) {
            welcome.wrapAndApplyHeader(connection.sendBuffer().buffer(), at + WireFrame.HEADER_LENGTH, header)
                    .clusterId(config.clusterId())
                    .nodeId(config.nodeId())
                    .leaderId(leaderId)
                    .maxCommandBytes(config.maxCommandBytes())
                    .maxResponseBytes(config.maxResponseBytes())
                    .leaderAddress(config.clientAddress(leaderId));
            commit(connection, welcome.limit() - at);
        }
    }

    void refused(final GatewayConnection connection, final RefusalReason reason, final String text) {
        final int at = claim(connection, ClientFrame.MAX_CONTROL_LENGTH);
        if (at != SendBuffer.FULL) {
            refused.wrapAndApplyHeader(connection.sendBuffer().buffer(), at + WireFrame.HEADER_LENGTH, header)
                    .reason(reason)
                    .reasonText(text);
            commit(connection, refused.limit() - at);
        }
    }

    void sessionOpened(
            final GatewayConnection connection, final long correlationId, final long sessionId, final int window) {
        final int length = ClientFrame.HEAD_LENGTH + SessionOpenedEncoder.BLOCK_LENGTH;
        final int at = claim(connection, length);
        if (at != SendBuffer.FULL) {
            sessionOpened
                    .wrapAndApplyHeader(connection.sendBuffer().buffer(), at + WireFrame.HEADER_LENGTH, header)
                    .correlationId(correlationId)
                    .sessionId(sessionId)
                    .window(window);
            commit(connection, length);
        }
    }

    void commandReply(
            final GatewayConnection connection,
            final long sessionId,
            final long sequence,
            final int status,
            final DirectBuffer body,
            final int offset,
            final int bodyLength) {
        final int headLength = ClientFrame.HEAD_LENGTH + CommandReplyEncoder.BLOCK_LENGTH;
        final int at = claim(connection, headLength + bodyLength);
        if (at != SendBuffer.FULL) {
            commandReply
                    .wrapAndApplyHeader(connection.sendBuffer().buffer(), at + WireFrame.HEADER_LENGTH, header)
                    .sessionId(sessionId)
                    .sequence(sequence)
                    .status((short) status);
            connection.sendBuffer().buffer().putBytes(at + headLength, body, offset, bodyLength);
            commit(connection, headLength + bodyLength);
            counters.onReply();
        }
    }

    void reply(
            final GatewayConnection connection,
            final long correlationId,
            final int status,
            final DirectBuffer body,
            final int offset,
            final int bodyLength) {
        final int headLength = ClientFrame.HEAD_LENGTH + ReplyEncoder.BLOCK_LENGTH;
        final int at = claim(connection, headLength + bodyLength);
        if (at != SendBuffer.FULL) {
            reply.wrapAndApplyHeader(connection.sendBuffer().buffer(), at + WireFrame.HEADER_LENGTH, header)
                    .correlationId(correlationId)
                    .status((short) status);
            connection.sendBuffer().buffer().putBytes(at + headLength, body, offset, bodyLength);
            commit(connection, headLength + bodyLength);
            counters.onReply();
        }
    }

    void leaderChange(final GatewayConnection connection, final int leaderId) {
        final int at = claim(connection, ClientFrame.MAX_CONTROL_LENGTH);
        if (at != SendBuffer.FULL) {
            leaderChange
                    .wrapAndApplyHeader(connection.sendBuffer().buffer(), at + WireFrame.HEADER_LENGTH, header)
                    .leaderId(leaderId)
                    .leaderAddress(config.clientAddress(leaderId));
            commit(connection, leaderChange.limit() - at);
        }
    }

    void status(final GatewayConnection connection, final long correlationId, final StatusSource source) {
        final int at = claim(connection, ClientFrame.MAX_CONTROL_LENGTH);
        if (at != SendBuffer.FULL) {
            statusReply
                    .wrapAndApplyHeader(connection.sendBuffer().buffer(), at + WireFrame.HEADER_LENGTH, header)
                    .correlationId(correlationId)
                    .clusterId(config.clusterId())
                    .nodeId(config.nodeId());
            source.fill(statusReply);
            commit(connection, statusReply.limit() - at);
        }
    }

    void pong(final GatewayConnection connection, final long nonce) {
        final int length = ClientFrame.HEAD_LENGTH + PongEncoder.BLOCK_LENGTH;
        final int at = claim(connection, length);
        if (at != SendBuffer.FULL) {
            pong.wrapAndApplyHeader(connection.sendBuffer().buffer(), at + WireFrame.HEADER_LENGTH, header)
                    .nonce(nonce);
            commit(connection, length);
        }
    }

    /** Writes what has been gathered since the last call; returns the connections written to. */
    int flushAll() {
        final int count = toFlushCount;
        for (int i = 0; i < count; i++) {
            final GatewayConnection connection = toFlush[i];
            connection.queueFlush(false);
            if (connection.isConnected() && !connection.isWritePending()) {
                flush(connection);
            }
        }
        toFlushCount = 0;
        return count;
    }

    /** Writes to one connection now. */
    void flush(final GatewayConnection connection) {
        try {
            connection.flush();
        } catch (final IOException e) {
            // Reset by the client: whatever it still wants it asks for on its next connection.
            connections.close(connection);
        }
    }

    private int claim(final GatewayConnection connection, final int length) {
        if (!connection.isConnected()) {
            return SendBuffer.FULL;
        }
        int at = connection.sendBuffer().claim(length);
        if (at == SendBuffer.FULL) {
            flush(connection);
            at = connection.isConnected() ? connection.sendBuffer().claim(length) : SendBuffer.FULL;
            if (at == SendBuffer.FULL && connection.isConnected()) {
                counters.onSlowReader();
                connections.close(connection);
            }
        }
        return at;
    }

    private void commit(final GatewayConnection connection, final int length) {
        connection.sendBuffer().commit(length);
        if (!connection.queueFlush(true)) {
            toFlush[toFlushCount++] = connection;
        }
    }
}
