package io.balsa.log;

import static io.balsa.log.LogFixture.append;
import static io.balsa.log.LogFixture.newLog;
import static io.balsa.log.LogFixture.open;
import static io.balsa.log.LogFixture.read;
import static io.balsa.log.LogFixture.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.codec.EntryFrame;
import io.balsa.disk.SimDisk;
import io.balsa.disk.SimDisk.Survival;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Entries go at the beginning, or all of them at once; segments hold 11 entries of 1000 bytes. */
class LogCompactionTest {
    private final SimDisk disk = new SimDisk();

    private static void prepareAll(final LogStore log) {
        int steps = 0;
        while (log.prepare()) {
            assertThat(++steps).as("prepare comes to an end").isLessThan(1000);
        }
    }

    @Test
    void shouldDropWholeSegmentsOnlyWhenAPrefixIsCompacted() {
        for (int keep = 1; keep <= 51; keep++) {
            final SimDisk fresh = new SimDisk();
            final List<LogFixture.Entry> entries;
            final long first;
            try (SegmentedLog log = newLog(fresh)) {
                append(log, 30, 1, 1000);
                append(log, 20, 3, 1000);
                entries = read(log);
                first = log.compactPrefix(keep);

                assertThat(first).isEqualTo(log.firstIndex()).isEqualTo(1 + (keep - 1) / 11 * 11);
                assertThat(log.baseIndex()).isEqualTo(first - 1);
                assertThat(log.baseTerm()).isEqualTo(first == 1 ? 0 : first <= 31 ? 1 : 3);
                assertThat(read(log)).isEqualTo(entries.subList((int) first - 1, 50));
                assertThat(LogFixture.map(log, 7, 4000)).isEqualTo(entries.subList((int) first - 1, 50));
            }
            try (SegmentedLog log = open(fresh)) {
                assertThat(log.firstIndex()).isEqualTo(first);
                assertThat(log.baseTerm()).isEqualTo(first == 1 ? 0 : first <= 31 ? 1 : 3);
                assertThat(read(log)).isEqualTo(entries.subList((int) first - 1, 50));
                append(log, 20, 4, 1000);
                assertThat(log.lastIndex()).isEqualTo(70);
            }
        }
    }

    @Test
    void shouldTouchNoFileWhenCompactedUntilItIsPrepared() {
        try (SegmentedLog log = newLog(disk)) {
            append(log, 50, 1, 1000);
            log.force();
            prepareAll(log);
            final long before = disk.operations();

            log.compactPrefix(40);

            assertThat(disk.operations()).isEqualTo(before);
            assertThat(disk.exists(segment(1))).isTrue();
            assertThat(log.prepare()).as("the marker first").isTrue();
            assertThat(disk.exists(segment(1))).isTrue();
            assertThat(log.prepare()).as("then one file per step").isTrue();
            assertThat(disk.exists(segment(1))).isFalse();
            assertThat(disk.exists(segment(2))).isTrue();
            prepareAll(log);
            assertThat(disk.exists(segment(3))).isFalse();
            assertThat(disk.exists(segment(4))).isTrue();
        }
    }

    @Test
    void shouldFinishOffWhatACrashLeftOfACompaction() {
        final SegmentedLog log = newLog(disk);
        append(log, 50, 1, 1000);
        log.force();
        prepareAll(log);
        log.compactPrefix(40);
        assertThat(log.prepare()).as("the marker").isTrue();
        final SimDisk found = disk.afterPowerCut(Survival.FORCED_ONLY, new Random(1));
        assertThat(found.exists(segment(1))).isTrue();

        try (SegmentedLog recovered = open(found)) {
            assertThat(recovered.firstIndex()).isEqualTo(34);
            assertThat(found.exists(segment(3))).isFalse();
        }
    }

