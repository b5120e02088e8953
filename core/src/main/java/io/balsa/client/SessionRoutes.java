package io.balsa.client;

import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which connection the replies of a session go to: the newest that sent one of its commands.
 *
 * <p>Sized for every connection at once, one session each. Threading: the gateway's thread.
 */
final class SessionRoutes {
    private static final float LOAD_FACTOR = 0.5f;

    private final Long2ObjectHashMap<GatewayConnection> connectionBySession;

    SessionRoutes(final int maxConnections) {
        connectionBySession = new Long2ObjectHashMap<>((int) (maxConnections / LOAD_FACTOR) + 1, LOAD_FACTOR, true);
    }

    /** Sends replies of the session to {@code connection} from now on, unless a newer connection has it. */
    void attach(final GatewayConnection connection, final long sessionId) {
        if (connection.sessionId() == sessionId) {
            return;
        }
        final GatewayConnection current = connectionBySession.get(sessionId);
        if (current != null) {
            if (current.id() > connection.id()) {
                // What an old connection left in its buffer must not draw the replies away from the client's new one.
                return;
            }
            current.sessionId(GatewayConnection.NO_SESSION);
        }
        detach(connection);
        connection.sessionId(sessionId);
        connectionBySession.put(sessionId, connection);
    }

    /** Forgets the session of a connection. */
    void detach(final GatewayConnection connection) {
        if (connection.sessionId() != GatewayConnection.NO_SESSION) {
            connectionBySession.remove(connection.sessionId());
            connection.sessionId(GatewayConnection.NO_SESSION);
        }
    }

    @Nullable
    GatewayConnection find(final long sessionId) {
        return connectionBySession.get(sessionId);
    }
}
