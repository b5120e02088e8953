package io.balsa.simulation;

import io.balsa.network.FrameHandler;
import io.balsa.network.Transport;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.agrona.DirectBuffer;

/**
 * One run of a node's access to the {@link SimNetwork}: what arrives waits here until the node's duty cycle takes it in.
 *
 * <p>Threading: one thread.
 */
final class SimTransport implements Transport {
    /** A connection was made or lost. */
    private record Change(int peerId, int session) {}

    private static final int DOWN = 0;

    private final SimNetwork network;
    private final int nodeId;
    private final FrameHandler handler;
    private final Runnable wakeUp;
    /** Session with each peer as the node has been told, by id. */
    private final int[] sessions;

    private final ArrayDeque<Change> changes = new ArrayDeque<>();
    private final ArrayDeque<SimMessage> arrived = new ArrayDeque<>();

    SimTransport(
            final SimNetwork network,
            final int nodeId,
            final int nodeCount,
            final FrameHandler handler,
            final Runnable wakeUp) {
        this.network = network;
        this.nodeId = nodeId;
        this.handler = handler;
        this.wakeUp = wakeUp;
        sessions = new int[nodeCount + 1];
    }

    @Override
    public boolean offer(
            final int peerId, final DirectBuffer message, final int offset, final int length, final ByteBuffer body) {
        return isConnected(peerId) && network.send(nodeId, peerId, sessions[peerId], message, offset, length, body);
    }

    @Override
    public boolean isConnected(final int peerId) {
        return peerId > 0 && peerId < sessions.length && sessions[peerId] != DOWN;
    }

    @Override
    public int doWork(final long nowNs) {
        int work = 0;
        for (Change change = changes.poll(); change != null; change = changes.poll()) {
            follow(change.peerId(), change.session());
            work++;
        }
        for (SimMessage message = arrived.poll(); message != null; message = arrived.poll()) {
            take(message);
            work++;
        }
        return work;
    }

    private void follow(final int peerId, final int session) {
        if (sessions[peerId] != DOWN) {
            handler.onPeerDisconnected(peerId);
        }
        sessions[peerId] = session;
        if (session != DOWN) {
            handler.onPeerConnected(peerId);
        }
    }

    private void take(final SimMessage message) {
        if (message.session() == sessions[message.from()]
                && !handler.onFrame(message.from(), message.buffer(), 0, message.length())) {
            network.onRefused(message);
        }
        network.release(message);
    }

    /** A message has reached the machine. */
    void onArrived(final SimMessage message) {
        arrived.add(message);
        wakeUp.run();
    }

    /** A connection was made, in a session, or lost. */
    void onConnection(final int peerId, final int session) {
        changes.add(new Change(peerId, session));
        wakeUp.run();
    }

    /** Returns how many messages wait. */
    int waiting() {
        return arrived.size();
    }

    @Override
    public void close() {
        network.leave(nodeId, this);
    }
}
