package io.balsa.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens to a cluster, every property holds, and the same seed makes the same run. */
@ExtendWith(QuietNodes.class)
class SimulationTest {
    private static final int SEEDS = 10;

    static List<String> plans() {
        return FaultPlan.all().stream().map(FaultPlan::name).toList();
    }

    @ParameterizedTest
    @MethodSource("plans")
    void shouldHoldEveryPropertyWhenFaultsAreThoseOfFixedSeeds(final String name) {
        long terms = 0;
        long committed = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            final RunResult result = check(RunSpec.of(seed, FaultPlan.of(name), SimulateCommand.nodesOf(seed)));
            terms += result.ledTerms();
            committed += result.committedIndex();
        }

        // A run in which nothing happens would prove nothing.
        assertThat(terms).isGreaterThanOrEqualTo(SEEDS);
        assertThat(committed).isGreaterThanOrEqualTo(50 * SEEDS);
    }

    @ParameterizedTest
    @MethodSource("plans")
    void shouldHoldEveryPropertyWhenTheSeedIsNew(final String name) {
        final RunSpec spec = RunSpec.of(new SecureRandom().nextInt(Integer.MAX_VALUE), FaultPlan.of(name), 3);
        System.out.println("a seed of this day: " + spec.replay());

        assertThat(check(spec).committedIndex()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("plans")
    void shouldDoTheSameWhenTheSeedIsTheSame(final String name) {
        final RunSpec spec = RunSpec.of(5, FaultPlan.of(name), 3);

        assertThat(check(spec).hash()).isEqualTo(check(spec).hash());
    }

    /** Each of these once showed a bug. */
    @ParameterizedTest
    @CsvSource({"18, storm, 2", "1000, storm, 5", "131, disk, 3", "1024, repair, 3"})
    void shouldHoldEveryPropertyWhenASeedOnceShowedABug(final long seed, final String plan, final int nodeCount) {
        assertThat(check(RunSpec.of(seed, FaultPlan.of(plan), nodeCount)).committedIndex())
                .isPositive();
    }

    private static RunResult check(final RunSpec spec) {
        final RunResult result = spec.run(RunTrace.NONE);
        final SimViolation violation = result.violation();
        if (violation != null) {
            throw new AssertionError(FailureReport.of(spec, violation), violation);
        }
        return result;
    }
}
