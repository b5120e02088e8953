package io.balsa.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.bench.compare.AllocationChange;
import io.balsa.bench.compare.ComparisonRecord;
import io.balsa.bench.compare.ComparisonRecord.ArmRecord;
import io.balsa.bench.environment.Environment;
import io.balsa.bench.environment.SampleEnvironment;
import io.balsa.bench.profiling.ProfileEvent;
import io.balsa.bench.verdict.Metric;
import io.balsa.bench.verdict.NoiseBand;
import io.balsa.bench.verdict.Outcome;
import io.balsa.bench.verdict.Verdict;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What flame graphs refuse, and what a comparison has drawn. */
class FlameCommandTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            flame --tail 100               | --tail must be above 0 and below 100: found=100.0
            flame --tail 0                 | --tail must be above 0 and below 100: found=0.0
            flame --tail 99 Log.append     | nodes under load run no benchmark: found=Log.append
            flame --load Log.append        | nodes under load run no benchmark: found=Log.append
            flame --load --outstanding 0   | --outstanding must be above 0: found=0
            flame append                   | not a benchmark: found=append, expected=Class.method
            flame Log.append --event gpu   | --event: no such event: found=gpu, expected=cpu, wall, alloc, lock
            flame Log.append --seconds 0   | --seconds must be above 0 and at most 3600: found=0.0
            flame --into none              | --into: neither a run nor a comparison: found=none
            diff-flame A B append          | not a benchmark: found=append, expected=Class.method
            diff-flame A B Log.a --forks 0 | --forks must be above 0: found=0
            """)
    void shouldSayWhatIsWrongWhenArgumentsMakeNoSense(final String arguments, final String expected) {
        final StringWriter errors = new StringWriter();

        final int code =
                Main.commandLine().setErr(new PrintWriter(errors, true)).execute(arguments.split(" +", -1));

        assertThat(errors.toString()).contains(expected).contains("--help");
        assertThat(errors.toString().lines()).hasSize(1);
        assertThat(code).isEqualTo(Main.EXIT_USAGE);
    }

    @Test
    void shouldDrawWhatIsWorseWhenBenchmarksRegressed() {
        final ComparisonRecord found = comparison(
                List.of(
                        verdict("Log.slow{size=1}", Outcome.REGRESSED),
                        verdict("Log.slow{size=16}", Outcome.INCONCLUSIVE),
                        verdict("Log.tail", Outcome.EQUIVALENT),
                        verdict("Log.tail p99", Outcome.REGRESSED)),
                List.of(
                        new AllocationChange("Log.slow{size=1}", 0, 24, Outcome.REGRESSED),
                        new AllocationChange("Log.slow{size=16}", 0, 24, Outcome.REGRESSED),
                        new AllocationChange("Log.tail", 24, 0, Outcome.IMPROVED)));

        assertThat(RegressionFlames.worse(found, "Log.slow{size=1}"))
                .containsExactly(ProfileEvent.CPU, ProfileEvent.ALLOC);
        assertThat(RegressionFlames.worse(found, "Log.slow{size=16}")).containsExactly(ProfileEvent.ALLOC);
        assertThat(RegressionFlames.worse(found, "Log.tail")).containsExactly(ProfileEvent.CPU);
        assertThat(RegressionFlames.worse(found, "Log.other")).isEmpty();
    }

    private static Verdict verdict(final String key, final Outcome outcome) {
        return new Verdict(key, outcome, Metric.WALL_TIME, null, null, NoiseBand.of(), null, List.of());
    }

    private static ComparisonRecord comparison(final List<Verdict> verdicts, final List<AllocationChange> allocations) {
        final Environment environment = SampleEnvironment.of("cpu", "17");
        return new ComparisonRecord(
                ComparisonRecord.SCHEMA_VERSION,
                "id",
                ComparisonRecord.Kind.BRANCHES,
                "2026-11-25T12:00:00Z",
                1,
                new ArmRecord("A", "main", environment),
                new ArmRecord("B", "branch", environment),
                verdicts,
                allocations,
                List.of());
    }
}
