package io.balsa.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The faults of a run follow from plan, seed and intensity. */
@ExtendWith(QuietNodes.class)
class FaultPlanTest {
    private static final int SEEDS = 400;

    private static double faultsPerRun(final FaultPlan plan) {
        long count = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            count += plan.draw(seed, 3).size();
        }
        return (double) count / SEEDS;
    }

    @ParameterizedTest
    @CsvSource({"network, 0.25", "network, 2", "ambush, 3", "disk, 10"})
    void shouldDrawSoManyTimesAsManyFaultsWhenThePlanIsMoreIntense(final String name, final double times) {
        final FaultPlan plan = FaultPlan.of(name);

        assertThat(faultsPerRun(plan.withIntensity(times)) / faultsPerRun(plan)).isCloseTo(times, within(0.1 * times));
    }

    @Test
    void shouldDrawTheSameWhenIntensityIsOne() {
        final FaultPlan plan = FaultPlan.of("storm");

        assertThat(plan.withIntensity(1).draw(7, 5)).isNotEmpty().isEqualTo(plan.draw(7, 5));
    }

    @Test
    void shouldDrawNothingWhenIntensityIsZero() {
        assertThat(faultsPerRun(FaultPlan.of("storm").withIntensity(0))).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 10.1, Double.NaN})
    void shouldRefuseWhenIntensityIsOutOfRange(final double times) {
        assertThatThrownBy(() -> FaultPlan.of("storm").withIntensity(times))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("intensity=" + times);
    }

    @Test
    void shouldSayTheIntensityWhenARunIsToBeReplayed() {
        final FaultPlan plan = FaultPlan.of("clock");

        assertThat(RunSpec.of(3, plan.withIntensity(2.5), 3).replay())
                .isEqualTo("scripts/simulate --seed 3 --plan clock --nodes 3 --intensity 2.5");
        assertThat(RunSpec.of(3, plan, 3).replay()).isEqualTo("scripts/simulate --seed 3 --plan clock --nodes 3");
    }

    @Test
    void shouldHoldEveryPropertyWhenThePlanIsFiveTimesAsIntense() throws Exception {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();

        final int code = SimulateCommand.run(
                new String[] {"--seed", "1", "--seeds", "3", "--plan", "storm", "--intensity", "5"},
                new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("seeds=3");
        assertThat(code).isZero();
    }
}
