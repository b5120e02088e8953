package io.balsa.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.bench.profile.ProfileException;
import io.balsa.bench.result.FailoverRecord;
import io.balsa.bench.result.LoadRecord;
import io.balsa.bench.result.RunRecord;
import io.balsa.bench.result.SampleRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
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

    @Test
    void shouldNotEndWithFailureWhenTheRateWasMissedInTheSearchForTheKnee() throws IOException, ProfileException {
        final RunRecord run = run(List.of(), false, 0);

        assertThat(Objects.requireNonNull(run.knee()).steps()).anyMatch(step -> step.failure() != null);
        assertThat(RunCommand.exitCode(run)).isZero();
    }

    @Test
    void shouldSayWhatAnAddressIsWhenTheClusterHasNone() {
        final StringWriter said = new StringWriter();

        final int code = Main.commandLine()
                .setErr(new PrintWriter(said))
                .execute("run", "--profiles", "../profiles", "--cluster", "127.0.0.1:7401,elsewhere");

        assertThat(code).isEqualTo(Main.EXIT_USAGE);
        assertThat(said.toString())
                .isEqualToIgnoringNewLines(
                        "bench run: --cluster: not an address: \"elsewhere\"; write host:port with a port"
                                + " from 1 to 65535; see bench run --help");
    }

    @Test
    void shouldSayThatNobodyAnswersWhenTheClusterIsNotThere() {
        final StringWriter said = new StringWriter();

        final int code = Main.commandLine()
                .setErr(new PrintWriter(said))
                .execute("run", "--profiles", "../profiles", "--cluster", "127.0.0.1:1");

        assertThat(code).isEqualTo(Main.EXIT_INVALID);
        assertThat(said.toString())
                .startsWith("bench run: no node answers: addresses=127.0.0.1:1, first=node cannot be asked")
                .contains("; are these the client ports of a cluster that runs?");
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
                sample.cluster(),
                problems,
                sample.settings(),
                sample.nodeProperties(),
                sample.hiccup(),
                sample.probes(),
                sample.limit(),
                loads,
                sample.knee(),
                failovers,
                sample.benchmarks());
    }
}
