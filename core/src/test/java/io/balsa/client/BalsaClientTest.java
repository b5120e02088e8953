package io.balsa.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BalsaClientTest {
    private final FakeCluster cluster = new FakeCluster(3);
    private final List<BalsaClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(BalsaClient::close);
        cluster.close();
    }

    @Test
    void shouldAnswerCommandsAndQueriesWhenConnected() {
        final BalsaClient client = connect();

        assertThat(run(() -> text(client.command(bytes("a"))))).isEqualTo("applied a");
        assertThat(run(() -> text(client.query(bytes("q"))))).isEqualTo("answer to q after 1");
    }

    @Test
    void shouldApplyInOrderWhenOneCallerSendsManyAtOnce() {
        final BalsaClient client = connect();
        final List<CompletableFuture<byte[]>> futures = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            futures.add(client.commandAsync(bytes("c" + i)));
        }
        final CompletableFuture<Void> all = CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
        cluster.runUntil(all::isDone);

        assertThat(cluster.applied).hasSize(500).first().isEqualTo("c0");
        assertThat(cluster.applied).last().isEqualTo("c499");
        assertThat(text(futures.get(499).join())).isEqualTo("applied c499");
    }

    @Test
    void shouldAnswerEveryCallerWhenManyShareIt() {
        final BalsaClient client = connect();
        final List<CompletableFuture<String>> callers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            final String name = "caller" + i;
            callers.add(supply(() -> {
                String last = "";
                for (int j = 0; j < 25; j++) {
                    last = text(client.command(bytes(name + "-" + j)));
                }
                return last;
            }));
        }
        cluster.runUntil(() -> callers.stream().allMatch(CompletableFuture::isDone));

        assertThat(callers.stream().map(CompletableFuture::join)).contains("applied caller3-24");
        assertThat(cluster.applied).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void shouldKeepWorkingWhenTheLeaderDies() {
        final BalsaClient client = connect();
        cluster.node(1).mute = true;
        final CompletableFuture<byte[]> answer = client.commandAsync(bytes("a"));
        cluster.runUntil(() -> cluster.applied.size() == 1);

        cluster.kill(1);
        cluster.elect(2);
        cluster.runUntil(answer::isDone);

        assertThat(text(answer.join())).isEqualTo("applied a");
        assertThat(cluster.applied).containsExactly("a");
    }

    @Test
    void shouldRepeatByItselfWhenTheSessionWasEvictedBeforeTheCommandHadAnEffect() {
        final BalsaClient client = connect();
        run(() -> text(client.command(bytes("a"))));
        cluster.sessions.clear();

        assertThat(run(() -> text(client.command(bytes("b"))))).isEqualTo("applied b");
        assertThat(cluster.applied).containsExactly("a", "b");
    }

    @Test
    void shouldSayIndeterminateWhenNoAnswerComesInTime() {
        final BalsaClient client = connect(Duration.ofMillis(200));
        cluster.node(1).mute = true;

        assertThatThrownBy(() -> run(() -> text(client.command(bytes("a")))))
                .isInstanceOf(IndeterminateOutcomeException.class)
                .hasMessageContaining("may or may not have been applied")
                .hasMessageContaining("timeoutMs=200");
        assertThatThrownBy(() -> run(() -> text(client.query(bytes("q"))))).isInstanceOf(NoLeaderException.class);
    }

    @Test
    void shouldSayNoLeaderWhenThereIsNoneInTime() {
        final BalsaClient client = connect(Duration.ofMillis(200));
        cluster.elect(0);
        cluster.runUntil(() -> cluster.node(2).gateway().counters().accepted() > 0);

        assertThatThrownBy(() -> run(() -> text(client.command(bytes("a")))))
                .isInstanceOf(NoLeaderException.class)
                .hasMessageContaining(cluster.members().replace(",", ", "));
        assertThat(cluster.applied).isEmpty();
    }

    @Test
    void shouldNameTheLimitWhenACommandIsTooLarge() {
        final BalsaClient client = connect();

        assertThatThrownBy(() -> run(() -> text(client.command(new byte[FakeNode.MAX_COMMAND_BYTES + 1]))))
                .isInstanceOf(CommandTooLargeException.class)
                .hasMessageContaining("length=4097, limit=4096");
        assertThat(run(() -> text(client.command(bytes("a"))))).isEqualTo("applied a");
    }

    @Test
    void shouldSayThatTheCommandWasAppliedWhenItsResponseIsLost() {
        final BalsaClient client = connect();
        cluster.node(1).commandStatus = ResponseStatus.RESPONSE_TOO_LARGE;

        assertThatThrownBy(() -> run(() -> text(client.command(bytes("a")))))
                .isInstanceOf(ResponseLostException.class)
                .hasMessageContaining("was applied");
    }

    @Test
    void shouldFailToConnectNamingBothIdsWhenTheClusterIsAnother() {
        final ClientConfig config =
                ClientConfig.builder().members(cluster.members()).clusterId(5).build();

        assertThatThrownBy(() -> run(() -> BalsaClient.connect(config)))
                .isInstanceOf(ConnectionRefusedException.class)
                .hasMessageContaining("client's clusterId=5")
                .hasMessageContaining("node's clusterId=77");
    }

    @Test
    void shouldFailToConnectWhenThereIsNoLeader() {
        cluster.elect(0);
        final ClientConfig config = ClientConfig.builder()
                .members(cluster.members())
                .requestTimeout(Duration.ofMillis(100))
                .build();

        assertThatThrownBy(() -> run(() -> BalsaClient.connect(config)))
                .isInstanceOf(NoLeaderException.class)
                .hasMessageContaining("timeoutMs=100")
                .hasMessageContaining("does not lead");
    }

    @Test
    void shouldFailWhatIsOutstandingWhenClosed() {
        final BalsaClient client = connect();
        cluster.node(1).busy = true;
        final CompletableFuture<byte[]> command = client.commandAsync(bytes("a"));
        cluster.runUntil(() -> cluster.node(1).gateway().counters().commands() == 1);

        client.close();

        assertThat(command).isCompletedExceptionally();
        assertThatThrownBy(command::join).hasCauseInstanceOf(IndeterminateOutcomeException.class);
        assertThatThrownBy(() -> client.command(bytes("b")))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("client is closed");
    }

    @Test
    void shouldRefuseToBlockWhenCalledOnItsOwnThread() {
        final BalsaClient client = connect();
        final CompletableFuture<byte[]> chained =
                client.commandAsync(bytes("a")).thenApply(response -> client.command(bytes("b")));
        cluster.runUntil(chained::isDone);

        assertThatThrownBy(chained::join).hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldSayIndeterminateWhenTheCallerIsInterrupted() {
        final BalsaClient client = connect();
        cluster.node(1).mute = true;
        final CompletableFuture<Thread> caller = new CompletableFuture<>();
        final CompletableFuture<String> call = supply(() -> {
            caller.complete(Thread.currentThread());
            return text(client.command(bytes("a")));
        });
        cluster.runUntil(() -> caller.isDone() && cluster.applied.size() == 1);

        caller.join().interrupt();
        cluster.runUntil(call::isDone);

        assertThatThrownBy(call::join).hasCauseInstanceOf(IndeterminateOutcomeException.class);
    }

    private BalsaClient connect() {
        return connect(Duration.ofSeconds(30));
    }

    private BalsaClient connect(final Duration requestTimeout) {
        final ClientConfig config = ClientConfig.builder()
                .members(cluster.members())
                .clusterId(FakeCluster.CLUSTER_ID)
                .requestTimeout(requestTimeout)
                .build();
        final BalsaClient client = run(() -> BalsaClient.connect(config));
        clients.add(client);
        return client;
    }

    /** Calls something that blocks, while the cluster is stepped. */
    private <T> T run(final Supplier<T> call) {
        final CompletableFuture<T> result = supply(call);
        cluster.runUntil(result::isDone);
        try {
            return result.join();
        } catch (final CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static <T> CompletableFuture<T> supply(final Supplier<T> call) {
        final CompletableFuture<T> result = new CompletableFuture<>();
        final Thread thread = new Thread(() -> {
            try {
                result.complete(call.get());
            } catch (final RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    private static byte[] bytes(final String text) {
        return FakeCluster.bytes(text);
    }

    private static String text(final byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
