package io.balsa.bench.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RankSumTest {
    /**
     * Permeability of a membrane at term and at 12 to 26 weeks (Hollander and Wolfe 1973, p. 69; the data of R's
     * {@code ?wilcox.test}).
     */
    private static final double[] AT_TERM = {0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};

    private static final double[] EARLIER = {1.15, 0.88, 0.90, 0.74, 1.21};

    @Test
    void shouldAgreeWithHollanderAndWolfeWhenGivenTheirMembranes() {
        final Estimate estimate = RankSum.of(AT_TERM, EARLIER, 0.95);

        // W = 35; the interval and the estimate are those of R's package coin on these data.
        assertThat(estimate.p()).isCloseTo(0.2544, within(5e-5));
        assertThat(estimate.effect()).isCloseTo(-0.305, within(1e-9));
        assertThat(estimate.low()).isCloseTo(-0.76, within(1e-9));
        assertThat(estimate.high()).isCloseTo(0.15, within(1e-9));
    }

    @Test
    void shouldGiveNearlyTheSameIntervalWhenSamplesAreJustTooLargeForTheExactDistribution() {
        final Random random = new Random(43);
        final double[] a = random.doubles(50).toArray();
        final double[] b = random.doubles(50).toArray();
        final double[] oneMore = Arrays.copyOf(b, 51);
        oneMore[50] = 0.5;

        final Estimate exact = RankSum.of(a, b, 0.95);
        final Estimate approximate = RankSum.of(a, oneMore, 0.95);

        assertThat(approximate.low()).isCloseTo(exact.low(), within(0.01));
        assertThat(approximate.high()).isCloseTo(exact.high(), within(0.01));
    }

    @Test
    void shouldRefuseWhenNoIntervalOfThatConfidenceExists() {
        assertThat(RankSum.enough(4, 4, 0.95)).isTrue();
        assertThat(RankSum.enough(4, 3, 0.95)).isFalse();
        assertThatThrownBy(() -> RankSum.of(new double[4], new double[3], 0.95))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("too few values for the interval: a=4, b=3");
    }
}
