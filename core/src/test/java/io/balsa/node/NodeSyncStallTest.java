package io.balsa.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.disk.DiskFile;
import io.balsa.testing.Spin;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A leader whose disk does not answer gives way to one whose disk does. */
class NodeSyncStallTest {
    private static final int NUMBERS = 2_000;

    @TempDir
    private Path directory;

    private final AtomicInteger stalledNode = new AtomicInteger();
    private final CountDownLatch released = new CountDownLatch(1);

    @Test
    void shouldStepDownWhenASyncTakesTooLong() {
        try (LocalCluster cluster = new LocalCluster(
                        directory,
                        3,
                        ThreadingMode.SHARED,
                        config -> config.set(NodeSetting.SYNC_STALL_MS, 50),
                        nodeId -> WatchedDisk.of((operation, file) -> stall(nodeId, operation, file)));
                NumberClient client = new NumberClient(cluster.clientAddresses())) {
            Spin.until(() -> client.step(NUMBERS / 2, 16) >= 0 && client.endedCount() == NUMBERS / 2);
            final int leaderId = cluster.leaderId();
            stalledNode.set(leaderId);

            Spin.until(
                    () -> client.step(NUMBERS, 16) >= 0 && cluster.leaderId() != leaderId && cluster.leaderId() != 0);
            Spin.until(() -> client.step(NUMBERS, 16) >= 0 && client.endedCount() == NUMBERS);
            assertThat(client.failedCount()).isZero();

            released.countDown();
            Spin.until(() -> cluster.machine(leaderId).count() == NUMBERS);
        }
    }

    private void stall(final int nodeId, final String operation, final DiskFile file) {
        if (nodeId == stalledNode.get()
                && operation.equals("force")
                && file.path().toString().endsWith(".log")) {
            try {
                released.await();
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
