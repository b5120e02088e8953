package io.balsa.simulation;

import org.agrona.concurrent.UnsafeBuffer;

/** A message between two nodes while it is under way; used again afterwards. */
final class SimMessage implements Runnable {
    private final SimNetwork network;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
    private SimConnection connection;
    private int from;
    private int to;
    private int session;
    private int length;
    private long id;

    SimMessage(final SimNetwork network, final SimConnection connection) {
        this.network = network;
        this.connection = connection;
    }

    /** Becomes a message of a connection's present session, {@code length} bytes long. */
    UnsafeBuffer begin(
            final SimConnection newConnection,
            final int newFrom,
            final int newTo,
            final int newLength,
            final long newId) {
        connection = newConnection;
        session = newConnection.session();
        from = newFrom;
        to = newTo;
        length = newLength;
        id = newId;
        if (buffer.capacity() < newLength) {
            buffer.wrap(new byte[2 * newLength]);
        }
        return buffer;
    }

    /** Returns another one like this, of the same session. */
    SimMessage copy() {
        final SimMessage copy = new SimMessage(network, connection);
        copy.begin(connection, from, to, length, id).putBytes(0, buffer, 0, length);
        copy.session = session;
        return copy;
    }

    @Override
    public void run() {
        network.deliver(this);
    }

    SimConnection connection() {
        return connection;
    }

    int session() {
        return session;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    int length() {
        return length;
    }

    long id() {
        return id;
    }

    UnsafeBuffer buffer() {
        return buffer;
    }
}
