package io.balsa.bench.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScreenDesignTest {
    private static Factor factor(final int number, final String... levels) {
        return new Factor(
                "f" + number,
                "",
                "",
                "old",
                List.of(levels).stream()
                        .map(label -> new Level(label, Map.of(), List.of()))
                        .toList());
    }

    @Test
    void shouldChangeEveryFactorInHalfOfTheTrials() {
        for (int column = 0; column < ScreenDesign.COLUMNS; column++) {
            final int each = column;
            assertThat(IntStream.range(0, ScreenDesign.TRIALS).filter(trial -> ScreenDesign.isChanged(trial, each)))
                    .as("column %d", column)
                    .hasSize(6);
        }
    }

    @Test
    void shouldChangeEveryPairInAQuarterOfTheTrials() {
        for (int one = 0; one < ScreenDesign.COLUMNS; one++) {
            for (int other = 0; other < one; other++) {
                final int a = one;
                final int b = other;
                assertThat(IntStream.range(0, ScreenDesign.TRIALS)
                                .filter(trial -> ScreenDesign.isChanged(trial, a) && ScreenDesign.isChanged(trial, b)))
                        .as("columns %d and %d", one, other)
                        .hasSize(3);
            }
        }
    }

    @Test
    void shouldTakeTheNextAlternativeWhenABlockFollows() {
        final List<Factor> factors = List.of(factor(0, "a", "b"), factor(1, "c"));

        final List<Candidate> first = ScreenDesign.block(factors, 0, new Random(1));
        final List<Candidate> second = ScreenDesign.block(factors, 1, new Random(1));

        assertThat(first).hasSize(ScreenDesign.TRIALS).doesNotHaveDuplicates();
        assertThat(first).extracting(trial -> trial.labels().get("f0")).containsOnly("a", null);
        assertThat(second).extracting(trial -> trial.labels().get("f0")).containsOnly("b", null);
        assertThat(second).extracting(trial -> trial.labels().get("f1")).containsOnly("c", null);
    }

    @Test
    void shouldRefuseWhenThereAreMoreFactorsThanColumns() {
        final List<Factor> most = IntStream.range(0, ScreenDesign.COLUMNS)
                .mapToObj(number -> factor(number, "x"))
                .toList();
        final List<Factor> more = IntStream.rangeClosed(0, ScreenDesign.COLUMNS)
                .mapToObj(number -> factor(number, "x"))
                .toList();

        assertThat(ScreenDesign.block(most, 0, new Random(1))).hasSize(ScreenDesign.TRIALS);
        assertThatThrownBy(() -> ScreenDesign.block(more, 0, new Random(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("too many factors for the design: factors=12, most=11");
    }
}
