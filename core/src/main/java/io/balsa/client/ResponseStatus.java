package io.balsa.client;

import org.jspecify.annotations.Nullable;

/** How a request ended. The codes are on the wire and never reused. */
public enum ResponseStatus {
    /** Done: a command is committed and applied, a query is answered, a session is open or closed. */
    OK(0),
    /** The node does not lead; nothing was appended. Ask the leader. */
    NOT_LEADER(1),
    /** The node was leading and is no longer: the command may or may not be committed. Send it again in the same session. */
    LEADER_LOST(2),
    /** The session is not known: closed, evicted, or never opened. Nothing was applied by this request. */
    SESSION_UNKNOWN(3),
    /** The reply of this repeated command is no longer kept. It was applied once before. */
    REPLY_EVICTED(4),
    /** The command's sequence lies beyond the session's window. Nothing was applied. */
    WINDOW_EXCEEDED(5),
    /** The request is larger than the node takes; the message names the limit. Nothing was appended. */
    TOO_LARGE(6),
    /** The state machine's response was larger than the node's limit. The command was applied. */
    RESPONSE_TOO_LARGE(7),
    /** The node is shutting down. Nothing was appended. */
    SHUTTING_DOWN(8),
    /**
     * Said by the client itself, never by a node: no answer came in time, or the session was lost with the answer outstanding. A
     * command may or may not have been applied.
     */
    OUTCOME_UNKNOWN(9),
    /** The node's disk is full. Nothing was appended; queries are answered all the same. Try again when there is room. */
    DISK_FULL(10);

    private static final ResponseStatus[] BY_CODE = values();

    private final int code;

    ResponseStatus(final int code) {
        this.code = code;
    }

    /** Returns the number on the wire. */
    public int code() {
        return code;
    }

    /**
     * Returns the status with a code.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static ResponseStatus of(final int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new IllegalArgumentException("unknown response status: code=" + code);
        }
        return BY_CODE[code];
    }

    /** Returns the status with a code, null when there is none. */
    static @Nullable ResponseStatus find(final int code) {
        return code < 0 || code >= BY_CODE.length ? null : BY_CODE[code];
    }
}
