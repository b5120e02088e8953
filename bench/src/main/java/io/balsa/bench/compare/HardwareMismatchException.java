package io.balsa.bench.compare;

import java.io.IOException;

/** What is to be compared was measured on other hardware. */
public final class HardwareMismatchException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Says which. */
    public HardwareMismatchException(final String message) {
        super(message);
    }
}
