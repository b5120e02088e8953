package io.balsa.network;

/** The network refused something without which the node cannot run, such as its port. The message says what to do. */
public final class TransportException extends RuntimeException {
    /** Creates the exception. */
    public TransportException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
