package io.balsa.log;

import static io.balsa.log.LogFixture.IDENTITY;
import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.codec.EntryType;
import io.balsa.disk.FileDisk;
import io.balsa.testing.Allocation;
import java.nio.file.Path;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In steady state the log allocates nothing: the least that any round of many operations allocates is exactly zero. */
class LogAllocationTest {
    private static final int OPERATIONS = 2000;
    /** More than twice what all rounds append: the next segment is then laid out in every one of them. */
    private static final LogConfig CONFIG = new LogConfig(32 << 20, 1 << 20);

    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[256]);

    @TempDir
    Path folder;

    private SegmentedLog log;

    @BeforeEach
    void open() {
        final FileDisk disk = new FileDisk();
        SegmentedLog.create(disk, folder.resolve("log"), IDENTITY, CONFIG);
        log = SegmentedLog.open(disk, folder.resolve("log"), IDENTITY, CONFIG);
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void shouldAllocateNothingWhenAppending() throws Exception {
        assertThat(leastAllocated(this::append)).isZero();
    }

    @Test
    void shouldAllocateNothingWhenAppendingFrames() throws Exception {
        append();
        final LogRange range = new LogRange();
        final UnsafeBuffer frames = new UnsafeBuffer(new byte[1024]);
        log.map(1, 1, 1, range);
        frames.putBytes(0, range.buffer(), range.offset(), range.length());
        final int length = range.length();

        assertThat(leastAllocated(() -> {
                    final long index = log.lastIndex() + 1;
                    io.balsa.codec.EntryFrame.putHeader(frames, 0, 256, 1, index, EntryType.COMMAND);
                    log.appendFrames(index, 1, frames, 0, length);
                }))
                .isZero();
    }

    @Test
    void shouldAllocateNothingWhenMapping() throws Exception {
        final LogRange range = new LogRange();
        assertThat(leastAllocated(() -> {
                    append();
                    log.map(log.lastIndex(), 16, 1 << 16, range);
                    log.map(Math.max(1, log.lastIndex() - 5), 3, 1 << 16, range);
                }))
                .isZero();
    }

    @Test
    void shouldAllocateNothingWhenReading() throws Exception {
        final LogCursor cursor = log.newCursor();
        cursor.seek(1);
        assertThat(leastAllocated(() -> {
                    append();
                    assertTrue(cursor.next(log.lastIndex()));
                }))
                .isZero();
    }

    @Test
    void shouldAllocateNothingWhenForcing() throws Exception {
        final int fewer = OPERATIONS / 40;
        assertThat(leastAllocated(fewer, () -> {
                    append();
                    log.force();
                }))
                .isZero();
    }

    @Test
    void shouldAllocateNothingWhenSyncing() throws Exception {
        HardStateFile.create(new FileDisk(), folder.resolve("hard-state"), IDENTITY);
        try (HardStateFile hardState = HardStateFile.open(new FileDisk(), folder.resolve("hard-state"), IDENTITY)) {
            final LogSyncAgent agent =
                    new LogSyncAgent(log, hardState, SyncPolicy.NEVER, SystemNanoClock.INSTANCE, () -> {});
            final long[] sequence = new long[1];
            assertThat(leastAllocated(() -> {
                        append();
                        agent.request(++sequence[0]);
                        agent.doWork();
                    }))
                    .isZero();
            assertThat(agent.completedSequence()).isEqualTo(sequence[0]);
        }
    }

    private void append() {
        log.append(log.lastIndex() + 1, 1, EntryType.COMMAND, payload, 0, 256);
    }

    private static void assertTrue(final boolean condition) {
        if (!condition) {
            throw new AssertionError("no next entry");
        }
    }

    private static long leastAllocated(final Runnable operation) throws Exception {
        return leastAllocated(OPERATIONS, operation);
    }

    private static long leastAllocated(final int operations, final Runnable operation) throws Exception {
        return Allocation.leastBytesPerRound(() -> {
            for (int i = 0; i < operations; i++) {
                operation.run();
            }
        });
    }
}
