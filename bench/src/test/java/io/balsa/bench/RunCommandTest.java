package io.balsa.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.bench.profile.ProfileException;
import io.balsa.bench.result.FailoverRecord;
import io.balsa.bench.result.LoadRecord;
import io.balsa.bench.result.RunRecord;
import io.balsa.bench.result.SampleRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
    @TempDir
    private Path runs;

    @Test
    void shouldEndWithZeroWhenAllWasMeasured() throws IOException, ProfileException {
        assertThat(RunCommand.exitCode(run(List.of(), false, 0))).isZero();
    }

    @Test
    void shouldNotEndWithZeroWhenARateWasMissed() throws IOException, ProfileException {
        assertThat(RunCommand.exitCode(run(List.of(), true, 0))).isEqualTo(Main.EXIT_INVALID);
    }

    @Test
    void shouldNotEndWithZeroWhenAPartCouldNotBeMeasured() throws IOException, ProfileException {
        assertThat(RunCommand.exitCode(run(List.of("no disk"), true, 0))).isEqualTo(Main.EXIT_INVALID);
    }

    @Test
    void shouldTellTheWorstWhenAnAcknowledgedCommandWasLost() throws IOException, ProfileException {
        assertThat(RunCommand.exitCode(run(List.of("no disk"), true, 1))).isEqualTo(Main.EXIT_REGRESSION);
    }

    private RunRecord run(final List<String> problems, final boolean missedRate, final long lost)
            throws IOException, ProfileException {
        final RunRecord sample = SampleRun.write(runs).readRun();
        final List<LoadRecord> loads = sample.loads().stream()
                .filter(load -> missedRate || load.failure() == null)
                .toList();
        final List<FailoverRecord> failovers =
                List.of(new FailoverRecord(1, 1, 2, 1000, 2.0, 0.5, 100, lost, 0, 0, null, "hlog/failover-1.hlog"));
        return new RunRecord(
                sample.schemaVersion(),
                sample.id(),
                sample.profile(),
                sample.startedAt(),
                sample.elapsedSeconds(),
                sample.commit(),
                sample.dirty(),
                sample.durable(),
                problems,
                sample.settings(),
                sample.nodeProperties(),
                sample.hiccup(),
                sample.probes(),
                sample.limit(),
                loads,
                failovers,
                sample.benchmarks());
    }
}
