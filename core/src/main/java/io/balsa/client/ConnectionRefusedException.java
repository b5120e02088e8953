package io.balsa.client;

/** A node answered and will not serve this client: the message has its reason, such as the ids of two different clusters. */
public final class ConnectionRefusedException extends ClientException {
    /** Carries a message. */
    public ConnectionRefusedException(final String message) {
        super(message);
    }
}
