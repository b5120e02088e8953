package io.balsa.bench.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.balsa.bench.fork.ForkRecord;
import io.balsa.bench.stats.LatencyHistogram;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PercentileBootstrapTest {
    private final Random random = new Random(101);
    private final Histogram merged = LatencyHistogram.create();

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 50, 90, 99, 99.9, 100})
    void shouldTakeThePercentileOfAllOperationsTogetherWhenForksDiffer(final double percentile) {
        final List<ForkRecord> forks =
                IntStream.range(0, 6).mapToObj(i -> fork("A", i, 1 << i)).toList();

        final PercentileBootstrap.Interval interval = new PercentileBootstrap(1).of(forks, percentile, 0.95);

        assertThat(interval.value()).isEqualTo((double) merged.getValueAtPercentile(percentile));
        assertThat(interval.value()).isBetween(interval.low(), interval.high());
        assertThat(interval.forks()).isEqualTo(6);
    }

    @Test
    void shouldGiveAWideIntervalWhenForksDifferHoweverManyOperationsTheyHad() {
        final List<ForkRecord> alike =
                IntStream.range(0, 10).mapToObj(i -> fork("A", i, 1)).toList();
        final List<ForkRecord> different =
                IntStream.range(0, 10).mapToObj(i -> fork("A", i, 1 + i)).toList();
        final PercentileBootstrap bootstrap = new PercentileBootstrap(1);

        final PercentileBootstrap.Interval narrow = bootstrap.of(alike, 99, 0.95);
        final PercentileBootstrap.Interval wide = bootstrap.of(different, 99, 0.95);

        assertThat(Math.log(wide.high() / wide.low())).isGreaterThan(5 * Math.log(narrow.high() / narrow.low()));
    }

    @Test
    void shouldSeeTheSlowdownThroughTheBlocksWhenBlocksDifferByMuchMore() {
        final List<ForkRecord> forks = new ArrayList<>();
        for (int block = 0; block < 12; block++) {
            final double speed = 1 + random.nextInt(8);
            forks.add(fork("A", block, speed));
            forks.add(fork("B", block, 1.2 * speed));
        }
        final ForkPairs pairs = ForkPairs.of(forks, "A", "B").get(0);

        final Estimate estimate = new PercentileBootstrap(1).ratio(pairs, 99, 0.95);

        assertThat(estimate.effect()).isCloseTo(Math.log(1.2), within(0.05));
        assertThat(Judge.against(estimate, NoiseBand.of())).isEqualTo(Outcome.REGRESSED);
        assertThat(estimate.p()).isLessThan(0.01);
        assertThat(estimate).isEqualTo(new PercentileBootstrap(1).ratio(pairs, 99, 0.95));
    }

    @Test
    void shouldRefuseWhenAForkHasNoLatencies() {
        final List<ForkRecord> forks = new SyntheticForks(1, SyntheticForks.CALM, 1).run(1, Map.of("A", 1.0), "b");

        assertThatThrownBy(() -> new PercentileBootstrap(1).of(forks, 99, 0.95))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a fork without latencies: benchmark=b, arm=A, block=0");
    }

    private ForkRecord fork(final String arm, final int block, final double factor) {
        final Histogram histogram = LatencyHistogram.create();
        for (int i = 0; i < 2_000; i++) {
            histogram.recordValue((long) (factor * 10_000 * Math.exp(0.3 * random.nextGaussian())));
        }
        merged.add(histogram);
        final ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        final int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        final String encoded = Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
        return new ForkRecord(
                block,
                block,
                arm,
                "b",
                Map.of(),
                "ns",
                "2026-01-01T00:00:00Z",
                1,
                List.of(),
                List.of(SyntheticForks.iteration(1, 1, 0)),
                Map.of(),
                encoded,
                null);
    }
}
