package io.balsa.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The leader is asked for a snapshot over the network, wherever it is. */
class SnapshotRequestTest {
    private final FakeCluster cluster = new FakeCluster(3, 2);

    @AfterEach
    void close() {
        cluster.close();
    }

    private static ClientConfig asking(final String members, final Duration timeout) {
        return ClientConfig.builder()
                .members(members)
                .clusterId(FakeCluster.CLUSTER_ID)
                .requestTimeout(timeout)
                .build();
    }

    private CompletableFuture<SnapshotPromise> ask(final String members) {
        return CompletableFuture.supplyAsync(() -> SnapshotRequest.send(asking(members, Duration.ofSeconds(30))));
    }

    @Test
    void shouldComeFromTheLeaderWhenAFollowerIsAsked() throws Exception {
        cluster.lastIndex = 4711;
        final CompletableFuture<SnapshotPromise> asked = ask(cluster.address(1));
        cluster.runUntil(asked::isDone);

        assertThat(asked.get(0, TimeUnit.SECONDS)).isEqualTo(new SnapshotPromise(cluster.address(2), 2, 4711));
    }

    @Test
    void shouldComeFromTheNextLeaderWhenTheFirstOneDoesNotAnswer() throws Exception {
        cluster.lastIndex = 9;
        cluster.node(2).mute = true;
        final CompletableFuture<SnapshotPromise> asked = ask(cluster.members());
        cluster.runUntil(() -> cluster.node(2).snapshotRequests == 1);
        assertThat(asked).isNotDone();

        cluster.elect(3);
        cluster.runUntil(asked::isDone);

        assertThat(asked.get(0, TimeUnit.SECONDS)).isEqualTo(new SnapshotPromise(cluster.address(3), 3, 9));
    }

    @Test
    void shouldWaitWhenTheLeaderIsBusy() throws Exception {
        cluster.lastIndex = 9;
        cluster.node(2).busy = true;
        final CompletableFuture<SnapshotPromise> asked = ask(cluster.address(2));
        cluster.runUntil(() -> cluster.node(2).gateway().counters().connections() == 1);
        assertThat(asked).isNotDone();

        cluster.node(2).busy = false;
        cluster.runUntil(asked::isDone);

        assertThat(asked.get(0, TimeUnit.SECONDS).index()).isEqualTo(9);
    }

    @Test
    void shouldSayWhoWasAskedWhenNobodyLeads() {
        final String nowhere = "127.0.0.1:" + Ports.free();

        assertThatThrownBy(() -> SnapshotRequest.send(asking(nowhere, Duration.ofMillis(50))))
                .isInstanceOf(NoLeaderException.class)
                .hasMessageContaining("members=[" + nowhere + "]");
    }
}
