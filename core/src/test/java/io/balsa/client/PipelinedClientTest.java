package io.balsa.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.client.Replies.Told;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Offers, windows, limits and the handler of a client whose leader stays. */
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

    private static List<String> commands(final int count) {
        return IntStream.range(0, count).mapToObj(i -> "c" + i).toList();
    }

    private static String padded(final int number) {
        return number + "-" + "x".repeat(4000);
    }
}
