package io.balsa.network.tcp;

import io.balsa.codec.FrameChecksum;
import io.balsa.codec.WireFrame;
import io.balsa.codec.sbe.peer.KeepAliveEncoder;
import io.balsa.codec.sbe.peer.MessageHeaderDecoder;
import io.balsa.network.FrameHandler;
import io.balsa.network.NetworkCounter;
import io.balsa.network.NetworkCounters;
import io.balsa.network.PeerMessage;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The traffic with one member, over whatever connection to it is up: sends, receives, notices when it is dead.
 *
 * <p>A message is written at once if nothing waits before it. What the socket does not take is copied to the queue, from where
 * it leaves when the socket is writable again. When the connection breaks, the queue is emptied: what was taken is lost, and
 * a new connection begins with a whole message.
 *
 * <p>A connection that breaks while a message is offered is closed there and then, but the handler hears of it only from
 * {@link #accept} or {@link #doWork}: an offer comes out of the core, which must not be called back.
 *
 * <p>Threading: the transport's thread. Ownership: see {@link io.balsa.network.Transport} and
 * {@link io.balsa.network.FrameHandler}. Allocates nothing while the connection stays up.
 */
final class PeerLink implements Consumer<SelectionKey> {
    private static final Logger LOGGER = System.getLogger("io.balsa.network");
    private static final ByteBuffer NO_BODY = ByteBuffer.allocateDirect(0);
    private static final int KEEP_ALIVE_LENGTH = PeerMessage.BLOCK_OFFSET + KeepAliveEncoder.BLOCK_LENGTH;

    private final int peerId;
    private final Handshake handshake;
    private final FrameHandler handler;
    private final TcpSettings settings;
    private final NetworkCounters counters;
    private final SendQueue queue;
    private final ReceiveBuffer received;
    private final FrameChecksum checksum = new FrameChecksum();

    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;
    /** Why the connection was closed, until the handler was told. */
    private @Nullable String lossReason;

    private boolean wasConnected;
    private long incarnation;
    private long attempt;

    /** Socket events bring no time along: they leave a mark, and the next {@link #doWork} puts the time to it. */
    private boolean openedSinceWork;

    private boolean sentSinceWork;
    private boolean receivedSinceWork;
    private long openedAtNs;
    private long sentAtNs;
    private long receivedAtNs;

    PeerLink(
            final int peerId,
            final Handshake handshake,
            final FrameHandler handler,
            final TcpSettings settings,
            final NetworkCounters counters) {
        this.peerId = peerId;
        this.handshake = handshake;
        this.handler = handler;
        this.settings = settings;
        this.counters = counters;
        queue = new SendQueue(settings.sendQueueBytes());
        received = new ReceiveBuffer(settings.receiveBufferBytes(), settings.maxMessageLength());
    }

    int peerId() {
        return peerId;
    }

    boolean isConnected() {
        return channel != null;
    }

    /** Tells for how long the current connection has been up, in nanoseconds. */
    long connectedForNs(final long nowNs) {
        return openedSinceWork ? 0 : nowNs - openedAtNs;
    }

    /** Tells whether a connection would be newer than the one that is up, by the number in its Hello. */
    boolean isOlderThan(final long otherAttempt) {
        return channel == null || attempt < otherAttempt;
    }

    /** Takes over a connection whose handshake is done, in place of the one that is up, if any. */
    void open(
            final SocketChannel newChannel,
            final SelectionKey newKey,
            final long newIncarnation,
            final long newAttempt) {
        if (channel != null) {
            counters.increment(NetworkCounter.CONNECTIONS_REPLACED);
            close("the peer connected anew");
        }
        reportLoss();
        reportIncarnation(newIncarnation);
        channel = newChannel;
        key = newKey;
        attempt = newAttempt;
        openedSinceWork = true;
        queue.clear();
        received.clear();
        newKey.attach(this);
        newKey.interestOps(SelectionKey.OP_READ);
        counters.increment(NetworkCounter.CONNECTIONS_OPENED);
        LOGGER.log(Level.INFO, () -> "connected: peer=" + peerId + ", address=" + Sockets.remoteAddress(newChannel));
        handler.onPeerConnected(peerId);
    }

    /** See {@link io.balsa.network.Transport#offer}. */
    boolean offer(final DirectBuffer message, final int offset, final int length, final ByteBuffer body) {
        final SocketChannel current = channel;
        if (current == null) {
            return false;
        }
        final int totalLength = length + body.remaining();
        if (totalLength > settings.maxMessageLength()) {
            throw new IllegalArgumentException(
                    "message too long: length=" + totalLength + ", maxMessageLength=" + settings.maxMessageLength());
        }
        if (queue.free() < totalLength) {
            counters.increment(NetworkCounter.BACK_PRESSURED);
            return false;
        }
        final boolean isNext = queue.isEmpty();
        queue.put(message, offset, length);
        if (!isNext) {
            queue.put(body);
        } else if (!write(current, body)) {
            return false;
        }
        counters.increment(NetworkCounter.MESSAGES_SENT);
        return true;
    }

    @Override
    public void accept(final SelectionKey readyKey) {
        final SocketChannel current = channel;
        // Another event of the same selection may have closed or replaced this connection.
        if (current != null && readyKey == key && readyKey.isValid()) {
            if (readyKey.isWritable() && write(current, NO_BODY) && queue.isEmpty()) {
                readyKey.interestOps(SelectionKey.OP_READ);
            }
            if (channel != null && readyKey.isReadable()) {
                read(current);
            }
        }
        reportLoss();
    }

    /** Does what is due by time; returns how many things were done. */
    int doWork(final long nowNs) {
        if (lossReason != null) {
            reportLoss();
            return 1;
        }
        final SocketChannel current = channel;
        if (current == null) {
            return 0;
        }
        stamp(nowNs);
        if (nowNs - receivedAtNs >= settings.silenceTimeoutNs()) {
            counters.increment(NetworkCounter.CONNECTIONS_SILENT);
            close("nothing was heard for " + (nowNs - receivedAtNs) / 1_000_000 + " ms");
            reportLoss();
            return 1;
        }
        if (nowNs - sentAtNs >= settings.keepAliveNs() && queue.isEmpty()) {
            write(current, handshake.keepAlive());
            return 1;
        }
        return 0;
    }

    /** Closes without telling the handler. */
    void shutDown() {
        close("the transport is closed");
        lossReason = null;
    }

    private void stamp(final long nowNs) {
        if (openedSinceWork) {
            openedAtNs = nowNs;
            sentAtNs = nowNs;
            receivedAtNs = nowNs;
            openedSinceWork = false;
        }
        if (sentSinceWork) {
            sentAtNs = nowNs;
            sentSinceWork = false;
        }
        if (receivedSinceWork) {
            receivedAtNs = nowNs;
            receivedSinceWork = false;
        }
    }

    /** Writes the queue and a body, and queues what is left of the body; returns false when the connection broke. */
    private boolean write(final SocketChannel current, final ByteBuffer body) {
        final int pendingLength = queue.length() + body.remaining();
        final int writtenLength;
        try {
            writtenLength = queue.writeTo(current, body);
        } catch (final IOException e) {
            close(String.valueOf(e.getMessage()));
            return false;
        }
        counters.increment(NetworkCounter.WRITES);
        counters.add(NetworkCounter.BYTES_SENT, writtenLength);
        sentSinceWork = true;
        if (writtenLength < pendingLength) {
            counters.increment(NetworkCounter.PARTIAL_WRITES);
            queue.put(body);
            watchForWritable();
        }
        return true;
    }

    private void watchForWritable() {
        final SelectionKey current = key;
        if (current != null) {
            current.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    private void read(final SocketChannel current) {
        final int count;
        try {
            count = received.readFrom(current);
        } catch (final IOException e) {
            close(String.valueOf(e.getMessage()));
            return;
        }
        if (count < 0) {
            close("the peer closed it");
            return;
        }
        counters.increment(NetworkCounter.READS);
        counters.add(NetworkCounter.BYTES_RECEIVED, count);
        receivedSinceWork = true;
        if (takeMessages(current)) {
            received.compact();
        }
    }

    /** Hands every whole message to the handler; returns false when the connection was closed over it. */
    private boolean takeMessages(final SocketChannel current) {
        while (true) {
            final int length = received.messageLength();
            if (length == ReceiveBuffer.INCOMPLETE) {
                return true;
            }
            if (length == ReceiveBuffer.MALFORMED) {
                counters.increment(NetworkCounter.BAD_MESSAGES);
                close("impossible message length: length=" + received.announcedLength() + ", maxMessageLength="
                        + settings.maxMessageLength());
                return false;
            }
            counters.increment(NetworkCounter.MESSAGES_RECEIVED);
            if (!take(received.buffer(), received.offset(), length)) {
                close("bad message");
                return false;
            }
            // The handler may have offered a message of its own and so found the connection broken.
            if (channel != current) {
                return false;
            }
            received.take(length);
        }
    }

    private boolean take(final DirectBuffer buffer, final int offset, final int length) {
        // No other message is as short as a keep-alive: the usual message costs one comparison here.
        if (length > KEEP_ALIVE_LENGTH) {
            return handler.onFrame(peerId, buffer, offset, length);
        }
        final boolean isKeepAlive = PeerMessage.templateId(buffer, offset) == KeepAliveEncoder.TEMPLATE_ID
                && PeerMessage.schemaId(buffer, offset) == MessageHeaderDecoder.SCHEMA_ID
                && WireFrame.isValid(buffer, offset, length - WireFrame.HEADER_LENGTH, checksum);
        if (!isKeepAlive) {
            counters.increment(NetworkCounter.BAD_MESSAGES);
        }
        return isKeepAlive;
    }

    private void close(final String reason) {
        final SocketChannel current = channel;
        if (current != null) {
            Sockets.close(current);
            channel = null;
            key = null;
            lossReason = reason;
        }
    }

    private void reportIncarnation(final long newIncarnation) {
        if (wasConnected && incarnation != newIncarnation) {
            LOGGER.log(
                    Level.WARNING,
                    "a peer came back with another data directory: peer=" + peerId + ", incarnation=" + newIncarnation
                            + ", before=" + incarnation
                            + "; if it lost its data, it no longer knows its votes: remove it and add it anew");
        }
        wasConnected = true;
        incarnation = newIncarnation;
    }

    private void reportLoss() {
        final String reason = lossReason;
        if (reason != null) {
            lossReason = null;
            counters.increment(NetworkCounter.CONNECTIONS_LOST);
            LOGGER.log(Level.INFO, () -> "disconnected: peer=" + peerId + ", reason=" + reason);
            handler.onPeerDisconnected(peerId);
        }
    }
}
