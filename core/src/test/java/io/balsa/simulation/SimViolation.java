package io.balsa.simulation;

import java.util.Locale;

/** A property does not hold. */
final class SimViolation extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final String property;
    private final String text;

    SimViolation(final String property, final String text) {
        super(property + " does not hold: " + text);
        this.property = property;
        this.text = text;
    }

    SimViolation(final String property, final String text, final Throwable cause) {
        this(property, text);
        initCause(cause);
    }

    /** Requires that a property holds; {@code details} is a format of what was found. */
    static void require(final boolean holds, final String property, final String details, final Object... values) {
        if (!holds) {
            throw new SimViolation(property, String.format(Locale.ROOT, details, values));
        }
    }

    String property() {
        return property;
    }

    String text() {
        return text;
    }
}
