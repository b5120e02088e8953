package io.balsa.counters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file keeps what was counted, and tells what changed. */
class CounterTableTest {
    @TempDir
    private Path directory;

    @Test
    void shouldFindNoDifferenceWhenReadAsWritten() throws IOException {
        final CounterTable table = table(2_001, 1);
        final Path file = directory.resolve("counters.txt");

        table.write(file);

        assertThat(CounterTable.read(file).differences(table)).isEmpty();
        assertThat(Files.readString(file)).contains("1.0005");
    }

    @Test
    void shouldTellOldNewAndPercentWhenACounterDiffers() {
        assertThat(table(2_000, 1).differences(table(2_001, 1)))
                .hasSize(2)
                .element(1)
                .asString()
                .matches("one +messages +1\\.0000 +1\\.0005 +\\+0\\.05%");
    }

    @Test
    void shouldTellOfTheLineWhenItIsThereNoMore() {
        assertThat(table(1, 1).differences(new CounterTable()))
                .hasSize(3)
                .element(2)
                .asString()
                .contains("syncs", "-");
    }

    @Test
    void shouldNameFileAndLineWhenThatIsNoCounter() throws IOException {
        final Path file = Files.writeString(directory.resolve("counters.txt"), "# head\none two\n");

        assertThatThrownBy(() -> CounterTable.read(file))
                .hasMessage("a line of counters is not three words: file=" + file
                        + ", line=2, found=2; write the file with scripts/counters --accept");
    }

    private static CounterTable table(final long messages, final long syncs) {
        final CounterTable table = new CounterTable();
        table.put("one", Map.of("messages", messages));
        table.put("one", Map.of("syncs", syncs));
        return table;
    }
}
