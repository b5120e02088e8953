package io.balsa.consensus.explorer;

/** A safety property does not hold. */
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1;

    Violation(final String message) {
        super(message);
    }

    static void unless(final boolean holds, final String message, final Object... values) {
        if (!holds) {
            throw new Violation(String.format(message, values));
        }
    }
}
