package io.balsa.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.consensus.Refusal;
import org.junit.jupiter.api.Test;

class EmbeddedCoreTest {
    @Test
    void shouldApplyTheSameWordsOnAllNodesWhenOnlyTheCoreIsEmbedded() {
        final EmbeddedCore cluster = new EmbeddedCore(3);
        final EmbeddedCore.Node leader = cluster.elect();

        for (final String word : new String[] {"very", "light", "and", "it", "floats"}) {
            assertThat(leader.propose(word)).isPositive();
        }
        cluster.run();

        for (int id = 1; id <= 3; id++) {
            assertThat(cluster.node(id).applied()).containsExactly("", "very", "light", "and", "it", "floats");
            if (cluster.node(id) != leader) {
                assertThat(cluster.node(id).propose("not here")).isEqualTo(Refusal.NOT_LEADER);
            }
        }
    }
}
