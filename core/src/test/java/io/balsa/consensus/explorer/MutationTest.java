package io.balsa.consensus.explorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The explorer finds bugs that were planted, so that it may be believed where it finds none. */
class MutationTest {
    private static final Path PATCHES = Path.of("src/test/mutations");
    private static final Path SOURCES = Path.of("src/main/java");
    private static final int MAX_STATES = 2_000_000;

    @TempDir
    private Path work;

    @ParameterizedTest
    @CsvSource({
        "nodes/vote-not-persisted, election, 9, election safety",
        "nodes/old-term-committed-by-count, replication, 13, leader completeness",
        "nodes/one-half-of-joint-quorum, joint, 4, election safety",
        "ack-by-index, storage, 11, durability",
        "lease-kept-on-transfer, lease, 8, linearizable reads"
    })
    void shouldFindTheShortestWayToABugWhenItIsPlanted(
            final String mutation, final String plan, final int length, final String property) throws Exception {
        final Mutant mutant = new Mutant(PATCHES.resolve(mutation + ".patch"), SOURCES, work);

        final String report = (String) mutant.load(Probe.class.getName())
                .getMethod("explore", String.class, int.class)
                .invoke(null, plan, MAX_STATES);

        System.out.println(mutation + ": " + report.lines().findFirst().orElse(""));
        assertThat(report)
                .as("replay with: scripts/explore --mutation %s --plan %s", mutation, plan)
                .startsWith("length=" + length + " ")
                .contains(property)
                .contains("add-nodes 3");
    }

    @Test
    void shouldRefuseWhenAPatchDoesNotApply() throws IOException {
        final Path patch = work.resolve("old.patch");
        Files.writeString(patch, """
                --- io/balsa/consensus/Voter.java
                +++ io/balsa/consensus/Voter.java
                @@
                -        what is not there
                +        what would be
                """);

        assertThatThrownBy(() -> new Mutant(patch, SOURCES, work.resolve("mutant")))
                .hasMessageContaining("a patch must apply in exactly one place");
    }

    /** Runs with the mutant's classes, and answers in words, since its objects mean nothing outside. */
    public static final class Probe {
        private Probe() {}

        /** Returns how the exploration ended, and the scenario. */
        public static String explore(final String name, final int maxStates) {
            final Plan plan = Plan.of(name, 3);
            final Explorer.Result result = new Explorer(plan, maxStates, (at, count) -> {}).explore(Integer.MAX_VALUE);
            return "length=" + result.depth() + " states=" + result.states() + " core-runs=" + result.coreRuns() + " "
                    + result.violation() + "\n"
                    + (result.violation() == null ? "" : ScenarioScript.of(plan, result));
        }
    }
}
