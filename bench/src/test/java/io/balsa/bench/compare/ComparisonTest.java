package io.balsa.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.bench.fork.ForkPlan;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a comparison runs. */
class ComparisonTest {
    private static List<ForkPlan> plans(final String benchmarks) {
        return Arrays.stream(benchmarks.split(";"))
                .map(benchmark -> ForkPlan.parse(benchmark, 4, 5, 100))
                .toList();
    }

    /** Eight pairs that all agree give a p of 1/128, nine 1/256: of eight verdicts the first must pass 0.05 / 8. */
    @ParameterizedTest
    @CsvSource({"A.a, 6", "A.a;B.b, 7", "A.a@sample, 8", "A.a;B.b;C.c;D.d;E.e@sample, 9"})
    void shouldRunAsManyBlocksAsCanDecideWhenTimeIsShort(final String benchmarks, final int blocks) {
        assertThat(Comparison.blocks(plans(benchmarks), 0.01)).isEqualTo(blocks);
    }

    @Test
    void shouldFillTheTimeWhenItIsLong() {
        final List<ForkPlan> plans = plans("A.a;B.b");

        final int blocks = Comparison.blocks(plans, 10);

        assertThat(blocks * Comparison.seconds(plans, 2)).isBetween(600 - Comparison.seconds(plans, 2), 600.0);
    }
}
