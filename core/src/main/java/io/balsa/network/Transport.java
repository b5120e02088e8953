package io.balsa.network;

import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;

/**
 * Moves whole messages between the members of a cluster, in order per peer, at most once each.
 *
 * <p>A message that was taken may still be lost (the connection breaks), never altered or delivered to another member.
 *
 * <p>Threading: all calls come from one thread. Ownership: buffers given to {@code offer} are borrowed for the call; what
 * cannot be written at once is copied.
 */
public interface Transport extends AutoCloseable {
    /**
     * Sends a message, all or nothing.
     *
     * @param message a sealed {@link io.balsa.codec.WireFrame} with everything up to the body
     * @param body bytes that follow it (position to limit), empty when there are none; its position is not kept
     * @return false when the peer is not connected or its queue is full: the message was not taken
     */
    boolean offer(int peerId, DirectBuffer message, int offset, int length, ByteBuffer body);

    /** Tells whether a handshaken connection to the peer is up. */
    boolean isConnected(int peerId);

    /**
     * Does what is due by time: connects, reconnects, drops silent connections.
     *
     * @param nowNs of a monotonic clock
     * @return how many things were done
     */
    int doWork(long nowNs);

    @Override
    void close();
}
