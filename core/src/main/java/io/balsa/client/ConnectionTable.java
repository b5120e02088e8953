package io.balsa.client;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's connections, in slots that are used again.
 *
 * <p>A connection's id names its slot and the number of its use, so that an answer to a connection that is gone does not reach
 * the next one in its slot, and a newer connection has a higher id:
 *
 * <pre>
 *   63              16 15       0
 *   +-----------------+----------+
 *   |  number, from 1 |   slot   |
 *   +-----------------+----------+
 * </pre>
 *
 * <p>A few slots beyond the limit serve to tell further clients why they are refused. Threading: the gateway's thread.
 */
final class ConnectionTable {
    /** Most connections that may be configured. */
    static final int MAX_CONNECTIONS = 65_000;

    private static final int SLOT_BITS = 16;
    private static final int SLOT_MASK = (1 << SLOT_BITS) - 1;
    private static final int SPARE_SLOTS = 16;

    private final int maxConnections;
    private final int bufferBytes;
    private final SessionRoutes routes;
    private final GatewayCounters counters;
    private final @Nullable GatewayConnection[] slots;
    private final int[] freeSlots;
    private int freeCount;
    private long lastNumber;

    ConnectionTable(
            final int maxConnections,
            final int bufferBytes,
            final SessionRoutes routes,
            final GatewayCounters counters) {
        this.maxConnections = maxConnections;
        this.bufferBytes = bufferBytes;
        this.routes = routes;
        this.counters = counters;
        slots = new GatewayConnection[maxConnections + SPARE_SLOTS];
        freeSlots = new int[slots.length];
        freeCount = slots.length;
        for (int i = 0; i < freeCount; i++) {
            // Low slots first: memory is allocated for as many as are used at a time.
            freeSlots[i] = freeCount - 1 - i;
        }
    }

    int capacity() {
        return slots.length;
    }

    int openCount() {
        return slots.length - freeCount;
    }

    /**
     * Gives a client a slot.
     *
     * @return null when not even a spare one is free
     */
    @Nullable
    GatewayConnection open(
            final SocketChannel channel,
            final SelectionKey key,
            final GatewayConnection.Events events,
            final long nowNs) {
        if (freeCount == 0) {
            return null;
        }
        final boolean overLimit = openCount() >= maxConnections;
        final int slot = freeSlots[--freeCount];
        GatewayConnection connection = slots[slot];
        if (connection == null) {
            connection = new GatewayConnection(slot, bufferBytes, events);
            slots[slot] = connection;
        }
        lastNumber++;
        connection.open((lastNumber << SLOT_BITS) | slot, channel, key, overLimit, nowNs);
        key.attach(connection);
        counters.onConnections(openCount());
        return connection;
    }

    /** Closes a connection, if it is not yet closed, and frees its slot. */
    void close(final GatewayConnection connection) {
        if (connection.isConnected()) {
            routes.detach(connection);
            connection.closeChannel();
            freeSlots[freeCount++] = connection.slot();
            counters.onConnections(openCount());
        }
    }

    /** Returns the connection with an id, null when it is gone. */
    @Nullable
    GatewayConnection find(final long connectionId) {
        final int slot = (int) (connectionId & SLOT_MASK);
        final GatewayConnection connection = slot < slots.length ? slots[slot] : null;
        return connection != null && connection.isConnected() && connection.id() == connectionId ? connection : null;
    }

    /** Returns the connection in a slot from 0 to {@link #capacity()}, null when there is none. */
    @Nullable
    GatewayConnection at(final int slot) {
        final GatewayConnection connection = slots[slot];
        return connection != null && connection.isConnected() ? connection : null;
    }
}
