package io.balsa.network.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.testing.Seeds;
import org.junit.jupiter.api.Test;

class ReconnectBackoffTest {
    private static final long[] FULL_PAUSES = {10, 20, 40, 80, 100, 100, 100};

    @Test
    void shouldDoubleUpToTheLongestPauseLessUpToHalfWhenItGoesOn() {
        Seeds.forEach(ReconnectBackoffTest.class, 100, seed -> {
            final ReconnectBackoff backoff = new ReconnectBackoff(10, 100, seed);

            for (final long full : FULL_PAUSES) {
                assertThat(backoff.nextPauseNs()).isBetween(full / 2, full);
            }
        });
    }

    @Test
    void shouldStartOverWhenReset() {
        final ReconnectBackoff backoff = new ReconnectBackoff(10, 1000, 1);
        for (int i = 0; i < 20; i++) {
            backoff.nextPauseNs();
        }

        backoff.reset();

        assertThat(backoff.nextPauseNs()).isBetween(5L, 10L);
    }

    @Test
    void shouldDifferWhenSeedsDiffer() {
        final ReconnectBackoff one = new ReconnectBackoff(1_000_000, 1_000_000, 1);
        final ReconnectBackoff other = new ReconnectBackoff(1_000_000, 1_000_000, 2);

        assertThat(one.nextPauseNs()).isNotEqualTo(other.nextPauseNs());
    }

    @Test
    void shouldNotOverflowWhenBoundsAreExtreme() {
        final ReconnectBackoff backoff = new ReconnectBackoff(1, Long.MAX_VALUE - 1, 1);

        for (int i = 0; i < 200; i++) {
            assertThat(backoff.nextPauseNs()).isBetween(0L, Long.MAX_VALUE - 1);
        }
    }
}
