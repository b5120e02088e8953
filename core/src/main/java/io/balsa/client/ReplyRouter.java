package io.balsa.client;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Brings what comes off the egress ring to the connection it is for; what is for nobody here any more is dropped, since the client
 * asks again wherever it went.
 *
 * <p>Threading: the gateway's thread.
 */
final class ReplyRouter implements EgressHandler {
    private static final UnsafeBuffer NOTHING = new UnsafeBuffer(new byte[0]);

    private final long gatewayId;
    private final ConnectionTable connections;
    private final SessionRoutes routes;
    private final Leadership leadership;
    private final ReplyWriter writer;

    ReplyRouter(
            final long gatewayId,
            final ConnectionTable connections,
            final SessionRoutes routes,
            final Leadership leadership,
            final ReplyWriter writer) {
        this.gatewayId = gatewayId;
        this.connections = connections;
        this.routes = routes;
        this.leadership = leadership;
        this.writer = writer;
    }

    @Override
    public void onCommandReply(
            final long sessionId,
            final long sequence,
            final int status,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        final GatewayConnection connection = routes.find(sessionId);
        if (connection != null) {
            writer.commandReply(connection, sessionId, sequence, status, buffer, offset, length);
        }
    }

    @Override
    public void onCommandRefusal(final long connectionId, final long sessionId, final long sequence, final int status) {
        final GatewayConnection connection = connections.find(connectionId);
        if (connection != null) {
            writer.commandReply(connection, sessionId, sequence, status, NOTHING, 0, 0);
        }
    }

    @Override
    public void onSessionOpened(
            final long openerGatewayId,
            final long connectionId,
            final long correlationId,
            final long sessionId,
            final int window) {
        final GatewayConnection connection = openerGatewayId == gatewayId ? connections.find(connectionId) : null;
        if (connection != null) {
            routes.attach(connection, sessionId);
            writer.sessionOpened(connection, correlationId, sessionId, window);
        }
    }

    @Override
    public void onReply(
            final long connectionId,
            final long correlationId,
            final int status,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        final GatewayConnection connection = connections.find(connectionId);
        if (connection != null) {
            writer.reply(connection, correlationId, status, buffer, offset, length);
        }
    }

    @Override
    public void onLeaderChanged(final int leaderId, final boolean self) {
        leadership.change(leaderId, self);
        for (int slot = 0; slot < connections.capacity(); slot++) {
            final GatewayConnection connection = connections.at(slot);
            if (connection != null && connection.state() == GatewayConnection.State.OPEN) {
                writer.leaderChange(connection, leaderId);
            }
        }
    }
}
