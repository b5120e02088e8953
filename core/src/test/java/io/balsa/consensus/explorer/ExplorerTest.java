package io.balsa.consensus.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All ways of tiny clusters, not very far: {@code scripts/explore} goes further. */
class ExplorerTest {

    @ParameterizedTest
    @CsvSource({
        "election, 3, 7, 5000",
        "election, 2, 12, 5000",
        "storage, 3, 9, 5000",
        "replication, 3, 9, 5000",
        "joint, 3, 7, 5000",
        "membership, 3, 10, 5000",
        "membership, 2, 14, 500",
        "lease, 3, 6, 5000"
    })
    void shouldHoldAllPropertiesInEveryWorldWhenAnythingMayHappen(
            final String plan, final int nodes, final int depth, final int leastStates) {
        final Explorer.Result result =
                new Explorer(Plan.of(plan, nodes), Integer.MAX_VALUE, (at, count) -> {}).explore(depth);

        assertThat(result.violation())
                .as("replay with: scripts/explore --plan %s --nodes %d --depth %d", plan, nodes, depth)
                .isNull();
        // An exploration that goes nowhere would prove nothing.
        assertThat(result.states()).as("worlds").isGreaterThan(leastStates);
    }
}
