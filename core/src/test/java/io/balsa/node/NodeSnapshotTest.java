package io.balsa.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.client.ClientConfig;
import io.balsa.client.SnapshotPromise;
import io.balsa.client.SnapshotRequest;
import io.balsa.client.StatusProbe;
import io.balsa.client.StatusReport;
import io.balsa.snapshot.SnapshotStore;
import io.balsa.testing.Spin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nodes that take snapshots, drop their logs, and bring up to date who was away for too long (paper, section 7). */
class NodeSnapshotTest {
    private static final int NUMBERS = 30_000;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(
            value = ThreadingMode.class,
            names = {"SHARED", "SHARED_INLINE_SYNC"})
    void shouldCatchUpFromASnapshotWhenANodeWasAwayForTooLong(final ThreadingMode mode) {
        try (LocalCluster cluster = cluster(mode);
                NumberClient client = new NumberClient(cluster.clientAddresses())) {
            Spin.until(() -> client.step(1_000, 64) >= 0 && client.endedCount() == 1_000);
            final int awayId = cluster.leaderId() % 3 + 1;
            cluster.stop(awayId);
            Spin.until(() -> client.step(NUMBERS, 64) >= 0 && client.endedCount() == NUMBERS);
            final int leaderId = cluster.leaderId();
            Spin.until(() -> cluster.node(leaderId).status().firstIndex() > 2_000);

            cluster.start(awayId);

            Spin.until(() -> cluster.machine(awayId).count() == NUMBERS);
            Spin.until(() -> cluster.node(awayId).status().firstIndex() > 2_000);
            cluster.assertAppliedOnce(awayId, client, NUMBERS);
            Spin.until(() -> client.step(NUMBERS + 1_000, 64) >= 0 && client.endedCount() == NUMBERS + 1_000);
            Spin.until(() -> cluster.machine(awayId).count() == NUMBERS + 1_000);
            cluster.assertAppliedOnce(awayId, client, NUMBERS + 1_000);
        }
    }

    @Test
    void shouldCatchUpFromAFollowersSnapshotWhenToldToSpareTheLeader() {
        try (LocalCluster cluster = new LocalCluster(directory, 3, ThreadingMode.SHARED, config -> settings(config)
                        .set(NodeSetting.SNAPSHOT_FROM_FOLLOWERS, 1));
                NumberClient client = new NumberClient(cluster.clientAddresses())) {
            Spin.until(() -> client.step(1_000, 64) >= 0 && client.endedCount() == 1_000);
            final int awayId = cluster.leaderId() % 3 + 1;
            cluster.stop(awayId);
            Spin.until(() -> client.step(NUMBERS, 64) >= 0 && client.endedCount() == NUMBERS);
            final int leaderId = cluster.leaderId();
            Spin.until(() -> cluster.node(leaderId).status().firstIndex() > 2_000);

            cluster.start(awayId);

            Spin.until(() -> cluster.machine(awayId).count() == NUMBERS);
            cluster.assertAppliedOnce(awayId, client, NUMBERS);
        }
    }

    @Test
    void shouldGoOnFromSnapshotAndLogWhenAllNodesAreStartedAgain() {
        try (LocalCluster cluster = cluster(ThreadingMode.SHARED);
                NumberClient client = new NumberClient(cluster.clientAddresses())) {
            Spin.until(() -> client.step(NUMBERS, 64) >= 0 && client.endedCount() == NUMBERS);
            for (int nodeId = 1; nodeId <= 3; nodeId++) {
                cluster.stop(nodeId);
            }
            for (int nodeId = 1; nodeId <= 3; nodeId++) {
                cluster.start(nodeId);
            }

            Spin.until(() -> client.step(NUMBERS + 500, 64) >= 0 && client.endedCount() == NUMBERS + 500);

            assertThat(client.failedCount()).isZero();
            for (int nodeId = 1; nodeId <= 3; nodeId++) {
                final int id = nodeId;
                Spin.until(() -> cluster.machine(id).count() == NUMBERS + 500);
                cluster.assertAppliedOnce(nodeId, client, NUMBERS + 500);
                Spin.until(() -> cluster.node(id).status().firstIndex() > 2_000);
            }
        }
    }

    @Test
    void shouldKeepAsManySnapshotsAsToldWhenManyAreTaken() throws IOException {
        try (LocalCluster cluster = cluster(ThreadingMode.SHARED);
                NumberClient client = new NumberClient(cluster.clientAddresses())) {
            Spin.until(() -> client.step(NUMBERS, 64) >= 0 && client.endedCount() == NUMBERS);
        }
        for (int nodeId = 1; nodeId <= 3; nodeId++) {
            final Path snapshots = directory.resolve("node-" + nodeId).resolve(SnapshotStore.DIRECTORY);
            try (Stream<Path> files = Files.list(snapshots)) {
                assertThat(files).hasSizeBetween(1, 2);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ThreadingMode.class,
            names = {"SHARED", "SHARED_INLINE_SYNC"})
    void shouldTakeASnapshotOfWhatWasAcknowledgedWhenAClientAsksForOne(final ThreadingMode mode) {
        try (LocalCluster cluster =
                        new LocalCluster(directory, 3, mode, config -> config.set(NodeSetting.SNAPSHOT_ENTRIES, 0));
                NumberClient client = new NumberClient(cluster.clientAddresses())) {
            Spin.until(() -> client.step(1_000, 64) >= 0 && client.endedCount() == 1_000);
            final int followerId = cluster.leaderId() % 3 + 1;

            final SnapshotPromise promise = SnapshotRequest.send(
                    ClientConfig.of(cluster.config(followerId).self().clientAddress()));

            assertThat(promise.index()).isGreaterThan(1_000);
            Spin.until(() -> status(promise).snapshotIndex() >= promise.index());
            final StatusReport report = status(promise);
            assertThat(report.nodeId()).isEqualTo(promise.nodeId());
            assertThat(report.snapshotIndex()).isLessThanOrEqualTo(report.appliedIndex());
            final SnapshotPromise again = SnapshotRequest.send(ClientConfig.of(cluster.clientAddresses()));
            assertThat(again).isEqualTo(promise);
            assertThat(status(again).snapshotIndex()).isEqualTo(report.snapshotIndex());
        }
    }

    private static StatusReport status(final SnapshotPromise promise) {
        return StatusProbe.ask(promise.address(), 42, Duration.ofSeconds(10));
    }

    private LocalCluster cluster(final ThreadingMode mode) {
        return new LocalCluster(directory, 3, mode, NodeSnapshotTest::settings);
    }

    private static NodeConfig.Builder settings(final NodeConfig.Builder config) {
        return config.set(NodeSetting.SEGMENT_BYTES, 128 << 10)
                .set(NodeSetting.MAX_COMMAND_BYTES, 16 << 10)
                .set(NodeSetting.SNAPSHOT_ENTRIES, 2_000)
                .set(NodeSetting.SNAPSHOT_CHUNK_BYTES, 4 << 10)
                .set(NodeSetting.LOG_TAIL_ENTRIES, 100);
    }
}
