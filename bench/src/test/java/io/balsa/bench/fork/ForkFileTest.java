package io.balsa.bench.fork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.bench.fork.ForkRecord.Iteration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forks as lines of JSON, of which a killed run leaves half of one. */
class ForkFileTest {
    @TempDir
    Path folder;

    private static ForkRecord fork(final int order) {
        return new ForkRecord(
                0,
                order,
                "A",
                "Log.append",
                Map.of("size", "256"),
                "ns/op",
                "2026-11-25T12:00:00Z",
                1.5,
                List.of(9.0),
                List.of(new Iteration(5, 4, 0, 0, 0.1, 0, 0)),
                Map.of(),
                null,
                null);
    }

    @Test
    void shouldReadWhatWasWrittenWhenForksAreAppended() throws IOException {
        final Path file = folder.resolve(ForkFile.NAME);

        ForkFile.append(file, fork(0));
        ForkFile.append(file, fork(1));

        assertThat(ForkFile.read(file)).containsExactly(fork(0), fork(1));
    }

    @Test
    void shouldReadWhatWasWrittenWhenItIsCompressed() throws IOException {
        final Path file = folder.resolve("forks.ndjson.gz");

        ForkFile.writeCompressed(file, List.of(fork(0), fork(1)));

        assertThat(ForkFile.read(file)).containsExactly(fork(0), fork(1));
    }

    @Test
    void shouldLeaveTheLastLineOutWhenTheRunWasKilledInIt() throws IOException {
        final Path file = folder.resolve(ForkFile.NAME);
        ForkFile.append(file, fork(0));
        Files.writeString(file, "{\"block\":0,\"order\":1,\"ar", StandardOpenOption.APPEND);

        assertThat(ForkFile.read(file)).containsExactly(fork(0));
    }

    @Test
    void shouldNameFileAndLineWhenALineIsDamaged() throws IOException {
        final Path file = folder.resolve(ForkFile.NAME);
        ForkFile.append(file, fork(0));
        Files.writeString(file, "{\"block\":0}\n", StandardOpenOption.APPEND);

        assertThatThrownBy(() -> ForkFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("file=" + file, "line=2", "damaged");
    }
}
