package io.balsa.bench.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NoiseBandTest {
    @Test
    void shouldBeTwoPercentWhenIdenticalCodeNeverDiffered() {
        final NoiseBand band = NoiseBand.of(new double[19]);

        assertThat(Estimate.percent(band.change())).isCloseTo(2, within(1e-9));
        assertThat(band.equality()).isEqualTo(band.change());
    }

    @Test
    void shouldGuessWideForAlarmsAndNarrowForEqualityWhenTheHistoryIsShort() {
        final NoiseBand none = NoiseBand.of();
        final NoiseBand some = NoiseBand.of(0, 0.06, 0.01);

        assertThat(none.change()).isEqualTo(NoiseBand.UNKNOWN);
        assertThat(some.change()).isEqualTo(0.06);
        assertThat(some.equality()).isEqualTo(NoiseBand.NARROWEST);
        assertThat(some.toString()).contains("3 of 19 comparisons");
    }

    @Test
    void shouldTakeTheRankThatCoversTheNextComparisonWhenTheHistoryIsLong() {
        final double[] effects =
                IntStream.rangeClosed(1, 39).mapToDouble(i -> 0.01 * i).toArray();

        // ceil(0.95 * 40) = 38.
        assertThat(NoiseBand.of(effects).change()).isCloseTo(0.38, within(1e-12));
    }

    @Test
    void shouldCoverTheNextEffectInNineteenOfTwentyWhateverTheDistribution() {
        final Random random = new Random(81);
        int covered = 0;
        final int trials = 4_000;
        for (int trial = 0; trial < trials; trial++) {
            final double[] effects =
                    IntStream.range(0, 30).mapToDouble(i -> cauchy(random)).toArray();
            covered += cauchy(random) <= NoiseBand.of(effects).change() ? 1 : 0;
        }

        assertThat((double) covered / trials).isBetween(0.95, 0.98);
    }

    private static double cauchy(final Random random) {
        return Math.abs(Math.tan(Math.PI * (random.nextDouble() - 0.5)));
    }
}
