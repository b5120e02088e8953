package io.balsa.bench.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines of the history. */
class HistoryFileTest {
    private static final List<HistoryRecord> RECORDS = SampleHistory.records();

    @TempDir
    Path results;

    private HistoryFile file;

    @BeforeEach
    void open() {
        file = new HistoryFile(results);
    }

    @Test
    void shouldHoldNothingWhenThereIsNoFile() throws IOException {
        assertThat(file.read()).isEmpty();
    }

    @Test
    void shouldReadWhatWasAddedInOrderWhenThereAreLines() throws IOException {
        for (final HistoryRecord record : RECORDS) {
            file.append(record);
        }

        assertThat(file.read()).isEqualTo(RECORDS);
        assertThat(Files.readAllLines(file.path())).hasSameSizeAs(RECORDS);
    }

    @Test
    void shouldTearNoLineWhenManyAddAtOnce() throws IOException, InterruptedException, ExecutionException {
        final ExecutorService writers = Executors.newFixedThreadPool(4);
        try {
            final List<Callable<Void>> tasks = new ArrayList<>();
            for (final HistoryRecord record : RECORDS) {
                tasks.add(() -> {
                    new HistoryFile(results).append(record);
                    return null;
                });
            }
            for (final Future<Void> written : writers.invokeAll(tasks)) {
                written.get();
            }
        } finally {
            writers.shutdownNow();
        }

        assertThat(file.read()).containsExactlyInAnyOrderElementsOf(RECORDS);
    }

    @Test
    void shouldNameFileLineAndRemedyWhenALineIsDamaged() throws IOException {
        file.append(RECORDS.get(0));
        Files.writeString(file.path(), "{\"schemaVersion\":1,\"kind\":\n", StandardOpenOption.APPEND);
        file.append(RECORDS.get(1));

        assertThatThrownBy(() -> file.read())
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(file.path().toString(), "line=2", "take it out");
    }

    @Test
    void shouldKeepTheNextLineWholeWhenAWriterWasKilled() throws IOException {
        file.append(RECORDS.get(0));
        Files.writeString(file.path(), "{\"schemaVer", StandardOpenOption.APPEND);

        file.append(RECORDS.get(1));

        final List<String> lines = Files.readAllLines(file.path());
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).isEqualTo("{\"schemaVer");
        assertThatThrownBy(() -> file.read()).hasMessageContaining("line=2");
        Files.write(file.path(), List.of(lines.get(0), lines.get(2)));
        assertThat(file.read()).isEqualTo(RECORDS.subList(0, 2));
    }

    @Test
    void shouldRefuseALineWhenItsVersionIsAnother() throws IOException {
        file.append(RECORDS.get(0));
        final String line = Files.readString(file.path());
        Files.writeString(file.path(), line + line.replace("\"schemaVersion\":1", "\"schemaVersion\":2"));

        assertThatThrownBy(() -> file.read())
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("line=2", "expected=1", "found=2");
    }
}
