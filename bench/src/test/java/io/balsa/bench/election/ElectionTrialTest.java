package io.balsa.bench.election;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Elections in virtual time. A trial is replayed by its seed, which each failure names. */
class ElectionTrialTest {
    private static final Span ONE_WAY = new Span(0.5, 1.5);
    private static final ElectionSetup FAST = new ElectionSetup(false, false, ONE_WAY, new Span(0.1, 0.3));
    private static final ElectionSetup SLOW = new ElectionSetup(false, false, ONE_WAY, new Span(11, 15));
    private static final ElectionSetup OWN_RULES = new ElectionSetup(true, true, ONE_WAY, new Span(0.1, 0.3));
    private static final long PATIENCE_TICKS = VirtualTime.ticks(20_000);
    private static final int TRIALS = 200;

    private static ElectionTimes run(final ElectionSetup setup, final int leastMs, final int mostMs) {
        final Timeouts timeouts = new Timeouts(leastMs, mostMs);
        return ElectionTimes.of(
                timeouts,
                LongStream.range(0, TRIALS)
                        .map(seed -> new ElectionTrial(setup, timeouts, seed).run(PATIENCE_TICKS))
                        .toArray());
    }

    private static double median(final ElectionTimes times) {
        return Objects.requireNonNull(times.medianMs());
    }

    @Test
    void shouldTakeTheSameTimeWhenTheSeedIsTheSame() {
        assertThat(run(FAST, 150, 155)).isEqualTo(run(FAST, 150, 155));
    }

    @Test
    void shouldElectOnlyTheTwoLongestLogsWhenAllDiffer() {
        final Set<Integer> leaders = new HashSet<>();
        for (long seed = 0; seed < TRIALS; seed++) {
            final ElectionTrial trial = new ElectionTrial(FAST, new Timeouts(150, 300), seed);
            assertThat(trial.run(PATIENCE_TICKS)).as("seed=%d", seed).isPositive();
            leaders.add(trial.leaderId());
        }

        assertThat(leaders).containsExactlyInAnyOrder(3, 4);
    }

    @Test
    void shouldTakeHalfOfTheLeastTimeoutAtLeastWhenALeaderCrashed() {
        for (final ElectionSetup setup : Arrays.asList(FAST, SLOW, OWN_RULES)) {
            final Double shortest = run(setup, 150, 300).percentilesMs().get(0);

            assertThat(shortest).isGreaterThan(75);
        }
    }

    @Test
    void shouldElectNobodyWhenNothingIsRandom() {
        final ElectionSetup exact = new ElectionSetup(false, false, new Span(1, 1), new Span(0.2, 0.2));

        assertThat(run(exact, 150, 150).elected()).isZero();
    }

    @Test
    void shouldElectSoonerWhenTimeoutsAreMoreRandom() {
        final ElectionTimes little = run(FAST, 150, 155);
        final ElectionTimes enough = run(FAST, 150, 200);

        assertThat(little.percentilesMs().get(90))
                .isGreaterThan(enough.percentilesMs().get(90));
        assertThat(little.elected()).isEqualTo(TRIALS);
        assertThat(enough.worstMs()).isLessThan(1_000);
    }

    @Test
    void shouldElectSoonerWhenTimeoutsAreShorter() {
        assertThat(median(run(FAST, 12, 24))).isLessThan(median(run(FAST, 50, 100)) / 2);
        assertThat(median(run(FAST, 50, 100))).isLessThan(median(run(FAST, 150, 300)) / 2);
    }

    @Test
    void shouldAlsoElectByOwnRulesWhenNodesAskFirst() {
        final ElectionTimes times = run(OWN_RULES, 150, 300);

        assertThat(times.elected()).isEqualTo(TRIALS);
        assertThat(median(times)).isBetween(100.0, 250.0);
    }

    @Test
    void shouldGiveUpWhenNobodyCanWinInTime() {
        assertThat(new ElectionTrial(FAST, new Timeouts(150, 300), 1).run(VirtualTime.ticks(50)))
                .isEqualTo(ElectionTrial.NOBODY);
    }
}
