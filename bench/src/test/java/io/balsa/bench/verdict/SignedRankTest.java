package io.balsa.bench.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SignedRankTest {
    /**
     * Hamilton's depression scale before and after a tranquilizer, nine patients (Hollander and Wolfe 1973, p. 29; the data of
     * R's {@code ?wilcox.test}).
     */
    private static final double[] FIRST = {1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30};

    private static final double[] SECOND = {0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29};

    @Test
    void shouldAgreeWithHollanderAndWolfeWhenGivenTheirPatients() {
        final double[] improvement = IntStream.range(0, FIRST.length)
                .mapToDouble(i -> FIRST[i] - SECOND[i])
                .toArray();

        final Estimate estimate = SignedRank.of(improvement, 0.95);

        assertThat(estimate.effect()).isCloseTo(0.46, within(1e-9));
        assertThat(estimate.low()).isCloseTo(0.010, within(1e-9));
        assertThat(estimate.high()).isCloseTo(0.786, within(1e-9));
        // Twice the one-sided 0.01953 that R prints; the interval of that example is one of 96.1 percent.
        assertThat(estimate.p()).isCloseTo(0.0390625, within(1e-9));
        assertThat(estimate.confidence()).isCloseTo(0.961, within(5e-4));
    }

    @Test
    void shouldHoldTheTrueMiddleAsOftenAsItSaysWhenDifferencesAreHeavyTailed() {
        final Random random = new Random(41);
        int held = 0;
        double confidence = 0;
        final int trials = 4_000;
        for (int trial = 0; trial < trials; trial++) {
            final double[] cauchy = IntStream.range(0, 15)
                    .mapToDouble(i -> 7 + Math.tan(Math.PI * (random.nextDouble() - 0.5)))
                    .toArray();
            final Estimate estimate = SignedRank.of(cauchy, 0.95);
            held += estimate.low() <= 7 && estimate.high() >= 7 ? 1 : 0;
            confidence = estimate.confidence();
        }

        assertThat((double) held / trials).isCloseTo(confidence, within(0.01));
    }

    @Test
    void shouldAgreeWithTheNormalApproximationWhenPairsAreMany() {
        final double[] differences = new Random(42).doubles(400, -1, 1).toArray();
        final double[] averages = new double[400 * 401 / 2];
        int next = 0;
        for (int i = 0; i < 400; i++) {
            for (int j = i; j < 400; j++) {
                averages[next++] = (differences[i] + differences[j]) / 2;
            }
        }
        Arrays.sort(averages);
        final int rank = (int) Math.round(400 * 401 / 4.0 - 1.959964 * Math.sqrt(400.0 * 401 * 801 / 24));

        final Estimate estimate = SignedRank.of(differences, 0.95);

        assertThat(estimate.low()).isBetween(averages[rank - 5], averages[rank + 5]);
        assertThat(estimate.high()).isBetween(averages[80_199 - rank - 5], averages[80_199 - rank + 5]);
    }

    @Test
    void shouldRankZerosAndLeaveThemOutOfTheSumWhenSomePairsAreEqual() {
        // The value is that of scipy.stats.wilcoxon(d, zero_method='pratt', method='approx', correction=True).
        final double[] tied = {0, 1, 2, -3, 4, 5, 6, 7, 7, -2};

        assertThat(SignedRank.of(tied, 0.95).p()).isCloseTo(0.0658396104945308, within(1e-9));
    }

    @Test
    void shouldFindNoDifferenceWhenAllPairsAreEqual() {
        final Estimate estimate = SignedRank.of(new double[10], 0.95);

        assertThat(estimate.p()).isEqualTo(1);
        assertThat(estimate.certain()).isZero();
    }

    @Test
    void shouldRefuseWhenNoIntervalOfThatConfidenceExists() {
        assertThat(SignedRank.fewestPairs(0.95)).isEqualTo(6);
        assertThat(SignedRank.fewestPairs(0.99)).isEqualTo(8);
        assertThat(SignedRank.of(new double[] {1, 2, 3, 4, 5, 6}, 0.95).low()).isEqualTo(1);
        assertThatThrownBy(() -> SignedRank.of(new double[5], 0.95))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("too few pairs for the interval: pairs=5, needed=6");
    }
}
