package io.balsa.bench.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.bench.fork.ForkRecord;
import io.balsa.bench.verdict.SyntheticForks.Habits;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often verdicts are wrong on machines of all kinds; run {@code i} of a row is that of {@code new SyntheticForks(i, ...)}. */
class ErrorRatesTest {
    private static final int RUNS = 500;

    /** As many as ten minutes hold of one benchmark whose forks take eight seconds. */
    private static final int PAIRS = 37;

    @ParameterizedTest(name = "{0}, computing {1} of the time")
    @CsvSource({
        "calm,                       1.0, 0.01, 0.0, 0.0, 0.00, 0.0, 0.0",
        "heavy tails,                1.0, 0.03, 0.0, 0.0, 0.00, 0.0, 0.0",
        "heavy tails and drift,      0.5, 0.03, 0.3, 0.0, 0.00, 0.0, 0.0",
        "forks compiled in two ways, 1.0, 0.02, 0.1, 0.3, 0.10, 0.0, 0.0",
        "bursts over several forks,  1.0, 0.02, 0.1, 0.0, 0.00, 0.1, 0.4",
        "bursts over several forks,  0.5, 0.02, 0.1, 0.0, 0.00, 0.1, 0.4",
        "all of it,                  1.0, 0.03, 0.2, 0.3, 0.08, 0.1, 0.4",
        "all of it,                  0.5, 0.03, 0.2, 0.3, 0.08, 0.1, 0.4"
    })
    void shouldRarelyRaiseAFalseAlarmAndMostlyFindASlowdownWhenTheMachineIs(
            final String name,
            final double processorShare,
            final double scatter,
            final double drift,
            final double slowForks,
            final double slowBy,
            final double bursts,
            final double burstCost) {
        final Habits habits = new Habits(scatter, drift, slowForks, slowBy, bursts, burstCost);

        final long falseAlarms = LongStream.range(0, RUNS)
                .filter(seed -> outcome(seed, habits, processorShare, 1.0).isChange())
                .count();
        final long found = LongStream.range(0, RUNS)
                .filter(seed -> outcome(seed, habits, processorShare, 1.1) == Outcome.REGRESSED)
                .count();

        assertThat((double) falseAlarms / RUNS).as("false alarms, %s", name).isLessThanOrEqualTo(0.01);
        assertThat((double) found / RUNS).as("slowdowns found, %s", name).isGreaterThanOrEqualTo(0.9);
    }

    @Test
    void shouldHaveIntervalsThatAreRightWithoutTheBandWhenNoiseIsCorrelated() {
        final Habits habits = new Habits(0.03, 0.5, 0.3, 0.08, 0.1, 0.4);
        final int runs = 4 * RUNS;

        final long wrong = LongStream.range(0, runs)
                .filter(seed -> ratios(seed, habits).certain() > 0)
                .count();

        // The order within a block is drawn, so identical code has fair signs whatever the machine does.
        assertThat((double) wrong / runs).isBetween(0.035, 0.06);
    }

    private static Estimate ratios(final long seed, final Habits habits) {
        final List<ForkRecord> forks =
                new SyntheticForks(seed, habits, 0.5).run(PAIRS, Map.of("A", 1.0, "B", 1.0), "b");
        return SignedRank.of(ForkPairs.of(forks, "A", "B").get(0).logRatios(Metric.WALL_TIME), Judge.CONFIDENCE);
    }

    private static Outcome outcome(
            final long seed, final Habits habits, final double processorShare, final double slowdown) {
        final List<ForkRecord> forks =
                new SyntheticForks(seed, habits, processorShare).run(PAIRS, Map.of("A", 1.0, "B", slowdown), "b");
        return Judge.paired(ForkPairs.of(forks, "A", "B").get(0), NoiseHistory.NONE)
                .outcome();
    }
}
