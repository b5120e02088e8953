package io.balsa.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.bench.compare.AllocationChange;
import io.balsa.bench.compare.ComparisonRecord;
import io.balsa.bench.compare.ComparisonRecord.ArmRecord;
import io.balsa.bench.environment.Environment;
import io.balsa.bench.environment.SampleEnvironment;
import io.balsa.bench.verdict.Metric;
import io.balsa.bench.verdict.NoiseBand;
import io.balsa.bench.verdict.Outcome;
import io.balsa.bench.verdict.Verdict;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a comparison says to a script. */
class ComparisonOutcomeTest {
    private static ComparisonRecord comparison(final Outcome allocation, final Outcome... outcomes) {
        final Environment environment = SampleEnvironment.of("cpu", "17");
        return new ComparisonRecord(
                ComparisonRecord.SCHEMA_VERSION,
                "id",
                ComparisonRecord.Kind.BRANCHES,
                "2026-11-25T12:00:00Z",
                1,
                new ArmRecord("A", "master", environment),
                new ArmRecord("B", "branch", environment),
                Stream.of(outcomes)
                        .map(outcome -> new Verdict(
                                "Log.append", outcome, Metric.WALL_TIME, null, null, NoiseBand.of(), null, List.of()))
                        .toList(),
                List.of(new AllocationChange("Log.append", 0, 0, allocation)),
                List.of());
    }

    @Test
    void shouldPassWhenNothingIsSlowerForCertain() {
        assertThat(ComparisonOutcome.exitCode(comparison(Outcome.EQUIVALENT, Outcome.EQUIVALENT, Outcome.IMPROVED)))
                .isZero();
    }

    @Test
    void shouldReportARegressionWhateverElseIsUndecided() {
        assertThat(ComparisonOutcome.exitCode(comparison(Outcome.EQUIVALENT, Outcome.INCONCLUSIVE, Outcome.REGRESSED)))
                .isEqualTo(Main.EXIT_REGRESSION);
        assertThat(ComparisonOutcome.exitCode(comparison(Outcome.REGRESSED, Outcome.EQUIVALENT)))
                .as("allocation alone")
                .isEqualTo(Main.EXIT_REGRESSION);
    }

    @Test
    void shouldNotPassWhenSomethingIsUndecided() {
        assertThat(ComparisonOutcome.exitCode(comparison(Outcome.EQUIVALENT, Outcome.EQUIVALENT, Outcome.INCONCLUSIVE)))
                .isEqualTo(Main.EXIT_UNDECIDED);
        assertThat(ComparisonOutcome.exitCode(comparison(Outcome.EQUIVALENT, Outcome.UNSTABLE)))
                .isEqualTo(Main.EXIT_UNDECIDED);
    }

    @Test
    void shouldBeInvalidWhenNothingWasJudged() {
        assertThat(ComparisonOutcome.exitCode(comparison(Outcome.EQUIVALENT))).isEqualTo(Main.EXIT_INVALID);
    }
}
