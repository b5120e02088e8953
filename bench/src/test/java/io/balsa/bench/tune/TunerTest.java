package io.balsa.bench.tune;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.kv.NodeProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** The whole search on machines whose best settings are known. A failure names the seeds; {@link #search} takes one again. */
class TunerTest {
    private static final String BATCH = "batch";
    private static final String SYNC = "sync";
    private static final SearchSpace SPACE =
            SearchSpace.of(new NodeProfile(List.of("-XX:+UseSerialGC"), new Properties()), 2);
    private static final TunePlan PLAN = TunePlan.of(1_200, 17);

    private static TuneResult search(final Objective objective, final SyntheticArena arena, final long seed)
            throws IOException, InterruptedException {
        return new Tuner(SPACE, objective, "default", arena, seed).run(PLAN);
    }

    private static SyntheticArena twoHelp(final long seed) {
        return new SyntheticArena(seed)
                .with(BATCH, "128", 1.15, 0.85, 0.90)
                .with(SYNC, "SHARED_INLINE_SYNC", 1.10, 0.90, 0.95)
                .with("idle", "20", 0.90, 1.05, 1.30)
                .with("GC", "ZGC", 0.95, 1.00, 1.10);
    }

    @Test
    void shouldFindTheBestSettingsWhenTwoChangesHelp() throws IOException, InterruptedException {
        final List<Long> missed = new ArrayList<>();
        for (long seed = 1; seed <= 20; seed++) {
            final TuneResult result = search(Objective.BALANCED, twoHelp(seed), seed);
            final Candidate winner = result.winner();
            if (!result.better()
                    || winner == null
                    || !"128".equals(winner.labels().get(BATCH))
                    || !winner.changes().containsKey(SYNC)) {
                missed.add(seed);
            } else {
                assertThat(winner.labels())
                        .as("seed %d", seed)
                        .doesNotContainEntry("idle", "20")
                        .doesNotContainEntry("GC", "ZGC");
            }
        }

        assertThat(missed).as("seeds that missed one of the changes").hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void shouldPromoteNothingWhenAllAreEqual() throws IOException, InterruptedException {
        for (final Objective objective : Objective.values()) {
            final List<Long> promoted = new ArrayList<>();
            for (long seed = 1; seed <= 40; seed++) {
                if (search(objective, new SyntheticArena(seed), seed).better()) {
                    promoted.add(seed);
                }
            }

            assertThat(promoted).as("%s: seeds that promoted chance", objective).hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void shouldPromoteNothingWhenTheObjectiveIsBoughtWithAnother() throws IOException, InterruptedException {
        for (long seed = 1; seed <= 10; seed++) {
            final TuneResult result =
                    search(Objective.THROUGHPUT, new SyntheticArena(seed).with(BATCH, "8192", 1.4, 2.5, 1), seed);

            assertThat(result.better()).as("seed %d", seed).isFalse();
            assertThat(result.reasons().get(0)).as("seed %d", seed).startsWith("worse on another figure: p99.9 +");
        }
    }

    @Test
    void shouldLeaveSettingsAloneWhenTheirTrialsFail() throws IOException, InterruptedException {
        final List<Long> missed = new ArrayList<>();
        for (long seed = 1; seed <= 20; seed++) {
            final TuneResult result = search(Objective.BALANCED, twoHelp(seed).failing("commit", "1", 0.5), seed);
            final Candidate winner = result.winner();
            if (!result.better() || winner == null) {
                missed.add(seed);
            } else {
                assertThat(winner.changes()).as("seed %d", seed).doesNotContainKey("commit");
            }
        }

        assertThat(missed).as("seeds that found nothing").hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void shouldRunTheSameTrialsWhenTheSeedIsTheSame() throws IOException, InterruptedException {
        final List<String> first = new ArrayList<>();
        final List<String> second = new ArrayList<>();

        for (final List<String> trials : List.of(first, second)) {
            final SyntheticArena arena = twoHelp(7);
            new Tuner(
                            SPACE,
                            Objective.CPU,
                            "default",
                            (phase, round, candidate) -> {
                                trials.add(phase + " " + round + " " + candidate.words());
                                return arena.measure(phase, round, candidate);
                            },
                            11)
                    .run(PLAN);
        }

        assertThat(first).isEqualTo(second).hasSizeGreaterThan(50);
    }

    @Test
    void shouldKeepToThePlanWhenTrialsAreCounted() throws IOException, InterruptedException {
        final int[] trials = new int[1];
        final SyntheticArena arena = twoHelp(3);

        new Tuner(
                        SPACE,
                        Objective.BALANCED,
                        "default",
                        (phase, round, candidate) -> {
                            trials[0]++;
                            return arena.measure(phase, round, candidate);
                        },
                        3)
                .run(PLAN);

        assertThat(trials[0]).isLessThanOrEqualTo(PLAN.trials());
    }
}
