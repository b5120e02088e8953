package io.balsa.client;

/** No leader was found in time: the request was not applied and may be repeated. */
public final class NoLeaderException extends ClientException {
    /** Carries a message. */
    public NoLeaderException(final String message) {
        super(message);
    }
}
