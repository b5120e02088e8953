package io.balsa.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.testing.Allocation;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log writes, forces and lays out its next segment while commands flow: none of it may allocate. */
class FileDiskAllocationTest {
    private static final int OPERATIONS = 100;
    private static final int LENGTH = 64 * 1024;

    @TempDir
    private Path folder;

    @Test
    void shouldAllocateNothingWhenWritingZeroesWritingReadingAndForcing() throws Exception {
        final ByteBuffer bytes = ByteBuffer.allocateDirect(LENGTH);
        final long least;
        try (DiskFile file = new FileDisk().create(folder.resolve("file"))) {
            least = Allocation.leastBytesPerRound(() -> {
                for (int i = 0; i < OPERATIONS; i++) {
                    file.writeZeroes(0, LENGTH);
                    file.write(0, bytes.clear());
                    file.read(0, bytes.clear());
                    file.force();
                }
            });
        }

        assertThat(least).isZero();
    }
}
