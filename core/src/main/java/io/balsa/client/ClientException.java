package io.balsa.client;

/** A request could not be answered; the subclasses say what that means for it. */
public class ClientException extends RuntimeException {
    /** Carries a message. */
    public ClientException(final String message) {
        super(message);
    }

    /** Carries a message and what led to it. */
    public ClientException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
