package io.balsa.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonTest {
    @TempDir
    private Path folder;

    private Path file;

    /** Something to be kept. */
    record Line(int number, String text) {}

    @BeforeEach
    void writeTwoLines() throws IOException {
        file = folder.resolve("lines.ndjson");
        Json.append(file, new Line(1, "a < b"));
        Json.append(file, new Line(2, "c\nd"));
    }

    @Test
    void shouldReadWhatWasAppendedWhenALineHoldsEach() throws IOException {
        assertThat(Files.readAllLines(file)).hasSize(2);
        assertThat(Json.readLines(file, Line.class)).containsExactly(new Line(1, "a < b"), new Line(2, "c\nd"));
    }

    @Test
    void shouldLeaveOutTheLastLineWhenItWasCutOff() throws IOException {
        Files.writeString(file, "{\"number\":3,\"te", StandardOpenOption.APPEND);

        assertThat(Json.readLines(file, Line.class)).hasSize(2);
    }

    @Test
    void shouldNameFileAndLineWhenALineIsDamaged() throws IOException {
        Files.writeString(file, "{\"number\":3}\n", StandardOpenOption.APPEND);

        assertThatThrownBy(() -> Json.readLines(file, Line.class))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a Line: file=" + file + ", line=3, problem=");
    }
}
