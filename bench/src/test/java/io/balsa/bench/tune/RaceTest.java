package io.balsa.bench.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RaceTest {
    private final Race race = new Race("base", List.of("good", "bad"));

    private static Map<String, @Nullable Double> costs(
            final double base, final @Nullable Double good, final @Nullable Double bad) {
        final Map<String, @Nullable Double> costs = new HashMap<>();
        costs.put("base", base);
        costs.put("good", good);
        costs.put("bad", bad);
        return costs;
    }

    @Test
    void shouldDropWhoIsWorseThanTheLeaderWhenRoundsSuffice() {
        for (int round = 1; round <= Race.fewestRounds(); round++) {
            assertThat(race.running()).containsExactly("good", "bad");
            // The machine slows down from round to round, and all alike.
            race.add(costs(1 + round, 0.8 + round, 1.3 + round));
        }

        assertThat(race.running()).containsExactly("good");
        assertThat(race.dropped("bad")).startsWith("worse than good by +64.9% after 4 rounds");
        assertThat(race.isOver()).isTrue();
        assertThat(race.winner()).contains("good");
        assertThat(race.estimate("good")).isCloseTo(-0.2, within(1e-9));
    }

    @Test
    void shouldDropNobodyWhenDifferencesChangeTheirSign() {
        for (int round = 1; round <= 6; round++) {
            final double swing = round % 2 == 0 ? 0.1 : -0.1;
            race.add(costs(1, 1 + swing, 1 - swing));
        }

        assertThat(race.running()).containsExactly("good", "bad");
        assertThat(race.isOver()).isFalse();
    }

    @Test
    void shouldHaveNoWinnerWhenTheProfileIsBest() {
        for (int round = 1; round <= Race.fewestRounds(); round++) {
            race.add(costs(1, 1.2, 1.3));
        }

        assertThat(race.running()).isEmpty();
        assertThat(race.isOver()).isTrue();
        assertThat(race.winner()).isEmpty();
        assertThat(race.dropped("good")).startsWith("worse than base");
    }

    @Test
    void shouldCountAFailedTrialAsTwiceTheWorstWhenARoundIsAdded() {
        race.add(costs(1, 1.5, null));

        assertThat(race.estimate("bad")).isCloseTo(0.5 + Math.log(2), within(1e-9));
    }

    @Test
    void shouldPassARoundOverWhenAllFailed() {
        final Map<String, @Nullable Double> failed = costs(0, null, null);
        failed.put("base", null);

        race.add(failed);

        assertThat(race.rounds("good")).isZero();
    }

    @Test
    void shouldRefuseARoundWhenSomebodyIsMissing() {
        assertThatThrownBy(() -> race.add(Map.of("base", 1.0, "good", 1.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name=bad");
    }
}
