package io.balsa.testing;

import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs random tests over fixed seeds, so that every run does the same, and says how to replay the one that fails.
 *
 * <p>System property {@code balsa.seed}: run this seed alone. {@code balsa.seeds}: how many to run, instead of the test's own
 * number.
 */
public final class Seeds {
    private Seeds() {}

    /**
     * Calls {@code body} with the seeds 1 to {@code count}.
     *
     * @param test whose name the replay command needs
     */
    public static void forEach(final Class<?> test, final int count, final LongConsumer body) {
        final @Nullable Long only = Long.getLong("balsa.seed");
        if (only != null) {
            run(test, only, body);
            return;
        }
        final long last = Long.getLong("balsa.seeds", count);
        for (long seed = 1; seed <= last; seed++) {
            run(test, seed, body);
        }
    }

    private static void run(final Class<?> test, final long seed, final LongConsumer body) {
        try {
            body.accept(seed);
        } catch (final AssertionError | RuntimeException failure) {
            throw new AssertionError(
                    "failed: seed=" + seed + "; replay with: mvn -pl core test -Dtest=" + test.getSimpleName()
                            + " -Dbalsa.seed=" + seed + System.lineSeparator() + failure.getMessage(),
                    failure);
        }
    }
}
