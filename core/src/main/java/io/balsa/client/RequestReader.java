package io.balsa.client;

import java.io.IOException;

/**
 * Reads what clients send, cuts it into frames and hands them to the {@link RequestDispatcher}.
 *
 * <p>When the ingress ring is full it stops reading the connection, whose next frame stays where it is; the socket fills up and
 * TCP slows the client down. Nothing is lost and nobody else waits.
 *
 * <p>Threading: the gateway's thread.
 */
final class RequestReader implements GatewayConnection.Events {
    private final ConnectionTable connections;
    private final RequestDispatcher dispatcher;
    private final ReplyWriter writer;
    private final GatewayCounters counters;

    private boolean someBlocked;
    private int firstToRetry;
    private long nowNs;

    RequestReader(
            final ConnectionTable connections,
            final RequestDispatcher dispatcher,
            final ReplyWriter writer,
            final GatewayCounters counters) {
        this.connections = connections;
        this.dispatcher = dispatcher;
        this.writer = writer;
        this.counters = counters;
    }

    void time(final long currentNs) {
        nowNs = currentNs;
    }

    @Override
    public void onReadable(final GatewayConnection connection) {
        final int count;
        try {
            count = connection.receive(nowNs);
        } catch (final IOException e) {
            // Reset by the client: there is nobody left to tell.
            connections.close(connection);
            return;
        }
        if (count < 0) {
            onEnd(connection);
        } else {
            takeFrames(connection);
        }
    }

    @Override
    public void onWritable(final GatewayConnection connection) {
        writer.flush(connection);
    }

    /**
     * Tries again what the ingress ring had no room for; begins with another connection each time, so that none starves.
     *
     * @return frames taken
     */
    int retryBlocked() {
        if (!someBlocked) {
            return 0;
        }
        someBlocked = false;
        final int capacity = connections.capacity();
        firstToRetry = firstToRetry + 1 < capacity ? firstToRetry + 1 : 0;
        int taken = 0;
        for (int i = 0; i < capacity; i++) {
            final GatewayConnection connection = connections.at((firstToRetry + i) % capacity);
            if (connection != null && connection.isReadPaused()) {
                connection.pauseReading(false);
                taken += takeFrames(connection);
            }
        }
        return taken;
    }

    /** Returns frames taken. */
    private int takeFrames(final GatewayConnection connection) {
        final ReceiveBuffer received = connection.receiveBuffer();
        int taken = 0;
        while (connection.isConnected()) {
            if (connection.state() == GatewayConnection.State.REFUSED) {
                received.clear();
                return taken;
            }
            final int length = received.next();
            if (length <= 0) {
                if (length != ReceiveBuffer.INCOMPLETE) {
                    onBadFrame(connection, length);
                }
                return taken;
            }
            switch (dispatcher.onFrame(connection, received.buffer(), received.offset(), length)) {
                case TAKEN -> {
                    received.consume(length);
                    taken++;
                }
                case BLOCKED -> {
                    block(connection);
                    return taken;
                }
                case BAD -> onBadFrame(connection, ReceiveBuffer.DAMAGED);
            }
        }
        return taken;
    }

    private void block(final GatewayConnection connection) {
        someBlocked = true;
        counters.onBackPressure();
        connection.pauseReading(true);
    }

    /** A client that was welcomed and exceeds the limit is told so; anything else is not worth an answer. */
    private void onBadFrame(final GatewayConnection connection, final int fault) {
        counters.onBadFrame();
        if (fault == ReceiveBuffer.OVERSIZED && connection.state() == GatewayConnection.State.OPEN) {
            dispatcher.refuseOversized(connection);
        } else {
            connections.close(connection);
        }
    }

    private void onEnd(final GatewayConnection connection) {
        final boolean cut = connection.receiveBuffer().hasRemaining();
        if (cut && connection.state() != GatewayConnection.State.REFUSED) {
            counters.onBadFrame();
        }
        connections.close(connection);
    }
}
