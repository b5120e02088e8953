package io.balsa.consensus;

/** A rule of the algorithm does not hold: a bug or corrupted memory. The node must stop; nothing it says can be trusted. */
public final class InvariantViolation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Names the rule and what was found. */
    public InvariantViolation(final String message) {
        super(message);
    }
}
