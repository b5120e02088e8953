package io.balsa.bench.report.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ScaleTest {
    @Test
    void shouldPlaceEveryValueBetweenItsEndsWhenMadeOfThem() {
        final Scale narrow = Scale.of(100, 104, 102);
        final Scale wide = Scale.of(10, 1_000, 100);

        assertThat(narrow.logarithmic()).isFalse();
        assertThat(narrow.at(102)).isBetween(0.49, 0.51);
        assertThat(wide.logarithmic()).isTrue();
        assertThat(wide.at(100)).isBetween(0.49, 0.51);
        assertThat(wide.at(10)).isBetween(0.01, 0.1);
    }

    @Test
    void shouldHoldWhatIsBeyondAtTheEndWhenItHasNoPlace() {
        final Scale scale = Scale.around(10);

        assertThat(scale.at(-12)).isZero();
        assertThat(scale.at(Double.POSITIVE_INFINITY)).isOne();
        assertThat(scale.holds(10)).isTrue();
        assertThat(scale.holds(10.1)).isFalse();
    }

    @Test
    void shouldHavePlaceWhenThereIsOneValueOrNone() {
        assertThat(Scale.of(7).at(7)).isEqualTo(0.5);
        assertThat(Scale.of(0).at(0)).isEqualTo(0.5);
        assertThat(Scale.of().high()).isGreaterThan(Scale.of().low());
    }

    @Test
    void shouldTickAtRoundValuesWhenLabelled() {
        assertThat(Scale.around(12).ticks(6)).containsExactly(-10.0, -5.0, 0.0, 5.0, 10.0);
        assertThat(Scale.of(10, 1_000).ticks(8)).containsExactly(10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1_000.0);
    }

    @Test
    void shouldNeitherCrowdNorLoseTheLabelsWhenValuesAreAnyhow() {
        final long seed = 11;
        final Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            final double low = Math.exp(20 * random.nextDouble() - 5);
            final double high = low * (1 + Math.exp(12 * random.nextDouble() - 6));

            final Scale scale = Scale.of(low, high);

            assertThat(scale.ticks(6))
                    .as("seed=%d, i=%d, low=%s, high=%s", seed, i, low, high)
                    .hasSizeBetween(1, 9)
                    .isSorted()
                    .allMatch(scale::holds);
        }
    }
}
