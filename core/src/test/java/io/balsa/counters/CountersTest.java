package io.balsa.counters;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.simulation.QuietNodes;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a request costs is what {@code results/counters.txt} says: a change of it is reviewed. */
@ExtendWith(QuietNodes.class)
class CountersTest {
    private static final CounterRun RUN = new CounterRun();

    static List<String> scenarios() {
        return Scenario.all().stream().map(Scenario::name).toList();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void shouldCostWhatTheFileSaysWhenReplayed(final String name) throws IOException {
        final CounterTable now = new CounterTable();

        now.put(name, RUN.count(Scenario.of(name)));

        final List<String> differences =
                CounterTable.read(CounterTable.file()).of(name).differences(now);
        assertThat(differences)
                .withFailMessage(() -> String.join("\n", differences)
                        + "\nif that is meant: scripts/counters --accept, and say in the commit why")
                .isEmpty();
    }

    @Test
    void shouldKnowNoOtherScenariosWhenTheFileIsRead() throws IOException {
        assertThat(CounterTable.read(CounterTable.file()).scenarios()).containsExactlyElementsOf(scenarios());
    }
}
