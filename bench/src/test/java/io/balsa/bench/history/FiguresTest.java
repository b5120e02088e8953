package io.balsa.bench.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.bench.fork.ForkRecord;
import io.balsa.bench.history.Figure.Better;
import io.balsa.bench.profile.ProfileException;
import io.balsa.bench.result.LoadRecord;
import io.balsa.bench.result.RunDirectory;
import io.balsa.bench.result.RunRecord;
import io.balsa.bench.result.SampleRun;
import io.balsa.bench.stats.LatencyHistogram;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a measurement goes into the history. */
class FiguresTest {
    private static final Offset<Double> EXACT = Offset.offset(1e-9);

    private static Figure figure(final List<Figure> figures, final String metric) {
        return figures.stream()
                .filter(figure -> figure.metric().equals(metric))
                .findFirst()
                .orElseThrow();
    }

    private static ForkRecord fork(final double time, final long latency, final @Nullable String failure) {
        final Histogram histogram = LatencyHistogram.create();
        histogram.recordValueWithCount(latency, 100);
        final ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        final int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        final ForkRecord.Iteration iteration = new ForkRecord.Iteration(time, time / 2, 24, 0, 0, 0, 0);
        return new ForkRecord(
                0,
                0,
                "B",
                "Log.append",
                Map.of("payloadLength", "256"),
                "ns/op",
                "2026-11-25T12:00:00Z",
                1,
                List.of(),
                failure == null ? List.of(iteration) : List.of(),
                Map.of(),
                Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length)),
                failure);
    }

    @Test
    void shouldCountEachForkOnceWhenABenchmarkRanInForks() {
        final List<Figure> figures =
                ForkFigures.of(List.of(fork(10, 1_000, null), fork(14, 2_000, null), fork(90, 3_000, null)));

        final Figure time = figure(figures, "fork.Log.append{payloadLength=256}.time");
        assertThat(time.value()).isCloseTo(14, EXACT);
        assertThat(time.spread()).isCloseTo(4, EXACT);
        assertThat(time.n()).isEqualTo(3);
        assertThat(time.better()).isEqualTo(Better.LESS);
        assertThat(figure(figures, "fork.Log.append{payloadLength=256}.cpu").value())
                .isCloseTo(7, EXACT);
        assertThat(figure(figures, "fork.Log.append{payloadLength=256}.allocated")
                        .value())
                .isEqualTo(24);
    }

    @Test
    void shouldTakePercentilesOfAllOperationsWhenForksSampled() {
        final List<Figure> figures =
                ForkFigures.of(List.of(fork(10, 100_000, null), fork(10, 200_000, null), fork(10, 900_000, null)));

        assertThat(figure(figures, "fork.Log.append{payloadLength=256}.p50").value())
                .isCloseTo(200_000, Offset.offset(200.0));
        assertThat(figure(figures, "fork.Log.append{payloadLength=256}.p99").value())
                .isCloseTo(900_000, Offset.offset(900.0));
    }

    @Test
    void shouldLeaveForksOutWhenTheyFailed() {
        assertThat(ForkFigures.of(List.of(fork(10, 1_000, "exit=134")))).isEmpty();
        assertThat(figure(
                                ForkFigures.of(List.of(fork(10, 1_000, null), fork(0, 1_000, "exit=134"))),
                                "fork.Log.append{payloadLength=256}.time")
                        .n())
                .isEqualTo(1);
    }

    @Test
    void shouldAgreeWithTheRunWhenItsLoadsAreRecorded(@TempDir final Path runs) throws IOException, ProfileException {
        final RunDirectory directory = SampleRun.write(runs);
        final RunRecord run = directory.readRun();

        final List<Figure> figures = RunFigures.of(run, directory);

        final LoadRecord closed = run.loads().get(1);
        final LoadRecord.Numbers numbers = Objects.requireNonNull(closed.numbers());
        final Figure median = figure(figures, "load.closed-16.p50");
        assertThat(median.value()).isCloseTo(numbers.response().p50Ns() / 1e6, EXACT);
        assertThat(median.n()).isEqualTo(32);
        assertThat(median.spread()).isBetween(0.0, 0.1);
        final Figure throughput = figure(figures, "load.closed-16.throughput");
        assertThat(throughput.better()).isEqualTo(Better.MORE);
        assertThat(throughput.value()).isEqualTo(numbers.commandsPerSecond());
        final double[] recoveries = run.failovers().stream()
                .flatMap(failover -> Optional.ofNullable(failover.recoverySeconds()).stream())
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        assertThat(figure(figures, "failover.recovery").value())
                .isBetween(recoveries[(recoveries.length - 1) / 2], recoveries[recoveries.length / 2]);
        assertThat(figure(figures, "jmh.ProposeCommit.commit{batch=16}.score").spread())
                .isEqualTo(3.4);
    }

    @Test
    void shouldNameEachMetricOnceWhenARunIsRecorded(@TempDir final Path runs) throws IOException, ProfileException {
        final RunDirectory directory = SampleRun.write(runs);

        final List<String> names = new ArrayList<>();
        RunFigures.of(directory.readRun(), directory).forEach(figure -> names.add(figure.metric()));

        assertThat(names).doesNotHaveDuplicates().doesNotContain("load.open-50000.p50", "load.open-1000.throughput");
    }

    @Test
    void shouldHaveNoSpreadWhenPartsAreTooFew() {
        assertThat(Parts.deviation(new double[] {3})).isNull();
        assertThat(Parts.deviation(new double[] {3, 5})).isEqualTo(1);
        assertThat(Parts.halfQuartiles(new double[] {1, 2, 3})).isNull();
        assertThat(Parts.halfQuartiles(new double[] {1, 2, 3, 4, 5})).isEqualTo(1);
    }
}
