package io.balsa.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LeaderCheckTest {
    @Test
    void shouldFindNothingWhenAllFollowOneLeaderAmongThem() {
        assertThat(LeaderCheck.problem(List.of(answer(1), answer(2), answer(3))))
                .isEmpty();
    }

    @Test
    void shouldNameAllAddressesWhenNobodyAnswers() {
        assertThat(LeaderCheck.problem(List.of(silence("a:1"), silence("b:2"))))
                .contains(
                        "no node answers: addresses=a:1,b:2, first=refused; are these the client ports of a cluster that"
                                + " runs?");
    }

    @Test
    void shouldNameTheOneWhenANodeIsSilent() {
        assertThat(LeaderCheck.problem(List.of(answer(1), silence("b:2"))))
                .contains("a node does not answer: address=b:2, cause=refused; start it, or name only nodes that run");
    }

    @Test
    void shouldSayWhoIsMissingWhenTheLeaderIsNotNamed() {
        assertThat(LeaderCheck.problem(List.of(answer(2), answer(3))))
                .contains("the leader is not among the nodes: leader=1, nodes=[2, 3]; name its address as well");
    }

    @Test
    void shouldSayWhatTheyKnowWhenNobodyLeads() {
        final NodeAnswer lost = new NodeAnswer("c:3", new Reports().leader(3, 0).of(3), "");

        assertThat(LeaderCheck.problem(List.of(answer(1), lost)))
                .contains(
                        "no node leads all of them: nodes=[1, 3], leaders they know=[1, 0]; do enough members run, and can"
                                + " they reach each other?");
    }

    @Test
    void shouldRefuseNodesOfDifferentClusters() {
        final NodeAnswer stranger =
                new NodeAnswer("c:3", new Reports().cluster(8).of(3), "");

        assertThat(LeaderCheck.problem(List.of(answer(1), stranger)))
                .contains("the nodes are of different clusters: clusterIds=[7, 8]; name those of one");
    }

    private static NodeAnswer answer(final int nodeId) {
        return new NodeAnswer("n" + nodeId + ":1", new Reports().of(nodeId), "");
    }

    private static NodeAnswer silence(final String address) {
        return new NodeAnswer(address, null, "refused");
    }
}
