package io.balsa.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.disk.FileDisk;
import io.balsa.disk.StorageException;
import io.balsa.log.DataDirectory;
import io.balsa.log.LogConfig;
import io.balsa.log.LogRepair;
import io.balsa.testing.Spin;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose log is damaged in the middle does not start, and after a repair gets from the others what it lost. */
class NodeDamageTest {
    private static final int NUMBERS = 5_000;
    private static final int MORE = 7_000;

    @TempDir
    private Path directory;

    @Test
    void shouldRefuseAndAfterARepairCatchUpWhenTheLogIsDamagedInTheMiddle() throws IOException {
        try (LocalCluster cluster = new LocalCluster(directory, 3, ThreadingMode.SHARED);
                NumberClient client = new NumberClient(cluster.clientAddresses())) {
            Spin.until(() -> client.step(NUMBERS, 64) >= 0 && client.endedCount() == NUMBERS);
            final int damagedId = cluster.leaderId() % 3 + 1;
            Spin.until(() -> cluster.machine(damagedId).count() == NUMBERS);
            cluster.stop(damagedId);
            flipByte(firstSegmentOf(damagedId), 100_000);

            assertThatThrownBy(() -> cluster.start(damagedId))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("storage is damaged")
                    .hasMessageContaining("offset=");

            final LogRepair.Outcome outcome = repair(cluster, damagedId);
            assertThat(outcome.mustCatchUpTo()).isGreaterThan(NUMBERS);
            assertThat(outcome.lastIndex()).isLessThan(NUMBERS);
            assertThat(markOf(damagedId)).exists();
            cluster.start(damagedId);
            Spin.until(() -> client.step(MORE, 64) >= 0 && client.endedCount() == MORE);

            Spin.until(() -> cluster.machine(damagedId).count() == MORE && !Files.exists(markOf(damagedId)));
            for (int number = 0; number < MORE; number++) {
                assertThat(cluster.machine(damagedId).timesApplied(number)).isEqualTo(1);
            }
        }
    }

    private LogRepair.Outcome repair(final LocalCluster cluster, final int nodeId) {
        final NodeConfig config = cluster.config(nodeId);
        final LogConfig sizes =
                new LogConfig(config.getInt(NodeSetting.SEGMENT_BYTES), config.getInt(NodeSetting.APPEND_BUFFER_BYTES));
        try (DataDirectory opened =
                DataDirectory.open(new FileDisk(), config.dataDirectory(), config.clusterId(), nodeId, 1, sizes)) {
            return opened.repairLog();
        }
    }

    private Path firstSegmentOf(final int nodeId) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("node-" + nodeId).resolve("log"))) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Path markOf(final int nodeId) {
        return directory.resolve("node-" + nodeId).resolve("catch-up");
    }

    private static void flipByte(final Path file, final long offset) throws IOException {
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
            opened.seek(offset);
            final int found = opened.read();
            opened.seek(offset);
            opened.write(found ^ 0x10);
        }
    }
}
