package io.balsa.bench.fork;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What JMH leaves, as JMH 1.37 writes it. */
class ForkResultTest {
    private static final String LOG = """
            # Warmup Iteration   1: 832.312 ns/op
            # Warmup Iteration   2: 94.897 ns/op
            Iteration   1: 52.5 ns/op
            """;

    @TempDir
    Path folder;

    private ForkResult read(final String json, final String log) throws IOException {
        final Path result = folder.resolve("fork.json");
        final Path text = folder.resolve("fork.log");
        Files.writeString(result, json);
        Files.writeString(text, log);
        return ForkResult.read(result, text);
    }

    @Test
    void shouldKeepEachIterationWhenTheMeanIsMeasured() throws IOException {
        final ForkResult result = read("""
                [{"primaryMetric": {"rawData": [[52.5, 53.5]]},
                  "secondaryMetrics": {
                    "cpu": {"rawData": [[50.0, 51.0]]},
                    "cpuPressure": {"rawData": [[0.25, 0.5]]},
                    "gc.alloc.rate.norm": {"rawData": [[0.001, 16.0]]},
                    "gc.count": {"rawData": [[0.0, 3.0]]}}}]
                """, LOG);

        assertThat(result.failure()).isNull();
        assertThat(result.warmup()).containsExactly(832.312, 94.897);
        assertThat(result.iterations())
                .containsExactly(
                        new ForkRecord.Iteration(52.5, 50, 0.001, 0, 0.25, 0, 0),
                        new ForkRecord.Iteration(53.5, 51, 16, 3, 0.5, 0, 0));
        assertThat(result.histogram()).isNull();
    }

    @Test
    void shouldKeepMeansAndPercentilesWhenOperationsAreSampled() throws IOException {
        final ForkResult result =
                read("""
                [{"primaryMetric": {"rawDataHistogram": [[[[1000, 98], [200000, 2]], [[1000, 100]]]]},
                  "secondaryMetrics": {}}]
                """, "# Warmup Iteration   1: n = 12, mean = 61 ns/op, p{0.00, 0.50} = 1, 2 ns/op\n");

        assertThat(result.warmup()).containsExactly(61.0);
        assertThat(result.iterations()).extracting(ForkRecord.Iteration::time).containsExactly(4980.0, 1000.0);
        assertThat(result.percentiles()).containsOnlyKeys("p50", "p99", "p99.9", "max");
        assertThat(result.percentiles().get("p50")).isBetween(999.0, 1001.0);
        assertThat(result.percentiles().get("max")).isBetween(199_000.0, 201_000.0);
        assertThat(result.histogram()).isNotNull();
    }

    @Test
    void shouldSaySoWhenNoBenchmarkMatched() throws IOException {
        assertThat(read("[]", "").failure()).contains("found=0").contains("name");
        assertThat(ForkResult.failed("x").iterations()).isEmpty();
        assertThat(ForkResult.failed("x").percentiles()).isEqualTo(Map.of());
    }
}
