package io.balsa.network.inprocess;

import io.balsa.network.FrameHandler;
import io.balsa.network.NetworkCounter;
import io.balsa.network.NetworkCounters;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/**
 * One node's end of a {@link Wire}.
 *
 * <p>Threading: the node's thread. Ownership: messages lie in the ring and are borrowed until the handler returns.
 */
final class InProcessLink implements ControlledMessageHandler {
    private static final int MESSAGE_LIMIT = 256;

    private final int nodeId;
    private final int peerId;
    private final Wire wire;
    private final OneToOneRingBuffer outbound;
    private final OneToOneRingBuffer inbound;
    private final FrameHandler handler;
    private final NetworkCounters counters;

    /** The session that the handler knows of. The wire may be ahead of it. */
    private int session = Wire.DOWN;

    InProcessLink(
            final int nodeId,
            final int peerId,
            final Wire wire,
            final FrameHandler handler,
            final NetworkCounters counters) {
        this.nodeId = nodeId;
        this.peerId = peerId;
        this.wire = wire;
        this.handler = handler;
        this.counters = counters;
        outbound = wire.ringFrom(nodeId);
        inbound = wire.ringTo(nodeId);
    }

    int peerId() {
        return peerId;
    }

    boolean isConnected() {
        return session != Wire.DOWN && session == wire.session();
    }

    boolean offer(final DirectBuffer message, final int offset, final int length, final ByteBuffer body) {
        if (!isConnected()) {
            return false;
        }
        final int bodyLength = body.remaining();
        final int index = outbound.tryClaim(session, length + bodyLength);
        if (index < 0) {
            counters.increment(NetworkCounter.BACK_PRESSURED);
            return false;
        }
        final AtomicBuffer ring = outbound.buffer();
        ring.putBytes(index, message, offset, length);
        ring.putBytes(index + length, body, body.position(), bodyLength);
        outbound.commit(index);
        counters.increment(NetworkCounter.MESSAGES_SENT);
        counters.add(NetworkCounter.BYTES_SENT, length + bodyLength);
        wire.wake(peerId);
        return true;
    }

    int doWork() {
        final int current = wire.session();
        int workCount = 0;
        if (current != session) {
            workCount++;
            follow(current);
        }
        return workCount + inbound.controlledRead(this, MESSAGE_LIMIT);
    }

    @Override
    public Action onMessage(
            final int messageSession, final MutableDirectBuffer buffer, final int index, final int length) {
        if (messageSession < session) {
            // Lost with its session.
            return Action.CONTINUE;
        }
        if (messageSession > session) {
            // The handler first has to hear, by the next call of doWork, that there is a new session.
            return Action.ABORT;
        }
        counters.increment(NetworkCounter.MESSAGES_RECEIVED);
        counters.add(NetworkCounter.BYTES_RECEIVED, length);
        if (!handler.onFrame(peerId, buffer, index, length)) {
            wire.reset(session);
            return Action.BREAK;
        }
        return Action.CONTINUE;
    }

    void shutDown() {
        session = Wire.DOWN;
        wire.attach(nodeId, null);
    }

    private void follow(final int current) {
        if (session != Wire.DOWN) {
            session = Wire.DOWN;
            counters.increment(NetworkCounter.CONNECTIONS_LOST);
            handler.onPeerDisconnected(peerId);
        }
        session = current;
        if (current != Wire.DOWN) {
            counters.increment(NetworkCounter.CONNECTIONS_OPENED);
            handler.onPeerConnected(peerId);
        }
    }
}
