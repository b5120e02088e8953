package io.balsa.client;

import org.agrona.DirectBuffer;

/**
 * Takes client requests off the {@link IngressRing}, in the order the gateway put them there.
 *
 * <p>Each method returns false to leave the request at the head of the ring and stop: that is how back-pressure travels to the
 * sockets. Threading: the consensus duty cycle. Ownership: buffers are borrowed.
 */
public interface IngressHandler {
    /**
     * A command.
     *
     * @param buffer holds {@code CommandEntry} of the entry schema and the command's bytes: the payload of the log entry as it is
     */
    boolean onCommand(long connectionId, long sessionId, long sequence, DirectBuffer buffer, int offset, int length);

    /** A request for a new session; {@code buffer} holds a whole {@code SessionOpenEntry}: the payload of the log entry. */
    boolean onSessionOpen(long connectionId, long correlationId, DirectBuffer buffer, int offset, int length);

    /** The end of a session; {@code buffer} holds a whole {@code SessionCloseEntry}. */
    boolean onSessionClose(long connectionId, long correlationId, DirectBuffer buffer, int offset, int length);

    /** A linearizable query. */
    boolean onQuery(long connectionId, long correlationId, DirectBuffer buffer, int offset, int length);

    /** A request for a snapshot of whatever was acknowledged before it. */
    boolean onTakeSnapshot(long connectionId, long correlationId);
}
