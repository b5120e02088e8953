package io.balsa.client;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.function.Consumer;
import org.agrona.CloseHelper;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection as the gateway sees it: socket, buffers and where it stands in the protocol.
 *
 * <p>Belongs to a slot of the {@link ConnectionTable} and serves one client after the other, so that its buffers are allocated
 * once. Threading: the gateway's thread.
 */
final class GatewayConnection implements Consumer<SelectionKey> {
    /** Where a connection stands. */
    enum State {
        /** No client. */
        CLOSED,
        /** Accepted; nothing but a hello is expected. */
        GREETING,
        /** Welcomed; requests are taken. */
        OPEN,
        /** Refused; what the client still sends is thrown away until it has read why and hangs up. */
        REFUSED
    }

    /** Who acts when the socket is ready. */
    interface Events {
        void onReadable(GatewayConnection connection);

        void onWritable(GatewayConnection connection);
    }

    /** Value of {@link #sessionId} while no session is attached. */
    static final long NO_SESSION = 0;

    private final int slot;
    private final Events events;
    private final ReceiveBuffer receiveBuffer;
    private final SendBuffer sendBuffer;

    private State state = State.CLOSED;
    private long id;
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;
    private boolean overLimit;
    private boolean readPaused;
    private boolean writePending;
    private boolean flushQueued;
    private long sessionId;
    private long leadershipVersion;
    private long lastReceiveNs;

    GatewayConnection(final int slot, final int bufferBytes, final Events events) {
        this.slot = slot;
        this.events = events;
        receiveBuffer = new ReceiveBuffer(bufferBytes);
        sendBuffer = new SendBuffer(bufferBytes);
    }

    /** Begins to serve a client. */
    void open(
            final long newId,
            final SocketChannel newChannel,
            final SelectionKey newKey,
            final boolean isOverLimit,
            final long nowNs) {
        id = newId;
        channel = newChannel;
        key = newKey;
        overLimit = isOverLimit;
        readPaused = false;
        writePending = false;
        sessionId = NO_SESSION;
        lastReceiveNs = nowNs;
        receiveBuffer.clear();
        sendBuffer.clear();
        state = State.GREETING;
    }

    @Override
    public void accept(final SelectionKey readyKey) {
        if (isConnected() && readyKey.isValid() && readyKey.isReadable()) {
            events.onReadable(this);
        }
        if (isConnected() && readyKey.isValid() && readyKey.isWritable()) {
            events.onWritable(this);
        }
    }

    /** Ends the connection; {@link ConnectionTable#close} calls it. */
    void closeChannel() {
        state = State.CLOSED;
        CloseHelper.quietClose(channel);
        channel = null;
        key = null;
    }

    /** Reads what is there; returns bytes read, -1 at the end of the stream. */
    int receive(final long nowNs) throws IOException {
        final int count = receiveBuffer.fill(Objects.requireNonNull(channel));
        if (count > 0) {
            lastReceiveNs = nowNs;
        }
        return count;
    }

    /** Writes what the socket takes, and waits for it to take the rest. */
    void flush() throws IOException {
        final SocketChannel socket = Objects.requireNonNull(channel);
        final boolean done = sendBuffer.flush(socket);
        if (done == writePending) {
            writePending = !done;
            updateInterest();
        }
        if (done && state == State.REFUSED) {
            socket.shutdownOutput();
        }
    }

    /** Stops or resumes reading: this is how a full ring slows a client down. */
    void pauseReading(final boolean pause) {
        if (readPaused != pause) {
            readPaused = pause;
            updateInterest();
        }
    }

    void welcome(final long currentLeadershipVersion) {
        state = State.OPEN;
        leadershipVersion = currentLeadershipVersion;
    }

    void refuse() {
        state = State.REFUSED;
    }

    /** Remembers whether it is on the list of connections to flush; returns what it was before. */
    boolean queueFlush(final boolean queued) {
        final boolean before = flushQueued;
        flushQueued = queued;
        return before;
    }

    void sessionId(final long attachedSessionId) {
        sessionId = attachedSessionId;
    }

    long sessionId() {
        return sessionId;
    }

    long id() {
        return id;
    }

    int slot() {
        return slot;
    }

    State state() {
        return state;
    }

    boolean isConnected() {
        return state != State.CLOSED;
    }

    /** Accepted beyond the limit, only to be told so. */
    boolean isOverLimit() {
        return overLimit;
    }

    boolean isReadPaused() {
        return readPaused;
    }

    /** Waits for the socket to take more. */
    boolean isWritePending() {
        return writePending;
    }

    /** Returns the leadership under which the client was welcomed. */
    long leadershipVersion() {
        return leadershipVersion;
    }

    long lastReceiveNs() {
        return lastReceiveNs;
    }

    ReceiveBuffer receiveBuffer() {
        return receiveBuffer;
    }

    SendBuffer sendBuffer() {
        return sendBuffer;
    }

    private void updateInterest() {
        final int read = readPaused ? 0 : SelectionKey.OP_READ;
        final int write = writePending ? SelectionKey.OP_WRITE : 0;
        Objects.requireNonNull(key).interestOps(read | write);
    }
}
