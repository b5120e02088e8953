package io.balsa.bench.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.balsa.bench.profile.BenchSetting;
import io.balsa.bench.profile.BenchSettings;
import io.balsa.bench.result.MicroRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gate lets through what allocates nothing, and shows where anything else allocates. */
class AllocationGateTest {
    @TempDir
    private Path directory;

    @Test
    void shouldDrawWhereWhenABenchmarkAllocates() throws Exception {
        final AllocationGate gate = gate("\\.AllocatingBenchmark\\.");

        final AllocationGate.Verdict verdict = gate.run((number, name) -> {});

        assertThat(verdict.measured()).hasSize(2);
        assertThat(verdict.offenders()).singleElement().satisfies(offender -> {
            assertThat(offender.record().parameters()).isEqualTo(Map.of("allocates", "true"));
            assertThat(offender.record().allocatedBytesPerOp()).isGreaterThanOrEqualTo(40);
            assertThat(Files.readString(offender.flameGraph())).contains("AllocatingBenchmark.make", "long[]");
        });
    }

    @Test
    void shouldRunTheFirstParametersAloneWhenItIsBrief() throws Exception {
        final AllocationGate gate = new AllocationGate(settings("\\.AllocatingBenchmark\\."), true, directory);
        final List<Integer> numbers = new ArrayList<>();

        final AllocationGate.Verdict verdict = gate.run((number, name) -> numbers.add(number));

        assertThat(gate.count()).isEqualTo(1);
        assertThat(numbers).containsExactly(1);
        assertThat(verdict.measured()).singleElement().satisfies(record -> assertThat(record.parameters())
                .isEqualTo(Map.of("allocates", "false")));
        assertThat(verdict.offenders()).isEmpty();
    }

    @Test
    void shouldRefuseWhenNoBenchmarkIsChosen() {
        assertThatThrownBy(() -> gate("\\.NoSuchBenchmark\\.").run((number, name) -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("NoSuchBenchmark");
    }

    @ParameterizedTest
    @CsvSource({"10, ns/op, 0.01", "10, us/op, 0.8192", "100000, ops/s, 0.8192"})
    void shouldAllowWhatTheHarnessAllocatesWhenOperationsAreLong(
            final double score, final String unit, final double limitBytes) {
        final MicroRecord record = new MicroRecord("Some.benchmark", Map.of(), score, null, unit, 0);

        assertThat(AllocationGate.limitBytes(record, 200)).isCloseTo(limitBytes, within(1e-9));
    }

    private AllocationGate gate(final String include) throws Exception {
        return new AllocationGate(settings(include), false, directory);
    }

    private static BenchSettings settings(final String include) throws Exception {
        return BenchSettings.of(Map.of(
                BenchSetting.JMH_INCLUDE.key(), include,
                BenchSetting.JMH_ITERATION_MS.key(), "50",
                BenchSetting.JMH_WARMUP_ITERATIONS.key(), "2",
                BenchSetting.JMH_ITERATIONS.key(), "2"));
    }
}
