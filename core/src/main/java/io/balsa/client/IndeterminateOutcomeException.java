package io.balsa.client;

/** No answer came: the command may or may not have been applied, now or a little later. Read the state before repeating it. */
public final class IndeterminateOutcomeException extends ClientException {
    /** Carries a message. */
    public IndeterminateOutcomeException(final String message) {
        super(message);
    }
}
