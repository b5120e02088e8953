package io.balsa.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.bench.cluster.ClusterForm;
import io.balsa.bench.load.Arrivals;
import io.balsa.bench.profile.ProfileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
    private static final Path OLD_RUN = Path.of("..", "results", "baselines", "20261125T020717Z-quick-b86baaa");

    @TempDir
    private Path runs;

    @Test
    void shouldFillInWhatAnOlderRunLacks() throws IOException {
        final Path copy = Files.createDirectory(runs.resolve("old"));
        Files.copy(OLD_RUN.resolve("run.json"), copy.resolve("run.json"));

        final RunRecord run = RunDirectory.open(copy).readRun();

        assertThat(run.cluster()).isEqualTo(new ClusterRecord(ClusterForm.PROCESSES, 3));
        assertThat(run.knee()).isNull();
        assertThat(run.loads()).isNotEmpty().allSatisfy(load -> {
            assertThat(load.events()).isEmpty();
            assertThat(load.arrivals()).isEqualTo(load.kind() == LoadRecord.Kind.OPEN ? Arrivals.Kind.CONSTANT : null);
        });
    }

    @Test
    void shouldReadBackAllThatWasWritten() throws IOException, ProfileException {
        final RunDirectory sample = SampleRun.write(runs);
        final RunRecord run = sample.readRun();

        sample.write(run);

        assertThat(sample.readRun()).isEqualTo(run);
        assertThat(run.loads().get(0).events()).hasSize(18);
        assertThat(run.knee()).isNotNull();
    }

    @Test
    void shouldNameTheFileWhenARunIsDamaged() throws IOException, ProfileException {
        final RunDirectory sample = SampleRun.write(runs);
        final Path file = sample.path().resolve("run.json");
        final String whole = Files.readString(file);
        Files.writeString(file, whole.replace("\"failovers\"", "\"failures\""));

        assertThatThrownBy(sample::readRun)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("not a RunRecord: file=" + file + ", problem=");
    }
}
