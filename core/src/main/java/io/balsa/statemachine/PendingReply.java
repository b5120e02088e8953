package io.balsa.statemachine;

import io.balsa.client.EgressRing;
import io.balsa.client.ResponseStatus;
import org.agrona.DirectBuffer;

/**
 * The one reply that may be waiting for room in the egress ring.
 *
 * <p>An entry is applied once, but its reply may have to be offered more than once: so the reply is kept here, apart from the
 * place in the log, and nothing else is applied or answered before it is gone. Its bytes stay in the response buffer meanwhile.
 *
 * <p>Threading: the apply thread. Ownership: {@code bytes} is read until the reply is gone.
 */
final class PendingReply {
    private enum Kind {
        NONE,
        COMMAND,
        SESSION_OPENED,
        REQUEST
    }

    private final EgressRing egress;
    private final DirectBuffer bytes;
    private final long gatewayId;

    private Kind kind = Kind.NONE;
    private ResponseStatus status = ResponseStatus.OK;
    private int length;
    private long sessionId;
    private long sequence;
    private long connectionId;
    private long correlationId;
    private int window;

    PendingReply(final EgressRing egress, final DirectBuffer bytes, final long gatewayId) {
        this.egress = egress;
        this.bytes = bytes;
        this.gatewayId = gatewayId;
    }

    /** Sends the reply of a command, or keeps it. */
    void command(final long session, final long commandSequence, final ResponseStatus result, final int replyLength) {
        kind = Kind.COMMAND;
        sessionId = session;
        sequence = commandSequence;
        status = result;
        length = replyLength;
        flush();
    }

    /** Tells that a session is open, or keeps that. */
    void sessionOpened(final long connection, final long correlation, final long session, final int sessionWindow) {
        kind = Kind.SESSION_OPENED;
        connectionId = connection;
        correlationId = correlation;
        sessionId = session;
        window = sessionWindow;
        flush();
    }

    /** Answers a request that is no command, or keeps the answer. */
    void request(final long connection, final long correlation, final ResponseStatus result, final int replyLength) {
        kind = Kind.REQUEST;
        connectionId = connection;
        correlationId = correlation;
        status = result;
        length = replyLength;
        flush();
    }

    /** Returns whether nothing waits. */
    boolean isSent() {
        return kind == Kind.NONE;
    }

    /** Offers what waits; returns whether nothing waits any more. */
    boolean flush() {
        final boolean sent =
                switch (kind) {
                    case NONE -> true;
                    case COMMAND -> egress.offerCommandReply(sessionId, sequence, status.code(), bytes, 0, length);
                    case SESSION_OPENED ->
                        egress.offerSessionOpened(gatewayId, connectionId, correlationId, sessionId, window);
                    case REQUEST -> egress.offerReply(connectionId, correlationId, status.code(), bytes, 0, length);
                };
        if (sent) {
            kind = Kind.NONE;
        }
        return sent;
    }
}