    @Test
    void shouldRefuseToCompactOrReadBeyondTheEnd() {
        try (SegmentedLog log = newLog(disk)) {
            append(log, 30, 1, 1000);
            assertThatThrownBy(() -> log.compactPrefix(32)).isInstanceOf(IllegalArgumentException.class);
            log.compactPrefix(31);

            final LogCursor cursor = log.newCursor();
            assertThatThrownBy(() -> cursor.seek(22)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> log.map(22, 1, 1, new LogRange())).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> log.truncateSuffix(22)).isInstanceOf(IllegalArgumentException.class);
            assertThat(log.firstIndex()).isEqualTo(23);
        }
    }

    @Test
    void shouldKeepTheMemoryOfAnEntryWhenItsSegmentIsCompactedUnderTheCursor() {
        try (SegmentedLog log = newLog(disk)) {
            append(log, 50, 1, 1000);
            final LogCursor cursor = log.newCursor();
            cursor.seek(3);
            assertThat(cursor.next(50)).isTrue();

            log.compactPrefix(50);
            prepareAll(log);

            assertThat(disk.exists(segment(1))).isFalse();
            assertThat(cursor.buffer().getByte(cursor.payloadOffset()))
                    .isEqualTo(LogFixture.payload(3, 1, 1000).getByte(0));
            cursor.seek(46);
            assertThat(cursor.next(50)).isTrue();
            assertThat(cursor.index()).isEqualTo(46);
        }
    }

    @Test
    void shouldBeEmptyBehindTheSnapshotWhenReset() {
        for (final long index : new long[] {1, 25, 50, 51, 1000}) {
            final SimDisk fresh = new SimDisk();
            try (SegmentedLog log = newLog(fresh)) {
                append(log, 50, 2, 1000);
                final LogRange range = new LogRange();
                log.map(10, 1, 1, range);

                log.reset(index, 7);

                checkEmptyBehind(log, index, 7);
                assertThatThrownBy(() -> append(log, 6, 10)).isInstanceOf(IllegalArgumentException.class);
            }
            try (SegmentedLog log = open(fresh)) {
                checkEmptyBehind(log, index, 7);
                append(log, 30, 8, 1000);
                log.truncateSuffix(index + 1);
                checkEmptyBehind(log, index, 7);
                append(log, 30, 8, 1000);
                prepareAll(log);
                assertThat(fresh.exists(segment(1))).isFalse();
            }
            try (SegmentedLog log = open(fresh)) {
                assertThat(log.firstIndex()).isEqualTo(index + 1);
                assertThat(log.baseTerm()).isEqualTo(7);
                assertThat(read(log)).hasSize(30).containsOnly(new LogFixture.Entry(8, 1000));
            }
        }
    }

    private static void checkEmptyBehind(final SegmentedLog log, final long index, final long term) {
        assertThat(log.firstIndex()).isEqualTo(index + 1);
        assertThat(log.lastIndex()).isEqualTo(index);
        assertThat(log.lastTerm()).isEqualTo(term);
        assertThat(log.baseIndex()).isEqualTo(index);
        assertThat(log.baseTerm()).isEqualTo(term);
        assertThat(read(log)).isEmpty();
    }

    @Test
    void shouldBeDurableWhenResetReturns() {
        final SegmentedLog log = newLog(disk);
        append(log, 50, 2, 1000);
        log.reset(80, 3);

        try (SegmentedLog found = open(disk.afterPowerCut(Survival.FORCED_ONLY, new Random(1)))) {
            checkEmptyBehind(found, 80, 3);
        }
    }

    @Test
    void shouldRefuseToResetBehindNothing() {
        try (SegmentedLog log = newLog(disk)) {
            assertThatThrownBy(() -> log.reset(0, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> log.reset(1, 0)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldKeepFewSegmentsMappedWhenTheLogIsLong() {
        final LogConfig few = new LogConfig(LogConfig.MIN_SEGMENT_BYTES, LogConfig.MIN_BUFFER_BYTES, 4);
        SegmentedLog.create(disk, LogFixture.DIRECTORY, LogFixture.IDENTITY, few);
        try (SegmentedLog log = SegmentedLog.open(disk, LogFixture.DIRECTORY, LogFixture.IDENTITY, few)) {
            append(log, 300, 1, 1000);
            final List<LogCursor> cursors = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                cursors.add(log.newCursor());
                cursors.get(i).seek(1 + 50 * i);
            }
            final LogRange range = new LogRange();
            for (int step = 0; step < 50; step++) {
                for (final LogCursor cursor : cursors) {
                    assertThat(cursor.next(300)).isTrue();
                }
                final long index = 1L + step * 37 % 300;
                log.map(index, 1, 1, range);
                assertThat(EntryFrame.index(range.buffer(), range.offset())).isEqualTo(index);
                // One for each cursor, the range, and the two that the append buffer holds.
                assertThat(log.usage().mappedSegments()).isLessThanOrEqualTo(5 + 1 + 2);
            }
            assertThat(read(log)).hasSize(300);
            log.truncateSuffix(30);
            append(log, 71, 2, 1000);
            assertThat(LogFixture.map(log, 5, 3000)).hasSize(100);
        }
        try (SegmentedLog log = SegmentedLog.open(disk, LogFixture.DIRECTORY, LogFixture.IDENTITY, few)) {
            final LogUsage usage = log.usage();
            assertThat(usage.segments()).isEqualTo(10);
            assertThat(usage.fileBytes()).isEqualTo(10L * LogConfig.MIN_SEGMENT_BYTES);
            assertThat(usage.mappedSegments()).isEqualTo(4);
            assertThat(usage.mappedBytes()).isEqualTo(4L * LogConfig.MIN_SEGMENT_BYTES);
            assertThat(usage.offHeapBytes()).isEqualTo(LogConfig.MIN_BUFFER_BYTES + 10 * 5 * 8);
            assertThat(read(log)).hasSize(100);
        }
    }

    @Test
    void shouldRefuseToReadWhenTheLogIsClosedUnderACursor() {
        final LogCursor cursor;
        try (SegmentedLog log = newLog(disk)) {
            append(log, 30, 1, 1000);
            cursor = log.newCursor();
            cursor.seek(1);
            assertThat(cursor.next(30)).isTrue();
        }

        assertThatThrownBy(() -> cursor.next(30)).isInstanceOf(RuntimeException.class);
        cursor.seek(20);
        assertThatThrownBy(() -> cursor.next(30))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }
}
