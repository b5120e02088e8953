package io.balsa.log;

import static io.balsa.log.LogFixture.CONFIG;
import static io.balsa.log.LogFixture.IDENTITY;
import static io.balsa.log.LogFixture.append;
import static io.balsa.log.LogFixture.payload;
import static io.balsa.log.LogFixture.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.disk.FileDisk;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Appends, cuts, compacts, syncs, prepares and reads at the same time, each on the thread it belongs to. */
class LogConcurrencyTest {
    private static final int ENTRIES = 20_000;
    private static final int CUT_EVERY = 1000;

    @Test
    void shouldReadWhatWasAppendedWhenSyncedAndReadByOtherThreads(@TempDir final Path folder) {
        // The common pool of a machine with two cores has one thread on recent JDKs: the reader would wait for the
        // sync.
        final ExecutorService threads = Executors.newFixedThreadPool(2);
        final FileDisk disk = new FileDisk();
        final LogConfig few = new LogConfig(CONFIG.segmentBytes(), CONFIG.bufferBytes(), LogConfig.MIN_MAPPED_SEGMENTS);
        SegmentedLog.create(disk, folder, IDENTITY, few);
        try (SegmentedLog log = SegmentedLog.open(disk, folder, IDENTITY, few)) {
            final AtomicLong committed = new AtomicLong();
            final AtomicLong read = new AtomicLong();
            final LogRange range = new LogRange();
            final AtomicBoolean done = new AtomicBoolean();
            final CompletableFuture<Void> sync = CompletableFuture.runAsync(
                    () -> {
                        while (!done.get()) {
                            log.force();
                            log.prepare();
                        }
                    },
                    threads);
            final CompletableFuture<Long> reader =
                    CompletableFuture.supplyAsync(() -> readCommitted(log, committed, read), threads);

            long nextCut = CUT_EVERY;
            while (committed.get() < ENTRIES) {
                final int length = 10 + (int) (log.lastIndex() % 300);
                append(log, 1 + log.lastIndex() / 100, length);
                if (log.lastIndex() == nextCut) {
                    log.truncateSuffix(log.lastIndex() - 50);
                    nextCut += CUT_EVERY;
                }
                if (log.lastIndex() - 60 > committed.get()) {
                    committed.set(log.lastIndex() - 60);
                }
                // Behind the reader, as a snapshot of what it has applied would.
                log.compactPrefix(Math.max(1, read.get() - 100));
                log.map(log.firstIndex() + log.lastIndex() % (log.lastIndex() - log.baseIndex()), 1, 1, range);
            }

            assertThat(reader.join()).isEqualTo(ENTRIES);
            done.set(true);
            sync.join();
            assertThat(log.firstIndex()).as("compacted meanwhile").isGreaterThan(ENTRIES / 2);
            assertThat(read(log)).hasSize((int) (log.lastIndex() - log.baseIndex()));
        } finally {
            threads.shutdown();
        }
    }

    private static long readCommitted(final SegmentedLog log, final AtomicLong committed, final AtomicLong read) {
        final LogCursor cursor = log.newCursor();
        cursor.seek(1);
        long index = 0;
        while (index < ENTRIES) {
            while (index < ENTRIES && cursor.next(committed.get())) {
                index = cursor.index();
                read.set(index);
                final int length = cursor.payloadLength();
                final byte[] found = new byte[length];
                cursor.buffer().getBytes(cursor.payloadOffset(), found);
                assertThat(found)
                        .isEqualTo(payload(index, cursor.term(), length).byteArray());
            }
            Thread.onSpinWait();
        }
        return index;
    }
}
