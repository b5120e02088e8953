package io.balsa.client;

/** The command was applied once, but its response is not to be had: larger than the node's limit, or no longer kept. */
public final class ResponseLostException extends ClientException {
    /** Carries a message. */
    public ResponseLostException(final String message) {
        super(message);
    }
}
