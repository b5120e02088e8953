package io.balsa.bench.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GateTest {
    @Test
    void shouldTakeBackTheAlarmsThatDoNotSurviveWhenThereAreManyBenchmarks() {
        final List<Verdict> family = List.of(
                verdict("sure", Outcome.REGRESSED, 0.001),
                verdict("chance", Outcome.REGRESSED, 0.03),
                verdict("faster", Outcome.IMPROVED, 0.04),
                verdict("same", Outcome.EQUIVALENT, 0.7),
                new Verdict(
                        "failed",
                        Outcome.UNSTABLE,
                        Metric.WALL_TIME,
                        null,
                        null,
                        NoiseBand.of(),
                        null,
                        List.of("none")));

        final List<Verdict> judged = Gate.judge(family);

        assertThat(judged)
                .extracting(Verdict::outcome)
                .containsExactly(
                        Outcome.REGRESSED,
                        Outcome.INCONCLUSIVE,
                        Outcome.INCONCLUSIVE,
                        Outcome.EQUIVALENT,
                        Outcome.UNSTABLE);
        assertThat(judged.get(1).reasons())
                .containsExactly(
                        "REGRESSED by itself, but not among 4 benchmarks: p by Holm 0.090, at most 0.05 passes",
                        "as is");
    }

    @Test
    void shouldLeaveAnAlarmAloneWhenItIsTheOnlyBenchmark() {
        final List<Verdict> family =
                Stream.of(verdict("chance", Outcome.REGRESSED, 0.03)).toList();

        assertThat(Gate.judge(family)).isEqualTo(family);
        assertThat(Gate.judge(List.of())).isEmpty();
    }

    private static Verdict verdict(final String key, final Outcome outcome, final double p) {
        final Estimate estimate = new Estimate(0.1, 0.05, 0.15, 0.95, p, 20);
        return new Verdict(key, outcome, Metric.WALL_TIME, estimate, estimate, NoiseBand.of(), null, List.of("as is"));
    }
}
