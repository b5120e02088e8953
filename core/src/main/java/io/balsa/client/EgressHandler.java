package io.balsa.client;

import org.agrona.DirectBuffer;

/**
 * Takes what the stages behind the gateway have to tell clients off the {@link EgressRing}.
 *
 * <p>Threading: the thread of the gateway. Ownership: buffers are borrowed until the method returns.
 */
public interface EgressHandler {
    /**
     * A command ended; told to whoever has the session attached.
     *
     * @param status code of a {@link ResponseStatus}
     */
    void onCommandReply(long sessionId, long sequence, int status, DirectBuffer buffer, int offset, int length);

    /**
     * A command was refused before it was appended; told to the connection that sent it.
     *
     * @param status code of a {@link ResponseStatus}
     */
    void onCommandRefusal(long connectionId, long sessionId, long sequence, int status);

    /**
     * A session is open.
     *
     * @param gatewayId the gateway that took the request, which may be another one than this
     * @param window commands that the session may have unanswered
     */
    void onSessionOpened(long gatewayId, long connectionId, long correlationId, long sessionId, int window);

    /**
     * The answer to a query, a session close or a refused session open.
     *
     * @param status code of a {@link ResponseStatus}
     */
    void onReply(long connectionId, long correlationId, int status, DirectBuffer buffer, int offset, int length);

    /**
     * The leader changed since this was last called.
     *
     * @param leaderId 0 when unknown
     * @param self whether this node leads; false to true includes the case that it led before and lost it in between
     */
    void onLeaderChanged(int leaderId, boolean self);
}
