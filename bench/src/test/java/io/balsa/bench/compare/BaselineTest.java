package io.balsa.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.bench.environment.Environment;
import io.balsa.bench.environment.SampleEnvironment;
import io.balsa.bench.fork.ForkFile;
import io.balsa.bench.fork.ForkRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forks kept under a name. */
class BaselineTest {
    private static final ForkRecord FORK = new ForkRecord(
            0,
            0,
            "B",
            "Log.append",
            Map.of(),
            "ns/op",
            "2026-11-25T12:00:00Z",
            1,
            List.of(),
            List.of(),
            Map.of(),
            null,
            "x");

    @TempDir
    Path results;

    @Test
    void shouldComeBackAsItWasWhenSaved() throws IOException {
        final Environment here = SampleEnvironment.of("AMD EPYC", "17");

        final Path directory = new Baseline("master", here, List.of(FORK)).save(results);
        final Baseline loaded = Baseline.load(results, "master", here);

        assertThat(directory).endsWithRaw(Path.of("baselines", "amd-epyc-2c-24g", "master"));
        assertThat(loaded).isEqualTo(new Baseline("master", here, List.of(FORK)));
    }

    @Test
    void shouldReplaceTheEarlierOneWhenSavedAgain() throws IOException {
        final Environment here = SampleEnvironment.of("AMD EPYC", "17");
        new Baseline("master", here, List.of(FORK, FORK)).save(results);

        new Baseline("master", here, List.of(FORK)).save(results);

        assertThat(Baseline.load(results, "master", here).forks()).containsExactly(FORK);
    }

    @Test
    void shouldRefuseWhenItIsOfOtherHardware() throws IOException {
        new Baseline("master", SampleEnvironment.of("Xeon", "17"), List.of(FORK)).save(results);

        assertThatThrownBy(() -> Baseline.load(results, "master", SampleEnvironment.of("AMD EPYC", "17")))
                .isInstanceOf(HardwareMismatchException.class)
                .hasMessageContainingAll("name=master", "expected=amd-epyc-2c-24g", "found=xeon-2c-24g");
    }

    @Test
    void shouldRefuseWhenItWasCopiedUnderAnotherMachine() throws IOException {
        final Path saved = new Baseline("master", SampleEnvironment.of("Xeon", "17"), List.of(FORK)).save(results);
        final Path other = results.resolve("baselines").resolve("amd-epyc-2c-24g");
        Files.createDirectories(other);
        Files.move(saved, other.resolve("master"));

        assertThatThrownBy(() -> Baseline.load(results, "master", SampleEnvironment.of("AMD EPYC", "17")))
                .isInstanceOf(HardwareMismatchException.class)
                .hasMessageContaining("found=xeon-2c-24g");
    }

    @Test
    void shouldSayHowToMakeItWhenThereIsNone() {
        assertThatThrownBy(() -> Baseline.load(results, "master", SampleEnvironment.of("AMD EPYC", "17")))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(HardwareMismatchException.class)
                .hasMessageContaining("--save master");
    }

    @Test
    void shouldNameTheFileWhenItIsDamaged() throws IOException {
        final Environment here = SampleEnvironment.of("AMD EPYC", "17");
        final Path directory = new Baseline("master", here, List.of(FORK)).save(results);
        Files.writeString(directory.resolve(ForkFile.NAME), "{}\n{}\n");

        assertThatThrownBy(() -> Baseline.load(results, "master", here))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(ForkFile.NAME, "line=1");
    }

    @Test
    void shouldNameWhatDiffersWhenTheHardwareIsTheSame() {
        assertThat(SampleEnvironment.of("AMD EPYC", "17").differencesTo(SampleEnvironment.of("AMD EPYC", "25")))
                .containsExactly("jvm: Some Vendor 17 then, Some Vendor 25 now");
        assertThat(SampleEnvironment.of("AMD EPYC", "17").differencesTo(SampleEnvironment.of("AMD EPYC", "17")))
                .isEmpty();
    }
}
