package io.balsa.bench.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.balsa.kv.NodeProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScreeningTest {
    private static final SearchSpace SPACE =
            SearchSpace.of(new NodeProfile(List.of("-XX:+UseSerialGC"), new Properties()), 2);

    private static List<Screening.Trial> trials(
            final int blocks, final Function<Candidate, @Nullable Figures> machine) {
        final Random random = new Random(5);
        final List<Screening.Trial> trials = new ArrayList<>();
        for (int block = 0; block < blocks; block++) {
            for (final Candidate candidate : ScreenDesign.block(SPACE.factors(), block, random)) {
                trials.add(new Screening.Trial(block, candidate, machine.apply(candidate)));
            }
        }
        return trials;
    }

    private static Figures figures(final double throughput) {
        return new Figures(throughput, 1_000_000, 4_000_000, 50);
    }

    private static Effect effect(final Screening screening, final String factor, final String level) {
        return screening.effects().stream()
                .filter(effect ->
                        effect.factor().equals(factor) && effect.level().equals(level))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldFindEffectsExactlyWhenThereIsNoNoise() {
        final List<Screening.Trial> trials = trials(
                2,
                candidate -> figures(10_000
                        * (candidate.changes().containsKey("sync") ? 1.2 : 1)
                        * ("ZGC".equals(candidate.labels().get("GC")) ? 0.8 : 1)));

        final Screening screening = Screening.of(SPACE.factors(), trials, Objective.THROUGHPUT);

        assertThat(effect(screening, "sync", "SHARED_INLINE_SYNC").objective()).isCloseTo(-Math.log(1.2), within(1e-9));
        assertThat(effect(screening, "sync", "SHARED_INLINE_SYNC").trials()).isEqualTo(24);
        assertThat(effect(screening, "GC", "ZGC").throughput()).isCloseTo(-Math.log(0.8), within(1e-9));
        assertThat(effect(screening, "GC", "ZGC").trials()).isEqualTo(12);
        assertThat(effect(screening, "GC", "ParallelGC").objective()).isCloseTo(0, within(1e-9));
        assertThat(effect(screening, "segment", "16m").cpu()).isCloseTo(0, within(1e-9));
    }

    @Test
    void shouldChargeAChangeWithFailuresWhenOnlyItsTrialsFail() {
        final List<Screening.Trial> trials =
                trials(1, candidate -> candidate.changes().containsKey("window") ? null : figures(10_000));

        final Screening screening = Screening.of(SPACE.factors(), trials, Objective.THROUGHPUT);

        assertThat(effect(screening, "window", "16").objective()).isCloseTo(Math.log(2), within(1e-9));
        assertThat(effect(screening, "sync", "SHARED_INLINE_SYNC").objective()).isCloseTo(0, within(1e-9));
    }

    @Test
    void shouldLeaveATrialAsideWhenItFailedByAccident() {
        final int[] trial = new int[1];
        final List<Screening.Trial> trials = trials(
                1,
                candidate -> trial[0]++ < 2
                        ? null
                        : figures(10_000 * (candidate.changes().containsKey("sync") ? 1.2 : 1)));

        final Screening screening = Screening.of(SPACE.factors(), trials, Objective.THROUGHPUT);

        assertThat(effect(screening, "sync", "SHARED_INLINE_SYNC").objective()).isCloseTo(-Math.log(1.2), within(1e-9));
    }

    @Test
    void shouldTellThatNothingWasMeasuredWhenAllTrialsFailed() {
        final List<Screening.Trial> trials = trials(1, candidate -> null);

        assertThatThrownBy(() -> Screening.of(SPACE.factors(), trials, Objective.CPU))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no trial of the screen could be measured: trials=12");
    }

    @Test
    void shouldTakeTheNoiseFromSmallEffectsWhenOneIsLarge() {
        // 1.5 * median(1, 2, 3, 4, 100) = 4.5; beyond 2.5 * 4.5 is only 100; 1.5 * median(1, 2, 3, 4) = 3.75.
        assertThat(Screening.pseudoError(3, 100, 1, 4, 2)).isCloseTo(3.75, within(1e-12));
    }

    @Test
    void shouldCombineWhatHelpedWhenChallengersAreMade() {
        final List<Screening.Trial> trials = trials(
                2,
                candidate -> figures(10_000
                        * (candidate.changes().containsKey("sync") ? 1.1 : 1)
                        * ("128".equals(candidate.labels().get("batch")) ? 1.3 : 1)
                        * ("8192".equals(candidate.labels().get("batch")) ? 1.05 : 1)
                        * (candidate.changes().containsKey("commit") ? 0.9 : 1)));

        final List<Candidate> challengers =
                Screening.of(SPACE.factors(), trials, Objective.THROUGHPUT).challengers(SPACE, 5);

        assertThat(challengers.get(0).words()).isEqualTo("+1: batch 128");
        assertThat(challengers.get(1).words()).isEqualTo("+2: batch 128, sync SHARED_INLINE_SYNC");
        assertThat(challengers).allSatisfy(each -> assertThat(each.changes()).doesNotContainKey("commit"));
    }

    @Test
    void shouldTryAllTogetherWhenThereAreMoreThanChallengers() {
        final List<Effect> effects = List.of(
                new Effect("sync", "", "SHARED_INLINE_SYNC", 12, 0, 0, 0, -0.4),
                new Effect("batch", "", "128", 12, 0, 0, 0, -0.3),
                new Effect("window", "", "16", 12, 0, 0, 0, -0.2),
                new Effect("commit", "", "1", 12, 0, 0, 0, -0.1),
                new Effect("pages", "", "TransparentHugePages", 12, 0, 0, 0, -0.001));

        final List<Candidate> challengers = new Screening(effects, 0.01, 0.03).challengers(SPACE, 3);

        assertThat(challengers).extracting(Candidate::name).containsExactly("+1", "+2", "+4");
    }

    @Test
    void shouldTryTheBestWhenNothingStandsOut() {
        final List<Effect> effects = List.of(
                new Effect("sync", "", "SHARED_INLINE_SYNC", 12, 0, 0, 0, -0.02),
                new Effect("batch", "", "128", 12, 0, 0, 0, -0.01));

        assertThat(new Screening(effects, 0.05, 0.15).challengers(SPACE, 3))
                .extracting(Candidate::words)
                .containsExactly("+1: sync SHARED_INLINE_SYNC");
    }
}
