package io.balsa.bench.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.bench.compare.ComparisonDirectory;
import io.balsa.bench.compare.ComparisonRecord;
import io.balsa.bench.compare.ComparisonRecord.ArmRecord;
import io.balsa.bench.environment.Environment;
import io.balsa.bench.environment.SampleEnvironment;
import io.balsa.bench.fork.ForkFile;
import io.balsa.bench.fork.ForkRecord;
import io.balsa.bench.history.HistoryRecord.Kind;
import io.balsa.bench.profile.ProfileException;
import io.balsa.bench.result.RunDirectory;
import io.balsa.bench.result.SampleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which measurements become lines. */
class HistoryRecorderTest {
    private static final Environment ONE = SampleEnvironment.of("AMD EPYC", "17");
    private static final Environment TWO = ONE.of("0b51e55000000000000000000000000000000000", List.of());

    @TempDir
    Path home;

    private Path results;
    private HistoryRecorder recorder;

    @BeforeEach
    void prepare() throws IOException {
        results = Files.createDirectories(home.resolve("results"));
        recorder = new HistoryRecorder(home);
    }

    private static ForkRecord fork(final int block, final String arm, final double time) {
        return new ForkRecord(
                block,
                block,
                arm,
                "Log.append",
                Map.of(),
                "ns/op",
                "2026-11-25T12:00:00Z",
                1,
                List.of(),
                List.of(new ForkRecord.Iteration(time, time, 0, 0, 0, 0, 0)),
                Map.of(),
                null,
                null);
    }

    private ComparisonDirectory comparison() throws IOException {
        final ComparisonDirectory directory = ComparisonDirectory.create(
                results.resolve("comparisons"), Instant.parse("2026-11-25T12:00:00Z"), "ab-1-2");
        for (int block = 0; block < 3; block++) {
            ForkFile.append(directory.forksFile(), fork(block, "A", 80 + block));
            ForkFile.append(directory.forksFile(), fork(block, "B", 90 + block));
            ForkFile.append(directory.forksFile(), fork(block, "SLOW", 900));
        }
        return directory;
    }

    private static ComparisonRecord found(final Environment armA, final Environment armB) {
        return new ComparisonRecord(
                ComparisonRecord.SCHEMA_VERSION,
                "id",
                ComparisonRecord.Kind.BRANCHES,
                "2026-11-25T12:00:00Z",
                1,
                new ArmRecord("A", "main", armA),
                new ArmRecord("B", "branch", armB),
                List.of(),
                List.of(),
                List.of());
    }

    @Test
    void shouldAddALineForEachArmWhenTwoCommitsWereCompared() throws IOException {
        recorder.addComparison(comparison(), found(ONE, TWO));

        final List<HistoryRecord> lines = new HistoryFile(results).read();
        assertThat(lines).extracting(HistoryRecord::commit).containsExactly(ONE.commit(), TWO.commit());
        assertThat(lines)
                .extracting(line -> Math.rint(line.figures().get(0).value()))
                .containsExactly(81.0, 91.0);
        assertThat(lines)
                .allMatch(line -> line.kind() == Kind.COMPARISON
                        && line.directory().equals("comparisons/20261125T120000Z-ab-1-2")
                        && line.fingerprint().equals(ONE.fingerprint())
                        && line.subject().equals(Environment.UNKNOWN));
    }

    @Test
    void shouldAddOneLineWhenABuildWasComparedWithItself() throws IOException {
        recorder.addComparison(comparison(), found(ONE, ONE));

        assertThat(new HistoryFile(results).read())
                .singleElement()
                .extracting(line -> line.figures().get(0).n())
                .isEqualTo(6);
    }

    @Test
    void shouldLeaveAnArmOutWhenNoCommitHoldsItsSources() throws IOException {
        recorder.addComparison(comparison(), found(ONE, dirty(TWO)));

        assertThat(new HistoryFile(results).read())
                .singleElement()
                .extracting(HistoryRecord::commit)
                .isEqualTo(ONE.commit());
    }

    @Test
    void shouldMarkALineWhenABaselineWasMadeOfChangedSources() throws IOException {
        recorder.addBaseline(comparison(), dirty(ONE), List.of(fork(0, "B", 90)));

        assertThat(new HistoryFile(results).read())
                .singleElement()
                .matches(HistoryRecord::dirty)
                .extracting(HistoryRecord::kind)
                .isEqualTo(Kind.BASELINE);
    }

    @Test
    void shouldNameRunAndProfileWhenARunIsAdded() throws IOException, ProfileException {
        final RunDirectory run = SampleRun.write(results.resolve("runs"));
        run.pointLatestHere();

        recorder.add(RunDirectory.open(results.resolve("runs").resolve("latest")));

        assertThat(new HistoryFile(results).read())
                .singleElement()
                .matches(line -> "quick".equals(line.profile()))
                .extracting(HistoryRecord::directory)
                .isEqualTo("runs/20261123T084000Z-quick-86efc49");
    }

    private static Environment dirty(final Environment environment) {
        return new Environment(
                environment.cpuModel(),
                environment.cores(),
                environment.memoryBytes(),
                environment.operatingSystem(),
                environment.kernel(),
                environment.governor(),
                environment.clockSource(),
                environment.hugePages(),
                environment.loadAverage(),
                environment.dataDisk(),
                environment.jvm(),
                environment.benchJvmArguments(),
                environment.nodeJvmArguments(),
                environment.commit(),
                true);
    }
}
