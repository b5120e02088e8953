package io.balsa.bench.report.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.bench.compare.AllocationChange;
import io.balsa.bench.compare.ComparisonRecord;
import io.balsa.bench.compare.ComparisonRecord.ArmRecord;
import io.balsa.bench.compare.ComparisonRecord.Kind;
import io.balsa.bench.environment.Environment;
import io.balsa.bench.verdict.Estimate;
import io.balsa.bench.verdict.Metric;
import io.balsa.bench.verdict.NoiseBand;
import io.balsa.bench.verdict.Outcome;
import io.balsa.bench.verdict.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private static final Environment ENVIRONMENT = new Environment(
            "cpu",
            1,
            1,
            "os",
            "kernel",
            "none",
            "tsc",
            "never",
            0,
            new Environment.DataDisk("/", "ext4", "sda", "rw"),
            new Environment.Jvm("vm", "vendor", "17"),
            List.of(),
            List.of(),
            "c",
            false);

    @Test
    void shouldRegressWhenAnyBenchmarkDidWhateverElseIsUnknown() {
        final Summary summary = summary(
                List.of(
                        verdict("One.a", Outcome.REGRESSED, 0.05),
                        verdict("One.b", Outcome.REGRESSED, 0.2),
                        verdict("One.c", Outcome.UNSTABLE, 0.5)),
                List.of());

        assertThat(summary.standing()).isEqualTo(Standing.REGRESSED);
        assertThat(summary.counts()).isEqualTo("2 regressed, 1 unstable of 3");
        assertThat(summary.worst()).isEqualTo("worst: One.b: +22.1%, 95% interval +20.9% to +23.4%");
    }

    @Test
    void shouldRegressWhenOnlyAllocationDid() {
        final Summary summary = summary(
                List.of(verdict("One.a", Outcome.IMPROVED, -0.1)),
                List.of(new AllocationChange("One.a", 0, 16, Outcome.REGRESSED)));

        assertThat(summary.standing()).isEqualTo(Standing.REGRESSED);
        assertThat(summary.counts()).isEqualTo("1 improved of 1; 1 allocates more");
        assertThat(summary.worst()).isEqualTo("worst: One.a allocates more: 0.000 B/op to 16.00 B/op");
        assertThat(summary.next()).singleElement().asString().startsWith("Find what allocates");
    }

    @Test
    void shouldNotTellWhenAVerdictIsOpen() {
        final Summary summary = summary(
                List.of(
                        verdict("One.a", Outcome.EQUIVALENT, 0),
                        open("One.b", 12),
                        open("One.c", 30),
                        open("One.d", null)),
                List.of());

        assertThat(summary.standing()).isEqualTo(Standing.CANNOT_TELL);
        assertThat(summary.standing()).hasToString("CANNOT TELL");
        assertThat(summary.next())
                .containsExactly(
                        "Run more: about 30 more forks of each arm would decide 2 inconclusive.",
                        "Make the machine calmer: no number of forks is known that would decide 1 other inconclusive.");
    }

    @Test
    void shouldNotTellWhenNothingWasCompared() {
        final Summary summary = summary(List.of(), List.of());

        assertThat(summary.standing()).isEqualTo(Standing.CANNOT_TELL);
        assertThat(summary.counts()).isEqualTo("nothing was compared");
    }

    @Test
    void shouldPassWhenEverythingIsEqualOrBetter() {
        final Summary summary = summary(
                List.of(verdict("One.a", Outcome.EQUIVALENT, 0.001), verdict("One.b", Outcome.IMPROVED, -0.1)),
                List.of(new AllocationChange("One.a", 16, 0, Outcome.IMPROVED)));

        assertThat(summary.standing()).isEqualTo(Standing.PASS);
        assertThat(summary.counts()).isEqualTo("1 improved, 1 equivalent of 2; 1 allocates less");
        assertThat(summary.next()).containsExactly("Nothing.");
    }

    private static Summary summary(final List<Verdict> verdicts, final List<AllocationChange> allocations) {
        final ArmRecord armA = new ArmRecord("A", "main", ENVIRONMENT);
        final ArmRecord armB = new ArmRecord("B", "branch", ENVIRONMENT);
        return Summary.of(new ComparisonRecord(
                1, "id", Kind.BRANCHES, "2026-11-25T14:00:00Z", 1, armA, armB, verdicts, allocations, List.of()));
    }

    private static Verdict verdict(final String key, final Outcome outcome, final double effect) {
        return verdict(key, outcome, effect, null);
    }

    private static Verdict open(final String key, final @Nullable Integer more) {
        return verdict(key, Outcome.INCONCLUSIVE, 0.02, more);
    }

    private static Verdict verdict(
            final String key, final Outcome outcome, final double effect, final @Nullable Integer more) {
        final Estimate estimate = new Estimate(effect, effect - 0.01, effect + 0.01, 0.95, 0.01, 20);
        return new Verdict(key, outcome, Metric.WALL_TIME, estimate, null, NoiseBand.of(), more, List.of("a reason"));
    }
}
