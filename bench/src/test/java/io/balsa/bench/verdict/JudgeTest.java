package io.balsa.bench.verdict;

import static io.balsa.bench.verdict.Outcome.EQUIVALENT;
import static io.balsa.bench.verdict.Outcome.IMPROVED;
import static io.balsa.bench.verdict.Outcome.INCONCLUSIVE;
import static io.balsa.bench.verdict.Outcome.REGRESSED;
import static io.balsa.bench.verdict.Outcome.UNSTABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.bench.fork.ForkRecord;
import io.balsa.bench.fork.ForkRecord.Iteration;
import io.balsa.bench.verdict.SyntheticForks.Habits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final Habits NOISY = new Habits(0.02, 0, 0, 0, 0, 0);

    @Test
    void shouldGoByWhereTheWholeIntervalLiesWhenItIsHeldAgainstTheBand() {
        final NoiseBand band = NoiseBand.of(new double[19]);

        assertThat(Judge.against(interval(0.03, 0.09), band)).isEqualTo(REGRESSED);
        assertThat(Judge.against(interval(-0.09, -0.03), band)).isEqualTo(IMPROVED);
        assertThat(Judge.against(interval(-0.019, 0.019), band)).isEqualTo(EQUIVALENT);
        assertThat(Judge.against(interval(0.001, 0.015), band)).isEqualTo(EQUIVALENT);
        assertThat(Judge.against(interval(0.01, 0.09), band)).isEqualTo(INCONCLUSIVE);
        assertThat(Judge.against(interval(-0.09, 0.09), band)).isEqualTo(INCONCLUSIVE);
        assertThat(Judge.against(interval(0.021, 0.025), NoiseBand.of())).isEqualTo(INCONCLUSIVE);
    }

    @Test
    void shouldSayWhatItStandsOnWhenItRegressed() {
        final Verdict verdict = paired(forks(20, 1.1, NOISY, 1));

        assertThat(verdict.outcome()).isEqualTo(REGRESSED);
        assertThat(verdict.metric()).isEqualTo(Metric.PROCESSOR_TIME);
        assertThat(verdict.morePairs()).isNull();
        assertThat(verdict.reasons().get(0))
                .matches("processor time of B against A: \\+\\d+\\.\\d%, 9\\d% interval \\+.*% to \\+.*%, p .*, n 20");
        assertThat(verdict.reasons().get(1)).startsWith("noise band: ±3.0%");
    }

    @Test
    void shouldTellTheSameOfTheOtherArmWhenArmsAreSwapped() {
        final List<ForkRecord> forks = forks(20, 1.1, NOISY, 1);

        final Verdict verdict = Judge.paired(ForkPairs.of(forks, "B", "A").get(0), NoiseHistory.NONE);

        assertThat(verdict.outcome()).isEqualTo(IMPROVED);
    }

    @Test
    void shouldSayHowManyMoreForksDecideItWhenItIsInconclusive() {
        final Verdict few = paired(forks(10, 1.08, new Habits(0.05, 0, 0, 0, 0, 0), 1));
        assertThat(few.outcome()).isEqualTo(INCONCLUSIVE);
        final int more = few.morePairs() == null ? 0 : few.morePairs();
        assertThat(more).isBetween(1, 90);
        assertThat(few.reasons()).contains("about " + more + " more forks of each arm would decide it");

        final Verdict enough = paired(forks(2 * (10 + more), 1.08, new Habits(0.05, 0, 0, 0, 0, 0), 1));

        assertThat(enough.outcome()).isEqualTo(REGRESSED);
    }

    @Test
    void shouldBeUnstableWhenThereAreTooFewPairs() {
        final Verdict verdict = paired(forks(5, 2, NOISY, 1));

        assertThat(verdict.outcome()).isEqualTo(UNSTABLE);
        assertThat(verdict.estimate()).isNull();
        assertThat(verdict.reasons()).containsExactly("too few pairs of forks: 5, needed are 6");
    }

    @Test
    void shouldBeUnstableWhenForksFailed() {
        final List<ForkRecord> forks = changed(
                forks(20, 2, NOISY, 1), fork -> fork.block() < 5 && fork.arm().equals("B") ? failed(fork) : fork);

        final Verdict verdict = paired(forks);

        assertThat(verdict.outcome()).isEqualTo(UNSTABLE);
        assertThat(verdict.reasons().get(0)).startsWith("5 of 40 forks failed");
        assertThat(verdict.reasons()).contains("5 forks without a partner, left aside");
    }

    @Test
    void shouldBeUnstableWhenForksAreStillWarmingUp() {
        final List<ForkRecord> forks =
                changed(forks(20, 2, NOISY, 1), fork -> withIterations(fork, slowFirst(fork, 6)));

        final Verdict verdict = paired(forks);

        assertThat(verdict.outcome()).isEqualTo(UNSTABLE);
        assertThat(verdict.reasons().get(0))
                .endsWith("changed their level while they were measured: warm up for longer");
    }

    @Test
    void shouldBeUnstableWhenUndecidedForksFallIntoTwoGroups() {
        final Verdict verdict = paired(forks(20, 1, new Habits(0.002, 0, 0.5, 0.4, 0, 0), 1));

        assertThat(verdict.outcome()).isEqualTo(UNSTABLE);
        assertThat(verdict.reasons().get(0)).contains("fall into two groups");
    }

    @Test
    void shouldGoByWallTimeWhenAnArmWaits() {
        assertThat(paired(forks(20, 1.1, NOISY, 0.5)).metric()).isEqualTo(Metric.WALL_TIME);

        final List<ForkRecord> waiting =
                changed(forks(20, 1, NOISY, 1), fork -> fork.arm().equals("B") ? slower(fork, 1.5) : fork);
        final Verdict verdict = paired(waiting);

        assertThat(verdict.metric()).isEqualTo(Metric.WALL_TIME);
        assertThat(verdict.outcome()).isEqualTo(REGRESSED);
    }

    @Test
    void shouldGoByProcessorTimeWhenNeighboursKeepAComputingBenchmarkWaiting() {
        final Habits crowded = new Habits(0.02, 0, 0, 0, 0.3, 0.5);

        assertThat(paired(forks(20, 1, crowded, 1)).metric()).isEqualTo(Metric.PROCESSOR_TIME);
    }

    @Test
    void shouldGoByWallTimeWhenOtherThreadsComputeToo() {
        assertThat(paired(forks(20, 1, NOISY, 1.6)).metric()).isEqualTo(Metric.WALL_TIME);
    }

    @Test
    void shouldDoWithoutTheTwinWhenProcessorTimeWasNotMeasured() {
        final Verdict verdict = paired(forks(20, 1.1, NOISY, 0));

        assertThat(verdict.outcome()).isEqualTo(REGRESSED);
        assertThat(verdict.metric()).isEqualTo(Metric.WALL_TIME);
        assertThat(verdict.twin()).isNull();
    }

    @Test
    void shouldCountAForkAsFailedWhenAnIterationHasNoTime() {
        final List<ForkRecord> forks = changed(
                forks(20, 1, NOISY, 1), fork -> fork.block() < 3 ? slower(fork, Double.POSITIVE_INFINITY) : fork);

        final Verdict verdict = paired(forks);

        assertThat(verdict.outcome()).isEqualTo(UNSTABLE);
        assertThat(verdict.reasons().get(0)).startsWith("6 of 40 forks failed");
    }

    @Test
    void shouldNotPassWhenWallTimeAloneGotWorse() {
        final List<ForkRecord> forks = changed(
                forks(40, 1, SyntheticForks.CALM, 1), fork -> fork.arm().equals("B") ? slower(fork, 1.08) : fork);

        final Verdict verdict = paired(forks);

        assertThat(verdict.metric()).isEqualTo(Metric.PROCESSOR_TIME);
        assertThat(verdict.outcome()).isEqualTo(INCONCLUSIVE);
        assertThat(verdict.reasons().get(0)).startsWith("by processor time EQUIVALENT, by wall time REGRESSED");
        assertThat(verdict.reasons()).noneMatch(reason -> reason.contains("more forks"));
    }

    @Test
    void shouldAllowForSessionsWhenForksAreNotPaired() {
        final List<List<ForkRecord>> sessions = IntStream.range(0, 6)
                .mapToObj(i -> new SyntheticForks(200 + i, NOISY, 1)
                        .run(20, Map.of("A", 1 + 0.01 * (i % 3), "B", 1 + 0.01 * (i % 3)), "b"))
                .toList();
        final NoiseHistory history = NoiseHistory.of(sessions, "A", "B");
        final List<ForkRecord> baseline = arm(forks(20, 1, NOISY, 1), "A");

        final Verdict slow = Judge.unpaired("b", baseline, arm(forks(20, 1.3, NOISY, 1), "B"), history);
        final Verdict near = Judge.unpaired("b", baseline, arm(forks(20, 1.04, NOISY, 1), "B"), history);
        final Verdict blind = Judge.unpaired("b", baseline, arm(forks(20, 1.3, NOISY, 1), "B"), NoiseHistory.NONE);

        assertThat(slow.outcome()).isEqualTo(REGRESSED);
        assertThat(near.outcome()).isEqualTo(INCONCLUSIVE);
        assertThat(blind.outcome()).isEqualTo(INCONCLUSIVE);
        assertThat(slow.reasons()).anyMatch(reason -> reason.endsWith("between sessions, from 6 of them"));
        assertThat(blind.reasons()).anyMatch(reason -> reason.startsWith("how far sessions are apart is not known"));
        assertThat(Judge.unpaired("b", baseline, List.of(), history).outcome()).isEqualTo(UNSTABLE);
    }

    @Test
    void shouldRefuseWhenAnArmRanTwiceInABlock() {
        final List<ForkRecord> forks = new ArrayList<>(forks(1, 1, NOISY, 1));
        forks.addAll(forks(1, 1, NOISY, 1));

        assertThatThrownBy(() -> ForkPairs.of(forks, "A", "B"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an arm ran a benchmark twice in a block: arm=A, benchmark=b, block=0");
    }

    private static Estimate interval(final double low, final double high) {
        return new Estimate((low + high) / 2, low, high, 0.95, 0.01, 20);
    }

    private static List<ForkRecord> forks(
            final int blocks, final double slowdown, final Habits habits, final double processorShare) {
        return new SyntheticForks(111, habits, processorShare).run(blocks, Map.of("A", 1.0, "B", slowdown), "b");
    }

    private static Verdict paired(final List<ForkRecord> forks) {
        return Judge.paired(ForkPairs.of(forks, "A", "B").get(0), NoiseHistory.NONE);
    }

    private static List<ForkRecord> arm(final List<ForkRecord> forks, final String arm) {
        return forks.stream().filter(fork -> fork.arm().equals(arm)).toList();
    }

    private static List<ForkRecord> changed(final List<ForkRecord> forks, final UnaryOperator<ForkRecord> change) {
        return forks.stream().map(change).toList();
    }

    /** Returns the fork with a longer wall time, in which it waits. */
    private static ForkRecord slower(final ForkRecord fork, final double factor) {
        return withIterations(
                fork,
                fork.iterations().stream()
                        .map(i -> SyntheticForks.iteration(factor * i.time(), i.cpu(), 0))
                        .toList());
    }

    /** Returns ten iterations of which the first ones took longer. */
    private static List<Iteration> slowFirst(final ForkRecord fork, final int slow) {
        return IntStream.range(0, 10)
                .mapToObj(i -> {
                    final Iteration same = fork.iterations().get(i % 5);
                    return SyntheticForks.iteration((i < slow ? 2 : 1) * same.time(), same.cpu(), 0);
                })
                .toList();
    }

    private static ForkRecord withIterations(final ForkRecord fork, final List<Iteration> iterations) {
        return new ForkRecord(
                fork.block(),
                fork.order(),
                fork.arm(),
                fork.benchmark(),
                fork.parameters(),
                fork.unit(),
                fork.startedAt(),
                fork.seconds(),
                fork.warmup(),
                iterations,
                fork.percentiles(),
                fork.histogram(),
                iterations.isEmpty() ? "killed" : null);
    }

    private static ForkRecord failed(final ForkRecord fork) {
        return withIterations(fork, List.of());
    }
}
