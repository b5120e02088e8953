package io.balsa.statemachine;

/**
 * A committed entry or a query could not be carried out. The node must stop: its state may be half changed, and a replica that
 * skipped an entry would differ from the others for good.
 */
public final class ApplyException extends RuntimeException {
    /** Makes an exception with a message that names the entry. */
    public ApplyException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
