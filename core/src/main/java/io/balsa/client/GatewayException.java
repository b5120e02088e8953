package io.balsa.client;

/** The client port cannot be opened. */
public final class GatewayException extends RuntimeException {
    /** Carries a message and what led to it. */
    public GatewayException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
