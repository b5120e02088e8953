package io.balsa.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.consensus.Role;
import io.balsa.disk.FileDisk;
import io.balsa.log.DirectoryInspector;
import io.balsa.log.HardStateSlot;
import io.balsa.testing.CapturedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.agrona.IoUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An old copy of a node's directory is put over it while its cluster lives: what it acknowledged since must not get lost. */
class NodeOldCopyTest {
    private static final int COPIED = 500;
    private static final int ACKNOWLEDGED = 1_500;
    private static final int MORE = 2_000;
    /** 50 election timeouts of at most 20 ms, where a cycle counts as 20 us. */
    private static final int CYCLES_WITHOUT_LEADER = 50_000;

    @TempDir
    private Path directory;

    @RegisterExtension
    private final CapturedLog events = new CapturedLog("io.balsa.node");

    @Test
    void shouldNotVoteBeforeItHasCaughtUpWhenAnOldCopyIsPutBack() throws IOException {
        try (LocalCluster cluster = cluster();
                NumberClient client = new NumberClient(cluster.clientAddresses())) {
            write(cluster, client, COPIED);
            final int copiedId = cluster.leaderId() % 3 + 1;
            run(cluster, () -> cluster.machine(copiedId).count() == COPIED);
            cluster.stop(copiedId);
            final Path copy = directory.resolve("copy");
            copy(directoryOf(copiedId), copy);
            cluster.start(copiedId);
            write(cluster, client, ACKNOWLEDGED);
            run(cluster, () -> cluster.machine(copiedId).count() == ACKNOWLEDGED);
            cluster.stop(copiedId);

            IoUtil.delete(directoryOf(copiedId).toFile(), false);
            copy(copy, directoryOf(copiedId));
            cluster.start(copiedId);
            run(cluster, () -> Files.exists(markOf(copiedId)));

            assertThat(events.linesWith("lacks entries that it once acknowledged"))
                    .hasSize(1);
            final int leaderId = cluster.leaderId();
            assertElectsNobodyWithout(leaderId, cluster, copiedId);
            cluster.start(leaderId);
            run(cluster, () -> cluster.machine(copiedId).count() == ACKNOWLEDGED && !Files.exists(markOf(copiedId)));
            assertThat(events.linesWith("holds again what it had acknowledged")).hasSize(1);
            write(cluster, client, MORE);
            run(cluster, () -> cluster.machine(copiedId).count() == MORE);
            assertAppliedOnce(cluster, copiedId, client);
        }
    }

    /** Stops the leader: the node that holds everything needs the vote of the one with the old copy, and does not get it. */
    private void assertElectsNobodyWithout(final int leaderId, final LocalCluster cluster, final int copiedId) {
        final int completeId = 6 - leaderId - copiedId;
        cluster.stop(leaderId);
        final HardStateSlot before = hardStateOf(copiedId);
        boolean asked = false;
        for (int i = 0; i < CYCLES_WITHOUT_LEADER; i++) {
            cluster.doWork();
            asked |= cluster.node(completeId).status().role() == Role.PRE_CANDIDATE;
            assertThat(cluster.leaderId()).isZero();
        }
        assertThat(asked).as("it asked for votes").isTrue();
        assertThat(hardStateOf(copiedId)).isEqualTo(before);
        assertThat(markOf(copiedId)).exists();
    }

    private HardStateSlot hardStateOf(final int nodeId) {
        return Objects.requireNonNull(DirectoryInspector.inspect(new FileDisk(), directoryOf(nodeId), bytes -> {})
                .newestHardState());
    }

    /** Entries are sent one at a time, so that catching up takes long enough to be looked at. */
    private LocalCluster cluster() {
        return new LocalCluster(
                directory, 3, ThreadingMode.INVOKER, config -> config.set(NodeSetting.SEGMENT_BYTES, 1 << 20)
                        .set(NodeSetting.TICK_MS, 1)
                        .set(NodeSetting.ELECTION_TICKS, 10)
                        .set(NodeSetting.HEARTBEAT_TICKS, 2)
                        .set(NodeSetting.APPEND_MAX_ENTRIES, 1)
                        .set(NodeSetting.INFLIGHT_MAX, 1));
    }

    private static void write(final LocalCluster cluster, final NumberClient client, final int untilNumber) {
        run(cluster, () -> client.step(untilNumber, 64) >= 0 && client.endedCount() == untilNumber);
    }

    private static void assertAppliedOnce(final LocalCluster cluster, final int nodeId, final NumberClient client) {
        for (int number = 0; number < MORE; number++) {
            assertThat(client.isAcknowledged(number)).isTrue();
            assertThat(cluster.machine(nodeId).timesApplied(number)).isEqualTo(1);
        }
    }

    private static void run(final LocalCluster cluster, final BooleanSupplier isDone) {
        while (!isDone.getAsBoolean()) {
            cluster.doWork();
        }
    }

    private Path directoryOf(final int nodeId) {
        return directory.resolve("node-" + nodeId);
    }

    private Path markOf(final int nodeId) {
        return directoryOf(nodeId).resolve("catch-up");
    }

    private static void copy(final Path from, final Path to) throws IOException {
        final List<Path> files;
        try (Stream<Path> found = Files.walk(from)) {
            files = found.toList();
        }
        for (final Path file : files) {
            Files.copy(file, to.resolve(from.relativize(file)));
        }
    }
}
