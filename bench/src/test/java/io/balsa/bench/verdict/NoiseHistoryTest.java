package io.balsa.bench.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.bench.fork.ForkRecord;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NoiseHistoryTest {
    @Test
    void shouldRaiseNoAlarmWhenIdenticalCodeHasAlwaysDifferedByAsMuch() {
        final List<List<ForkRecord>> sessions =
                IntStream.range(0, 20).mapToObj(i -> session(300 + i, 1.06)).toList();
        final NoiseHistory history = NoiseHistory.of(sessions, "A", "B");
        final ForkPairs pairs = ForkPairs.of(session(320, 1.06), "A", "B").get(0);
        final ForkPairs slower = ForkPairs.of(session(320, 1.15), "A", "B").get(0);

        assertThat(Judge.paired(pairs, NoiseHistory.NONE).outcome()).isEqualTo(Outcome.REGRESSED);
        assertThat(Judge.paired(pairs, history).outcome().isChange()).isFalse();
        assertThat(Judge.paired(slower, history).outcome()).isEqualTo(Outcome.REGRESSED);
        assertThat(history.band("b", Metric.WALL_TIME).comparisons()).isEqualTo(20);
    }

    @Test
    void shouldKnowNothingWhenAnotherBenchmarkWasRecorded() {
        final NoiseHistory history = NoiseHistory.of(List.of(session(330, 1), session(331, 1)), "A", "B");

        assertThat(history.band("c", Metric.WALL_TIME)).isEqualTo(NoiseBand.of());
        assertThat(history.spread("c", Metric.WALL_TIME).sessions()).isZero();
        assertThat(history.spread("b", Metric.WALL_TIME).sessions()).isEqualTo(2);
    }

    private static List<ForkRecord> session(final long seed, final double difference) {
        return new SyntheticForks(seed, SyntheticForks.CALM, 1).run(37, Map.of("A", 1.0, "B", difference), "b");
    }
}
