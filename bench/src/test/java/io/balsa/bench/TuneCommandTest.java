package io.balsa.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is refused before anything is measured. */
class TuneCommandTest {
    @TempDir
    private Path profiles;

    @TempDir
    private Path results;

    private final StringWriter said = new StringWriter();

    @BeforeEach
    void makeProfiles() throws IOException {
        Files.createDirectory(profiles.resolve("default"));
        Files.createDirectory(profiles.resolve("mine"));
    }

    private int tune(final String... options) {
        final List<String> arguments = new ArrayList<>(List.of("tune", "--profiles", profiles.toString()));
        arguments.addAll(List.of("--output", results.toString()));
        arguments.addAll(List.of(options));
        final CommandLine commandLine = Main.commandLine();
        commandLine.setErr(new PrintWriter(said));
        return commandLine.execute(arguments.toArray(new String[0]));
    }

    @Test
    void shouldTouchNoProfileWhenItExistsAndNobodyForcesIt() {
        assertThat(tune("--name", "mine")).isEqualTo(Main.EXIT_USAGE);

        assertThat(said.toString()).contains("there is such a profile: " + profiles.resolve("mine"), "--force");
        assertThat(results).isEmptyDirectory();
    }

    @Test
    void shouldListTheObjectivesWhenOneIsUnknown() {
        assertThat(tune("--objective", "speed")).isEqualTo(Main.EXIT_USAGE);

        assertThat(said.toString()).contains("found=speed", "throughput, p99.9, cpu, balanced");
    }

    @Test
    void shouldRefuseATimeThatCannotDecideWhenItIsJustTooShort() {
        assertThat(tune("--minutes", "4.9")).isEqualTo(Main.EXIT_USAGE);

        assertThat(said.toString()).contains("--minutes: found=4.9, expected=5 to 1440");
    }

    @Test
    void shouldRefuseANameWhenItIsAPath() {
        assertThat(tune("--name", "../elsewhere")).isEqualTo(Main.EXIT_USAGE);

        assertThat(said.toString()).contains("--name: not a name: found=../elsewhere");
    }

    @Test
    void shouldListTheProfilesWhenOneIsUnknown() {
        assertThat(tune("--from", "none")).isEqualTo(Main.EXIT_USAGE);

        assertThat(said.toString()).contains("--from: unknown profile: name=none, valid=default, mine");
    }
}
