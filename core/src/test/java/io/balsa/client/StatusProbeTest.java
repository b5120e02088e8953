package io.balsa.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node is asked for its status over the network. */
class StatusProbeTest {
    private final FakeCluster cluster = new FakeCluster(1);

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void shouldTellItsStatusWhenAskedOverTheNetwork() throws Exception {
        final CompletableFuture<StatusReport> asked = CompletableFuture.supplyAsync(
                () -> StatusProbe.ask(cluster.address(1), FakeCluster.CLUSTER_ID, Duration.ofSeconds(30)));
        cluster.runUntil(asked::isDone);

        final StatusReport report = asked.get(0, TimeUnit.SECONDS);
        assertThat(report.clusterId()).isEqualTo(FakeCluster.CLUSTER_ID);
        assertThat(report.nodeId()).isEqualTo(1);
        assertThat(report.leaderId()).isEqualTo(1);
        assertThat(report.term()).isEqualTo(3);
        assertThat(report.elections()).isEqualTo(11);
        assertThat(report.syncs()).isEqualTo(9);
        assertThat(report.slowSyncs()).isEqualTo(2);
        assertThat(report.slowSyncNs()).isEqualTo(3);
        assertThat(report.connections()).isEqualTo(1);
        assertThat(report.dataDirectory()).isEqualTo("/data/1");
    }

    @Test
    void shouldKeepItsConnectionWhenAskedAgain() throws Exception {
        try (StatusProbe probe = StatusProbe.of(cluster.address(1), FakeCluster.CLUSTER_ID)) {
            ask(probe);
            final StatusReport again = ask(probe);

            assertThat(again.connections()).isEqualTo(1);
            assertThat(cluster.node(1).gateway().counters().accepted()).isEqualTo(1);
        }
    }

    @Test
    void shouldConnectAnewWhenTheNodeHasClosedTheConnection() throws Exception {
        try (StatusProbe probe = StatusProbe.of(cluster.address(1), FakeCluster.CLUSTER_ID)) {
            ask(probe);
            cluster.kill(1);
            cluster.start(1);

            assertThat(ask(probe).nodeId()).isEqualTo(1);
        }
    }

    private StatusReport ask(final StatusProbe probe) throws Exception {
        final CompletableFuture<StatusReport> asked =
                CompletableFuture.supplyAsync(() -> probe.ask(Duration.ofSeconds(30)));
        cluster.runUntil(asked::isDone);
        return asked.get(0, TimeUnit.SECONDS);
    }

    @Test
    void shouldSayWhyWhenAStatusCannotBeHad() {
        final String nowhere = "127.0.0.1:" + Ports.free();

        assertThatThrownBy(() -> StatusProbe.ask(nowhere, 0, Duration.ofSeconds(5)))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining(nowhere);
        assertThatThrownBy(() -> StatusProbe.ask(cluster.address(1), 0, Duration.ofMillis(50)))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("no answer within 50 ms");
    }
}
