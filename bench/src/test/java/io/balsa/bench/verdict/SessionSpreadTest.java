package io.balsa.bench.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SessionSpreadTest {
    @Test
    void shouldAddTheSquaresOfHalfWidthAndSpreadWhenItWidens() {
        // Student's t of 0.975 for 4 degrees of freedom is 2.776445 in every table.
        final double between = 2.776445 * Math.sqrt(0.00025) * Math.sqrt(2);
        final Estimate estimate = new Estimate(0.10, 0.08, 0.13, 0.95, 0.001, 20);

        final Estimate wide = SessionSpread.of(0.00, 0.01, 0.02, 0.03, 0.04).widen(estimate, 0.95);

        assertThat(wide.effect()).isEqualTo(0.10);
        assertThat(0.10 - wide.low()).isCloseTo(Math.hypot(0.02, between), within(1e-6));
        assertThat(wide.high() - 0.10).isCloseTo(Math.hypot(0.03, between), within(1e-6));
        assertThat(wide.p()).isBetween(0.001, 0.05);
    }

    @Test
    void shouldHaveAPAboveAlphaExactlyWhenTheIntervalHoldsNoDifference() {
        final SessionSpread spread = SessionSpread.of(0.00, 0.01, 0.02, 0.03, 0.04);
        for (int effect = -200; effect <= 200; effect += 8) {
            final double center = effect / 1000.0;
            final Estimate wide =
                    spread.widen(new Estimate(center, center - 0.02, center + 0.03, 0.95, 1e-9, 20), 0.95);

            assertThat(wide.p() > 0.05).as("effect %s", center).isEqualTo(wide.certain() == 0);
        }
    }

    @Test
    void shouldKnowNothingWhenThereIsOneSessionOnly() {
        final Estimate wide = SessionSpread.of(0.5).widen(new Estimate(0.10, 0.08, 0.13, 0.95, 0.001, 20), 0.95);

        assertThat(wide.certain()).isZero();
        assertThat(wide.p()).isEqualTo(1);
    }

    @Test
    void shouldHoldTheTrueEffectWhenSessionsDifferByMoreThanForks() {
        final Random random = new Random(91);
        int wide = 0;
        int narrow = 0;
        final int trials = 1_000;
        for (int trial = 0; trial < trials; trial++) {
            final double[] history = IntStream.range(0, 6)
                    .mapToDouble(i -> 0.05 * random.nextGaussian())
                    .toArray();
            final Estimate within = RankSum.of(session(random), session(random), 0.95);
            final Estimate widened = SessionSpread.of(history).widen(within, 0.95);
            narrow += within.certain() == 0 ? 1 : 0;
            wide += widened.certain() == 0 ? 1 : 0;
        }

        assertThat((double) wide / trials).isBetween(0.93, 0.99);
        assertThat((double) narrow / trials).isLessThan(0.4);
    }

    private static double[] session(final Random random) {
        final double level = 0.05 * random.nextGaussian();
        return IntStream.range(0, 15)
                .mapToDouble(i -> level + 0.02 * random.nextGaussian())
                .toArray();
    }
}
