package io.balsa.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.consensus.explorer.Mutant;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bugs that are planted in nodes belong to the sources of today, and for each it is known which run finds it. */
@ExtendWith(QuietNodes.class)
class MutantHuntTest {
    private static final Path CORE = Path.of("");
    private static final Path SOURCES = CORE.resolve("src/main/java");
    private static final String QUICKLY_FOUND = "half-is-a-majority";

    @TempDir
    private Path work;

    static List<String> bugs() throws IOException {
        return MutantHunt.names(CORE);
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void shouldChangeTheSourcesWhenABugIsPlanted(final String bug) throws IOException {
        final Map<String, String> mutated =
                Mutant.patched(MutantHunt.directoryOf(CORE).resolve(bug + ".patch"), SOURCES);

        assertThat(mutated).isNotEmpty();
        mutated.forEach(
                (file, content) -> assertThat(SOURCES.resolve(file)).content().isNotEqualTo(content));
    }

    @Test
    void shouldKnowWhichRunFindsItWhenABugIsPlanted() throws IOException {
        final SortedMap<String, FoundBug> table = FoundBug.read(MutantHunt.tableOf(CORE));

        assertThat(table.keySet()).containsExactlyElementsOf(bugs());
        assertThat(table).hasSizeGreaterThanOrEqualTo(25);
        assertThat(table.values()).allSatisfy(found -> assertThat(found.runs()).isPositive());
    }

    /** The whole table is gone through by {@code scripts/simulate --mutations}. */
    @Test
    void shouldFindABugAgainWhenTheRunThatFoundItIsKnown() throws Exception {
        final FoundBug known =
                Objects.requireNonNull(FoundBug.read(MutantHunt.tableOf(CORE)).get(QUICKLY_FOUND));
        final ByteArrayOutputStream out = new ByteArrayOutputStream();

        final boolean found = new MutantHunt(
                        CORE, new PrintStream(out, true, StandardCharsets.UTF_8), FaultPlan.all(), 0, 1, 0)
                .run(QUICKLY_FOUND);

        assertThat(found).isTrue();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains(known.row(QUICKLY_FOUND));
    }

    @Test
    void shouldReadWhatItWroteWhenBugsAreFound() throws IOException {
        final SortedMap<String, FoundBug> table = new TreeMap<>();
        table.put("one", new FoundBug(3, "calm", 1, 5, "election safety"));
        table.put("another", new FoundBug(400, "membership", 51, 2, "liveness"));

        FoundBug.write(work.resolve("found.txt"), table);

        assertThat(FoundBug.read(work.resolve("found.txt"))).isEqualTo(table);
    }
}
