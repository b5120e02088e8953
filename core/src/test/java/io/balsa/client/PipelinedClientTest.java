package io.balsa.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.client.Replies.Told;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PipelinedClientTest {
    private final FakeCluster cluster = new FakeCluster(3);
    private final Replies replies = new Replies();
    private final ClientDriver driver = new ClientDriver(cluster, replies);

    @AfterEach
    void close() {
        driver.close();
        cluster.close();
    }

    @Test
    void shouldAnswerEveryCommandInOrderWhenManyAreOutstanding() {
        final PipelinedClient client = driver.connect();

        final List<Long> offered = LongStream.range(0, 200)
                .map(i -> driver.command("c" + i))
                .boxed()
                .toList();
        driver.runUntil(() -> replies.commands.size() == 200);

        assertThat(replies.order).isEqualTo(offered);
        assertThat(replies.commands.get(8L)).isEqualTo(new Told(ResponseStatus.OK, "applied c7"));
        assertThat(cluster.applied).isEqualTo(commands(200));
        assertThat(client.outstandingCommands()).isZero();
    }

    @Test
    void shouldTakeNothingWhenNotConnected() {
        final PipelinedClient client = driver.open(ClientConfig.of(cluster.members()));

        assertThat(driver.command("early")).isEqualTo(PipelinedClient.NOT_CONNECTED);
        assertThat(driver.query("early")).isEqualTo(PipelinedClient.NOT_CONNECTED);
        assertThat(client.outstandingCommands()).isZero();
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

    @Test
    void shouldTellOutcomeUnknownWhenTheDeadlinePasses() {
        driver.connect();
        cluster.node(1).mute = true;
        driver.command("c0");
        driver.query("q0");
        driver.runUntil(() -> cluster.applied.size() == 1);

        driver.clock().advanceMillis(10_000);
        driver.runUntil(() -> replies.commands.size() == 1 && replies.queries.size() == 1);

        assertThat(replies.commands.get(1L)).isEqualTo(new Told(ResponseStatus.OUTCOME_UNKNOWN, ""));
        assertThat(replies.queries.get(1L)).isEqualTo(new Told(ResponseStatus.OUTCOME_UNKNOWN, ""));
    }

    @Test
    void shouldTellNothingBeforeTheDeadline() {
        driver.connect();
        cluster.node(1).mute = true;
        driver.command("c0");
        final long elapsedNs = driver.clock().nanoTime();
        driver.runUntil(() -> cluster.applied.size() == 1);

        driver.clock().set(elapsedNs + Duration.ofMillis(10_000).toNanos() - 1);
        driver.pollOnce();
        assertThat(replies.commands).isEmpty();

        driver.clock().set(elapsedNs + Duration.ofMillis(10_000).toNanos());
        driver.pollOnce();
        assertThat(replies.commands).hasSize(1);
    }

    @Test
    void shouldIgnoreTheAnswerWhenItComesAfterTheDeadline() {
        driver.connect();
        cluster.node(1).busy = true;
        driver.command("late");
        driver.step(10);
        driver.clock().advanceMillis(10_000);
        driver.runUntil(() -> replies.commands.size() == 1);

        cluster.node(1).busy = false;
        driver.runUntil(() -> cluster.applied.size() == 1);
        driver.command("next");
        driver.runUntil(() -> replies.commands.size() == 2);

        assertThat(replies.commandStatus(1L)).isEqualTo(ResponseStatus.OUTCOME_UNKNOWN);
        assertThat(replies.commands.get(2L)).isEqualTo(new Told(ResponseStatus.OK, "applied next"));
    }

    @Test
    void shouldTellNotAppliedWhenEveryNodeThatGotTheCommandRefusedIt() {
        driver.connect();
        cluster.node(1).busy = true;
        driver.command("c0");
        driver.step(10);
        cluster.elect(0);
        cluster.node(1).busy = false;
        driver.step(10);

        driver.clock().advanceMillis(10_000);
        driver.runUntil(() -> replies.commands.size() == 1);

        assertThat(replies.commandStatus(1L)).isEqualTo(ResponseStatus.NOT_LEADER);
        assertThat(cluster.applied).isEmpty();
    }

    @Test
    void shouldNotSendAgainWhenTheDeadlineHasPassed() {
        final PipelinedClient client = driver.connect();
        cluster.node(1).forgetful = true;
        driver.command("given up");
        driver.step(10);
        driver.clock().advanceMillis(5_000);
        driver.command("kept");
        driver.step(10);
        driver.clock().advanceMillis(5_000);
        driver.runUntil(() -> replies.commands.size() == 1);

        cluster.kill(1);
        cluster.elect(2);
        driver.runUntil(() -> client.outstandingCommands() == 0);

        assertThat(replies.commandStatus(1L)).isEqualTo(ResponseStatus.OUTCOME_UNKNOWN);
        assertThat(cluster.applied).containsExactly("kept");
    }

    @Test
    void shouldTellNotAppliedAndOpenANewSessionWhenTheSessionWasEvicted() {
        final PipelinedClient client = driver.connect();
        driver.command("c0");
        driver.runUntil(() -> replies.commands.size() == 1);
        cluster.sessions.clear();

        driver.command("c1");
        driver.command("c2");
        driver.runUntil(() -> replies.commands.size() == 3 && client.isConnected());
        final long sequence = driver.command("c3");
        driver.runUntil(() -> replies.commands.size() == 4);

        assertThat(replies.commandStatus(2L)).isEqualTo(ResponseStatus.SESSION_UNKNOWN);
        assertThat(replies.commandStatus(3L)).isEqualTo(ResponseStatus.SESSION_UNKNOWN);
        assertThat(sequence).isEqualTo(4);
        assertThat(replies.commands.get(4L)).isEqualTo(new Told(ResponseStatus.OK, "applied c3"));
        assertThat(cluster.applied).containsExactly("c0", "c3");
        assertThat(cluster.sessions.values()).singleElement().satisfies(session -> assertThat(session)
                .containsOnlyKeys(1L));
    }

    @Test
    void shouldTellOutcomeUnknownWhenTheSessionWasEvictedAndACommandWasSentTwice() {
        driver.connect();
        cluster.node(1).mute = true;
        driver.command("c0");
        driver.runUntil(() -> cluster.applied.size() == 1);

        cluster.kill(1);
        cluster.sessions.clear();
        cluster.elect(2);
        driver.runUntil(() -> replies.commands.size() == 1);

        assertThat(replies.commands.get(1L)).isEqualTo(new Told(ResponseStatus.OUTCOME_UNKNOWN, ""));
    }

    @Test
    void shouldRefuseWhenTheWindowIsFull() {
        driver.connect(ClientConfig.builder()
                .members(cluster.members())
                .maxOutstanding(4)
                .build());
        cluster.node(1).mute = true;
        IntStream.range(0, 4).forEach(i -> assertThat(driver.command("c" + i)).isPositive());
        IntStream.range(0, 4).forEach(i -> assertThat(driver.query("q" + i)).isPositive());

        assertThat(driver.command("more")).isEqualTo(PipelinedClient.WINDOW_FULL);
        assertThat(driver.query("more")).isEqualTo(PipelinedClient.WINDOW_FULL);
    }

    @Test
    void shouldKeepToTheSessionsWindowWhenItIsTheSmaller() {
        driver.connect(ClientConfig.builder()
                .members(cluster.members())
                .maxOutstanding(1000)
                .build());
        cluster.node(1).busy = true;

        IntStream.range(0, 256).forEach(i -> assertThat(driver.command("c" + i)).isPositive());

        assertThat(driver.command("more")).isEqualTo(PipelinedClient.WINDOW_FULL);
    }

    @Test
    void shouldRefuseWhenTheRetainedBytesAreUsedUp() {
        driver.connect(ClientConfig.builder()
                .members(cluster.members())
                .retainedBytes(16 * 1024)
                .build());
        cluster.node(1).busy = true;
        final String text = "x".repeat(4000);
        IntStream.range(0, 4).forEach(i -> assertThat(driver.command(text)).isPositive());

        assertThat(driver.command(text)).isEqualTo(PipelinedClient.WINDOW_FULL);
        cluster.node(1).busy = false;
        driver.runUntil(() -> replies.commands.size() == 4);
        assertThat(driver.command(text)).isPositive();
    }

    @Test
    void shouldNameTheLimitWhenACommandIsTooLarge() {
        driver.connect();

        assertThat(driver.command("x".repeat(FakeNode.MAX_COMMAND_BYTES))).isPositive();
        assertThatThrownBy(() -> driver.command("x".repeat(FakeNode.MAX_COMMAND_BYTES + 1)))
                .isInstanceOf(CommandTooLargeException.class)
                .hasMessageContaining("length=4097, limit=4096");
        assertThatThrownBy(() -> driver.query("x".repeat(FakeNode.MAX_COMMAND_BYTES + 1)))
                .isInstanceOf(CommandTooLargeException.class);
        driver.runUntil(() -> replies.commands.size() == 1);
    }

    @Test
    void shouldLoseNothingWhenTheIngressRingIsFull() {
        driver.connect();
        cluster.node(1).busy = true;
        final List<String> commands =
                IntStream.range(0, 250).mapToObj(PipelinedClientTest::padded).toList();
        commands.forEach(driver::command);
        driver.runUntil(() -> cluster.node(1).gateway().counters().backPressure() > 0);
        driver.step(50);

        cluster.node(1).busy = false;
        driver.runUntil(() -> replies.commands.size() == 250);

        assertThat(cluster.applied).isEqualTo(commands);
        assertThat(cluster.node(1).received).hasSize(250);
    }

    @Test
    void shouldTellTheNodeWhichRepliesItHolds() {
        driver.connect();
        for (int i = 0; i < 3; i++) {
            final int done = i + 1;
            driver.command("c" + i);
            driver.runUntil(() -> replies.commands.size() == done);
        }
        assertThat(cluster.node(1).lastAckedSequence).isEqualTo(2);
    }

    @Test
    void shouldAnswerQueriesBesidesCommands() {
        driver.connect();
        driver.command("c0");
        driver.runUntil(() -> replies.commands.size() == 1);

        final long sequence = driver.query("q");
        driver.runUntil(() -> replies.queries.size() == 1);

        assertThat(sequence).isEqualTo(1);
        assertThat(replies.queries.get(1L)).isEqualTo(new Told(ResponseStatus.OK, "answer to q after 1"));
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
    @EnumSource(names = {"REPLY_EVICTED", "RESPONSE_TOO_LARGE", "WINDOW_EXCEEDED"})
    void shouldPassTheStatusOnWhenRepeatingWouldNotHelp(final ResponseStatus status) {
        driver.connect();
        cluster.node(1).commandStatus = status;

        driver.command("c0");
        driver.runUntil(() -> replies.commands.size() == 1);

        assertThat(replies.commandStatus(1L)).isEqualTo(status);
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
    void shouldTakeOffersWhenTheyComeFromTheHandler() {
        final int total = 1000;
        final UnsafeBuffer buffer = new UnsafeBuffer(FakeCluster.bytes("loop"));
        final PipelinedClient[] loop = new PipelinedClient[1];
        final long[] answered = new long[1];
        loop[0] = driver.open(ClientConfig.of(cluster.members()), new ReplyHandler() {
            @Override
            public void onCommandReply(
                    final long sequence,
                    final ResponseStatus status,
                    final DirectBuffer body,
                    final int offset,
                    final int length) {
                answered[0]++;
                if (sequence < total) {
                    assertThat(loop[0].offerCommand(buffer, 0, buffer.capacity()))
                            .isEqualTo(sequence + 1);
                }
            }

            @Override
            public void onQueryReply(
                    final long sequence,
                    final ResponseStatus status,
                    final DirectBuffer body,
                    final int offset,
                    final int length) {}
        });
        driver.runUntil(loop[0]::isConnected);

        loop[0].offerCommand(buffer, 0, buffer.capacity());
        driver.runUntil(() -> answered[0] == total);

        assertThat(cluster.applied).hasSize(total);
    }

    @Test
    void shouldRefuseToPollWhenCalledFromTheHandler() {
        final PipelinedClient[] self = new PipelinedClient[1];
        self[0] = driver.open(ClientConfig.of(cluster.members()), new ReplyHandler() {
            @Override
            public void onCommandReply(
                    final long sequence,
                    final ResponseStatus status,
                    final DirectBuffer body,
                    final int offset,
                    final int length) {
                self[0].poll();
            }

            @Override
            public void onQueryReply(
                    final long sequence,
                    final ResponseStatus status,
                    final DirectBuffer body,
                    final int offset,
                    final int length) {}
        });
        driver.runUntil(self[0]::isConnected);
        driver.command("c0");

        assertThatThrownBy(() -> driver.runUntil(() -> false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("reply handler");
    }

    @Test
    void shouldNameBothIdsWhenTheClusterIsAnother() {
        driver.open(
                ClientConfig.builder().members(cluster.members()).clusterId(5).build());

        assertThatThrownBy(() -> driver.runUntil(() -> false))
                .isInstanceOf(ConnectionRefusedException.class)
                .hasMessageContaining("client's clusterId=5")
                .hasMessageContaining("node's clusterId=77");
    }

    @Test
    void shouldSaySoWhenItsBuffersAreTooSmallForTheCluster() {
        driver.open(ClientConfig.builder()
                .members(cluster.members())
                .connectionBufferBytes(8 * 1024)
                .build());

        assertThatThrownBy(() -> driver.runUntil(() -> false))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("connectionBufferBytes=8192");
    }

    @Test
    void shouldCloseTheSessionWhenClosed() {
        final PipelinedClient client = driver.connect();
        assertThat(cluster.sessions).hasSize(1);

        client.close();
        cluster.runUntil(() -> cluster.sessions.isEmpty());

        assertThatThrownBy(client::poll).isInstanceOf(IllegalStateException.class);
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

    private static List<String> commands(final int count) {
        return IntStream.range(0, count).mapToObj(i -> "c" + i).toList();
    }

    private static String padded(final int number) {
        return number + "-" + "x".repeat(4000);
    }
}
