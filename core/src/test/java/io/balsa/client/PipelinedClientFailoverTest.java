package io.balsa.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.client.Replies.Told;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client finds the leader, and another when that one dies, moves or falls silent; nothing is applied twice. */
class PipelinedClientFailoverTest {
    private final FakeCluster cluster = new FakeCluster(3);
    private final Replies replies = new Replies();
    private final ClientDriver driver = new ClientDriver(cluster, replies);

    @AfterEach
    void close() {
        driver.close();
        cluster.close();
    }

    @Test
    void shouldFindTheLeaderWhenOnlyAFollowerIsNamed() {
        final PipelinedClient client = driver.connect(ClientConfig.of(cluster.address(3)));

        assertThat(client.nodeId()).isEqualTo(1);
    }

    @Test
    void shouldFindTheLeaderWhenItIsElectedLater() {
        cluster.elect(0);
        final PipelinedClient client = driver.open(ClientConfig.of(cluster.members()));
        driver.step(200);
        assertThat(client.isConnected()).isFalse();

        cluster.elect(2);
        driver.runUntil(client::isConnected);

        assertThat(client.nodeId()).isEqualTo(2);
    }

    @Test
    void shouldFindTheLeaderWhenTheFirstMemberIsSilent() {
        cluster.elect(2);
        cluster.node(1).paused = true;

        final PipelinedClient client = driver.connect();

        assertThat(client.nodeId()).isEqualTo(2);
    }

    @Test
    void shouldFindTheLeaderWhenMembersAreDown() {
        cluster.elect(3);
        cluster.kill(1);
        cluster.kill(2);

        final PipelinedClient client = driver.connect();

        assertThat(client.nodeId()).isEqualTo(3);
    }

    @Test
    void shouldNameTheMembersWhenNoLeaderIsFoundInTime() {
        final String nowhere = "127.0.0.1:" + Ports.free();
        try (PipelinedClient client = new PipelinedClient(
                ClientConfig.builder()
                        .members(nowhere)
                        .requestTimeout(Duration.ofMillis(50))
                        .build(),
                replies)) {
            assertThatThrownBy(client::awaitConnected)
                    .isInstanceOf(NoLeaderException.class)
                    .hasMessageContaining(nowhere)
                    .hasMessageContaining("timeoutMs=50");
        }
    }

    @Test
    void shouldResendWithTheSameKeysWhenTheLeaderDiesBeforeItCommits() {
        driver.connect();
        cluster.node(1).forgetful = true;
        IntStream.range(0, 50).forEach(i -> driver.command("c" + i));
        driver.runUntil(() -> cluster.node(1).received.size() == 50);
        final List<String> first = cluster.node(1).received;

        cluster.kill(1);
        cluster.elect(2);
        driver.runUntil(() -> replies.commands.size() == 50);

        assertThat(cluster.node(2).received).isEqualTo(first);
        assertThat(cluster.applied).isEqualTo(commands(50));
        assertThat(replies.order)
                .isEqualTo(LongStream.rangeClosed(1, 50).boxed().toList());
    }

    @Test
    void shouldApplyOnceWhenTheLeaderDiesAfterItCommits() {
        driver.connect();
        cluster.node(1).mute = true;
        IntStream.range(0, 50).forEach(i -> driver.command("c" + i));
        driver.runUntil(() -> cluster.applied.size() == 50);

        cluster.kill(1);
        cluster.elect(3);
        driver.runUntil(() -> replies.commands.size() == 50);

        assertThat(cluster.node(3).received).hasSize(50);
        assertThat(cluster.applied).isEqualTo(commands(50));
        assertThat(replies.commands.get(50L)).isEqualTo(new Told(ResponseStatus.OK, "applied c49"));
    }

    @Test
    void shouldRepeatQueriesWhenTheLeaderDies() {
        driver.connect();
        cluster.node(1).mute = true;
        IntStream.range(0, 10).forEach(i -> driver.query("q" + i));
        driver.step(10);

        cluster.kill(1);
        cluster.elect(2);
        driver.runUntil(() -> replies.queries.size() == 10);

        assertThat(replies.queries.get(10L)).isEqualTo(new Told(ResponseStatus.OK, "answer to q9 after 0"));
    }

    @ParameterizedTest
    @EnumSource(names = {"LEADER_LOST", "NOT_LEADER", "SHUTTING_DOWN"})
    void shouldSendAgainWhenAnotherNodeMayHelp(final ResponseStatus status) {
        driver.connect();
        cluster.node(1).commandStatus = status;
        driver.command("c0");
        driver.runUntil(() -> cluster.node(1).received.size() == 1);

        cluster.elect(2);
        driver.runUntil(() -> replies.commands.size() == 1);

        assertThat(replies.commands.get(1L)).isEqualTo(new Told(ResponseStatus.OK, "applied c0"));
        assertThat(cluster.applied).containsExactly("c0");
    }

    @Test
    void shouldFollowWhenLeadershipMovesAndNobodyDies() {
        final PipelinedClient client = driver.connect();
        cluster.node(1).busy = true;
        IntStream.range(0, 20).forEach(i -> driver.command("c" + i));
        driver.step(10);

        cluster.elect(3);
        cluster.node(1).busy = false;
        driver.runUntil(() -> replies.commands.size() == 20);

        assertThat(client.nodeId()).isEqualTo(3);
        assertThat(client.leadersFound()).isEqualTo(2);
        assertThat(cluster.applied).isEqualTo(commands(20));
    }

    @Test
    void shouldReconnectWhenTheSameNodeLeadsAgain() {
        final PipelinedClient client = driver.connect();
        cluster.elect(0);
        driver.runUntil(() -> !client.isConnected());

        cluster.elect(1);
        driver.runUntil(client::isConnected);
        driver.command("c0");
        driver.runUntil(() -> replies.commands.size() == 1);

        assertThat(client.nodeId()).isEqualTo(1);
        assertThat(cluster.sessions).hasSize(1);
    }

    @Test
    void shouldLeaveTheLeaderWhenItFallsSilent() {
        final PipelinedClient client = driver.connect();
        cluster.node(1).paused = true;
        driver.command("c0");
        cluster.elect(2);

        driver.runUntil(() -> replies.commands.size() == 1);

        assertThat(client.nodeId()).isEqualTo(2);
        assertThat(cluster.applied).containsExactly("c0");
    }

    @Test
    void shouldStayWithTheLeaderWhenItIsIdleAndAnswersPings() {
        final PipelinedClient client = driver.connect();

        for (int i = 0; i < 20; i++) {
            driver.clock().advanceMillis(240);
            driver.step(20);
        }

        assertThat(client.isConnected()).isTrue();
        assertThat(client.leadersFound()).isEqualTo(1);
    }

    private static List<String> commands(final int count) {
        return IntStream.range(0, count).mapToObj(i -> "c" + i).toList();
    }
}
