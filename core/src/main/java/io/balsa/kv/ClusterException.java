package io.balsa.kv;

/** A local cluster cannot be started, found or changed; the message is one line that says what to do. */
public final class ClusterException extends RuntimeException {
    /** Carries a message. */
    public ClusterException(final String message) {
        super(message);
    }

    /** Carries a message and what led to it. */
    public ClusterException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
