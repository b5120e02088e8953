package io.balsa.log;

import static io.balsa.log.LogFixture.append;
import static io.balsa.log.LogFixture.messageOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.balsa.disk.FileDisk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fills a real file system of 16 MiB; needs the right to mount one. */
class LogFullDeviceTest {
    private static final LogConfig CONFIG = new LogConfig(1 << 20, 64 * 1024);

    @TempDir
    Path folder;

    @Test
    void shouldSaySoKeepWhatItHoldsAndGoOnWhenThereIsRoomAgain() throws Exception {
        final Path mount = Files.createDirectory(folder.resolve("mount"));
        final Path image = folder.resolve("image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(16 << 20);
        }
        assumeTrue(run("mkfs.ext4", "-q", "-F", image.toString()), "mkfs.ext4 is not there or failed");
        assumeTrue(run("mount", "-o", "loop", image.toString(), mount.toString()), "no right to mount a file system");
        try {
            fill(mount);
        } finally {
            assertThat(run("umount", mount.toString())).as("unmounted").isTrue();
        }
    }

    private static void fill(final Path mount) throws IOException {
        final Path ballast = mount.resolve("ballast");
        Files.write(ballast, new byte[4 << 20]);
        final long held;
        try (DataDirectory directory = open(mount);
                SegmentedLog log = directory.openLog()) {
            final String message = messageOf(() -> {
                while (log.lastIndex() < 100_000) {
                    append(log, 10, 1, 1000);
                    log.force();
                    log.prepare();
                }
            });
            assertThat(message).contains("disk is full", mount.toString(), "free space");
            held = log.lastIndex();
            assertThat(LogFixture.read(log)).as("still readable").hasSize((int) held);
            log.force();

            Files.delete(ballast);
            append(log, 1000, 2, 1000);
            log.force();
            assertThat(log.lastIndex()).isEqualTo(held + 1000);
        }
        try (DataDirectory directory = open(mount);
                SegmentedLog log = directory.openLog()) {
            assertThat(LogFixture.read(log)).hasSize((int) held + 1000);
        }
    }

    private static DataDirectory open(final Path mount) {
        return DataDirectory.open(new FileDisk(), mount.resolve("node"), 7, 1, 1, CONFIG);
    }

    private static boolean run(final String... command) throws InterruptedException {
        try {
            final Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (final IOException e) {
            return false;
        }
    }
}
