package io.balsa.bench.tune;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TunePlanTest {
    @ParameterizedTest
    @ValueSource(doubles = {5, 7, 10, 20, 45, 120, 1440})
    void shouldFitTheTimeWhenItSuffices(final double minutes) {
        final double trialSeconds = TrialLoad.of(minutes, 64).seconds() + ClusterArena.OVERHEAD_SECONDS;
        final TunePlan plan = TunePlan.of(60 * minutes, trialSeconds);

        assertThat(plan.seconds()).isLessThanOrEqualTo(Math.max(60 * minutes, 43 * trialSeconds));
        assertThat(plan.seconds()).isGreaterThan(0.9 * 60 * minutes);
        assertThat(plan.challengers()).isBetween(2, 5);
        assertThat(plan.raceTrials()).isGreaterThanOrEqualTo(Race.fewestRounds() * (plan.challengers() + 1));
        assertThat(plan.confirmBlocks()).isGreaterThanOrEqualTo(Confirmation.fewestBlocks());
    }

    @Test
    void shouldTakeLongerWhenTheTimeCannotDecide() {
        final TunePlan plan = TunePlan.of(10, 5);

        assertThat(plan.trials()).isEqualTo(12 + 4 * 3 + 6 * 3);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.4, 12_345, 987, 10, 55_555, 99_999})
    void shouldKeepTwoDigitsWhenARateIsRounded(final double rate) {
        assertThat((double) TuneRun.roundRate(rate)).isBetween(0.7 * rate, 1.06 * rate);
        assertThat(Integer.toString(TuneRun.roundRate(rate)).replaceAll("0+$", ""))
                .hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void shouldRoundAsOneReadsWhenARateIsGiven() {
        assertThat(TuneRun.roundRate(12_345)).isEqualTo(12_000);
        assertThat(TuneRun.roundRate(996)).isEqualTo(1_000);
        assertThat(TuneRun.roundRate(0.2)).isEqualTo(1);
    }
}
