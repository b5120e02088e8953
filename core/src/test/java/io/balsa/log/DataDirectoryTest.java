package io.balsa.log;

import static io.balsa.log.LogFixture.append;
import static io.balsa.log.LogFixture.messageOf;
import static io.balsa.log.LogFixture.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.disk.Disk;
import io.balsa.disk.FileDisk;
import io.balsa.disk.SimDisk;
import io.balsa.disk.SimDisk.PowerCut;
import io.balsa.disk.SimDisk.Survival;
import io.balsa.disk.StorageIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataDirectoryTest {
    private static final Path ROOT = Path.of("/data/node-1");

    private final SimDisk disk = new SimDisk();

    private static DataDirectory open(final Disk disk, final Path path) {
        return DataDirectory.open(disk, path, 7, 1, 0xabc, LogFixture.CONFIG);
    }

    @Test
    void shouldKeepEverythingWhenReopened() {
        try (DataDirectory directory = open(disk, ROOT);
                HardStateFile state = directory.openHardState();
                SegmentedLog log = directory.openLog()) {
            state.store(3, 1);
            state.force();
            append(log, 10, 3, 100);
        }

        try (DataDirectory directory = DataDirectory.open(disk, ROOT, 7, 1, 0xdef, LogFixture.CONFIG);
                HardStateFile state = directory.openHardState();
                SegmentedLog log = directory.openLog()) {
            assertThat(directory.identity())
                    .as("the first incarnation stays")
                    .isEqualTo(new StorageIdentity(7, 1, 0xabc));
            assertThat(state.term()).isEqualTo(3);
            assertThat(read(log)).hasSize(10);
        }
    }

    @Test
    void shouldNameBothWhenItBelongsToAnotherClusterOrNode() {
        open(disk, ROOT).close();

        assertThat(messageOf(() -> DataDirectory.open(disk, ROOT, 8, 1, 1, LogFixture.CONFIG)))
                .contains("belongs to another cluster", ROOT.toString(), "expected cluster 8", "found cluster 7");
        assertThat(messageOf(() -> DataDirectory.open(disk, ROOT, 7, 2, 1, LogFixture.CONFIG)))
                .contains("belongs to another node", ROOT.toString(), "expected node 2", "found node 1");
        open(disk, ROOT).close();
    }

    @Test
    void shouldSayThatItIsInUseWhenItIsLocked(@TempDir final Path folder) {
        final FileDisk files = new FileDisk();
        try (DataDirectory directory = open(files, folder)) {
            assertThat(messageOf(() -> open(files, folder)))
                    .contains(
                            "in use by a running process",
                            directory.path().toString(),
                            "pid=" + ProcessHandle.current().pid() + ";");
        }
        open(files, folder).close();
    }

    @Test
    void shouldSayThatItIsNoDirectoryWhenItIsAFile(@TempDir final Path folder) throws IOException {
        final Path file = Files.createFile(folder.resolve("data"));

        assertThat(messageOf(() -> open(new FileDisk(), file))).contains("not a directory", file.toString());
        assertThat(messageOf(() -> open(new FileDisk(), file.resolve("below")))).contains("cannot be used");
    }

    @Test
    void shouldSayThatItCannotBeUsedWhenItIsNotWritable() {
        disk.failWriteTo("node.id");

        assertThat(messageOf(() -> open(disk, ROOT)))
                .contains("data directory cannot be used", ROOT.toString(), "may write there");
        disk.failWriteTo(null);
        open(disk, ROOT).close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 1000, 5000, 10_000, 20_000})
    void shouldSayThatTheDiskIsFullWhenThereIsNoRoomForANewNode(final int roomBytes) {
        disk.leaveRoom(roomBytes);

        assertThat(messageOf(() -> open(disk, ROOT))).contains("disk is full", "free space", "/data/node-1");

        disk.leaveRoom(1 << 20);
        open(disk, ROOT).close();
    }

    @Test
    void shouldRefuseWhenAFileIsMissingOrDamaged() throws IOException {
        open(disk, ROOT).close();
        disk.delete(ROOT.resolve("hard-state"));
        try (DataDirectory directory = open(disk, ROOT)) {
            assertThat(messageOf(directory::openHardState)).contains("missing", "hard-state");
        }

        disk.delete(ROOT.resolve("log/0000000001.log"));
        try (DataDirectory directory = open(disk, ROOT)) {
            assertThat(messageOf(directory::openLog)).contains("missing", "0000000001.log");
        }

        disk.damage(ROOT.resolve("node.id"), 30, new byte[] {9});
        assertThat(messageOf(() -> open(disk, ROOT))).contains("damaged", "node.id");
    }

    @Test
    void shouldRefuseWhenTheIdentityIsMissingAndTheRestIsNot() throws IOException {
        open(disk, ROOT).close();
        disk.delete(ROOT.resolve("node.id"));

        assertThat(messageOf(() -> open(disk, ROOT))).contains("missing", "node.id", "found=/data/node-1/hard-state");
    }

    @ParameterizedTest
    @EnumSource(Survival.class)
    void shouldBeginAgainWhenThePowerWasCutWhileItWasMade(final Survival survival) {
        final Random random = new Random(7);
        boolean cut = true;
        for (int operation = 1; cut; operation++) {
            final SimDisk fresh = new SimDisk();
            fresh.cutPowerAfter(operation);
            try {
                open(fresh, ROOT).close();
                cut = false;
            } catch (final PowerCut e) {
                assertThat(operation).isLessThan(100);
            }

            final SimDisk found = fresh.afterPowerCut(survival, random);
            try (DataDirectory directory = open(found, ROOT);
                    HardStateFile state = directory.openHardState();
                    SegmentedLog log = directory.openLog()) {
                assertThat(state.term()).isZero();
                assertThat(log.lastIndex()).isZero();
                append(log, 3, 1, 10);
                log.force();
            }
        }
    }
}
