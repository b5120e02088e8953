package io.balsa.testing;

import java.util.function.BooleanSupplier;

/** Waits without sleeping. */
public final class Spin {
    private Spin() {}

    /** Repeats a step until it says that it is done; the time-out of the tests ends what never is. */
    public static void until(final BooleanSupplier step) {
        while (!step.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }
}
