package io.balsa.node;

import io.balsa.consensus.Refusal;

/**
 * A node did not change the cluster as it was asked to, or cannot tell whether it did.
 *
 * <p>Threading: immutable.
 */
public final class ChangeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int refusal;

    private ChangeException(final String message, final int refusal) {
        super(message);
        this.refusal = refusal;
    }

    /** Nothing was done, and nothing will be. */
    static ChangeException refused(final String what, final int nodeId, final int refusal, final int leaderId) {
        return new ChangeException(
                what + " refused: nodeId=" + nodeId + ", reason=" + Refusal.name(refusal) + ", leaderId=" + leaderId,
                refusal);
    }

    /** The change is in the log, and another leader decides whether it stays there. */
    static ChangeException unknown(final String what, final int nodeId, final String why) {
        return new ChangeException(
                what + " may or may not take effect: nodeId=" + nodeId + ", reason=" + why
                        + "; look at the membership of the present leader",
                0);
    }

    /** Returns why nothing was done, one of {@link Refusal}; 0 when the outcome is not known. */
    public int refusal() {
        return refusal;
    }

    /** Tells whether the change may have taken effect, or still may. */
    public boolean isOutcomeUnknown() {
        return refusal == 0;
    }
}
