package io.balsa.log;

import static io.balsa.log.LogFixture.CONFIG;
import static io.balsa.log.LogFixture.DIRECTORY;
import static io.balsa.log.LogFixture.IDENTITY;
import static io.balsa.log.LogFixture.append;
import static io.balsa.log.LogFixture.messageOf;
import static io.balsa.log.LogFixture.newLog;
import static io.balsa.log.LogFixture.open;
import static io.balsa.log.LogFixture.payload;
import static io.balsa.log.LogFixture.read;
import static io.balsa.log.LogFixture.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.codec.EntryFrame;
import io.balsa.codec.EntryType;
import io.balsa.disk.FileDisk;
import io.balsa.disk.SimDisk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentedLogTest {
    private final SimDisk disk = new SimDisk();

    @Test
    void shouldBeEmptyWhenNew() {
        try (SegmentedLog log = newLog(disk)) {
            assertThat(log.firstIndex()).isEqualTo(1);
            assertThat(log.lastIndex()).isZero();
            assertThat(log.lastTerm()).isZero();
            assertThat(read(log)).isEmpty();
        }
    }

    @Test
    void shouldReadBackWhenAppendedAndReopened() {
        try (SegmentedLog log = newLog(disk)) {
            append(log, 1, 0);
            append(log, 1, 1);
            append(log, 4, 100);
            log.append(4, 5, EntryType.NO_OP, new UnsafeBuffer(new byte[0]), 0, 0);
        }

        try (SegmentedLog log = open(disk)) {
            assertThat(read(log))
                    .containsExactly(
                            new LogFixture.Entry(1, 0),
                            new LogFixture.Entry(1, 1),
                            new LogFixture.Entry(4, 100),
                            new LogFixture.Entry(5, 0));
            assertThat(log.lastTerm()).isEqualTo(5);
            final LogCursor cursor = log.newCursor();
            cursor.seek(4);
            assertThat(cursor.next(4)).isTrue();
            assertThat(cursor.type()).isEqualTo(EntryType.NO_OP);
        }
    }

    @Test
    void shouldRollWhenASegmentIsFull() {
        try (SegmentedLog log = newLog(disk)) {
            append(log, 50, 3, 1000);

            assertThat(log.segments()).hasSizeGreaterThan(4);
            assertThat(read(log)).hasSize(50);
            for (int i = 1; i < log.segments().length; i++) {
                assertThat(log.segments()[i].firstIndex()).isEqualTo(log.segments()[i - 1].lastIndex() + 1);
            }
        }

        try (SegmentedLog log = open(disk)) {
            assertThat(read(log)).hasSize(50);
            append(log, 1, 3, 1000);
            assertThat(read(log)).hasSize(51);
        }
    }

    @Test
    void shouldUseThePreparedSegmentWhenItRolls() {
        try (SegmentedLog log = newLog(disk)) {
            append(log, 7, 1, 1000);
            while (log.prepare()) {
                assertThat(disk.exists(segment(3))).isFalse();
            }
            assertThat(disk.exists(segment(2))).isTrue();
            final long before = disk.operations();

            append(log, 5, 1, 1000);

            assertThat(log.segments()).hasSize(2);
            assertThat(disk.operations() - before)
                    .as("writes of full append buffers alone")
                    .isLessThan(5);
            log.force();
        }
        try (SegmentedLog log = open(disk)) {
            assertThat(read(log)).hasSize(12);
        }
    }

    @Test
    void shouldKeepTheSpareWhenReopenedBeforeItIsUsed() {
        try (SegmentedLog log = newLog(disk)) {
            append(log, 7, 1, 1000);
            while (log.prepare()) {
                assertThat(log.segments()).hasSize(1);
            }
        }

        try (SegmentedLog log = open(disk)) {
            assertThat(disk.exists(segment(2))).isTrue();
            assertThat(log.prepare()).as("the spare is there").isFalse();
            append(log, 10, 1, 1000);
            assertThat(log.segments()).hasSize(2);
        }
        try (SegmentedLog log = open(disk)) {
            assertThat(read(log)).hasSize(17);
        }
    }

    @Test
    void shouldMapEverythingWhenAskedInPiecesOfAnySize() {
        try (SegmentedLog log = newLog(disk)) {
            for (int i = 0; i < 60; i++) {
                append(log, 1 + i / 7, i * 37 % 2000);
            }
            final List<LogFixture.Entry> expected = read(log);

            for (final int maxEntries : new int[] {1, 2, 7, 1000}) {
                for (final int maxBytes : new int[] {1, 500, 5000, 1 << 20}) {
                    assertThat(LogFixture.map(log, maxEntries, maxBytes)).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void shouldMapEveryEntryWhenAskedInRandomOrder() {
        try (SegmentedLog log = newLog(disk)) {
            append(log, 300, 1, 40);
            final LogRange range = new LogRange();
            long index = 1;
            for (int i = 0; i < 3000; i++) {
                index = 1 + (index * 48271 + i) % 300;
                log.map(index, 1, 1, range);
                assertThat(EntryFrame.index(range.buffer(), range.offset())).isEqualTo(index);
            }
        }
    }

    @Test
    void shouldAppendFramesAsTheyAreWhenTheyComeFromAnotherLog() {
        final SimDisk otherDisk = new SimDisk();
        try (SegmentedLog leader = newLog(disk);
                SegmentedLog follower = newLog(otherDisk)) {
            append(leader, 20, 1, 333);
            append(leader, 40, 2, 501);
            final LogRange range = new LogRange();
            long index = 1;
            while (index <= leader.lastIndex()) {
                final int count = leader.map(index, 9, 1 << 20, range);
                follower.appendFrames(index, count, range.buffer(), range.offset(), range.length());
                index += count;
            }

            leader.force();
            follower.force();

            assertThat(read(follower)).isEqualTo(read(leader));
            assertThat(follower.lastTerm()).isEqualTo(2);
            final byte[] original = disk.contentOf(segment(2));
            final byte[] copy = otherDisk.contentOf(segment(2));
            assertThat(copy).as("the same bytes on disk").isEqualTo(original);
        }
    }

    @Test
    void shouldRefuseFramesThatAreNotWholeOrNotNext() {
        try (SegmentedLog leader = newLog(disk);
                SegmentedLog follower = newLog(new SimDisk())) {
            append(leader, 3, 1, 50);
            final LogRange range = new LogRange();
            leader.map(1, 3, 1 << 20, range);

            assertThatThrownBy(() -> follower.appendFrames(2, 3, range.buffer(), range.offset(), range.length()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> follower.appendFrames(1, 4, range.buffer(), range.offset(), range.length()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> follower.appendFrames(1, 3, range.buffer(), range.offset(), range.length() - 8))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        try (SegmentedLog follower = newLog(new SimDisk())) {
            final LogRange range = new LogRange();
            try (SegmentedLog leader = open(disk)) {
                leader.map(1, 3, 1 << 20, range);
                assertThatThrownBy(() -> follower.appendFrames(1, 2, range.buffer(), range.offset(), range.length()))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("more bytes than frames");
            }
        }
    }

    @Test
    void shouldTakeTheLargestPayloadAndRefuseOneByteMore() {
        try (SegmentedLog log = newLog(disk)) {
            final int most = log.maxPayloadLength();
            append(log, 1, most);
            append(log, 1, most);

            assertThatThrownBy(() -> append(log, 1, most + 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("most=" + most);
            assertThat(read(log)).hasSize(2);
        }
    }

    @Test
    void shouldRefuseAnEntryThatDoesNotFollow() {
        try (SegmentedLog log = newLog(disk)) {
            append(log, 5, 3, 10);
            final UnsafeBuffer payload = payload(1, 1, 10);

            for (final long[] indexAndTerm : new long[][] {{5, 3}, {7, 3}, {6, 2}, {0, 3}}) {
                assertThatThrownBy(
                                () -> log.append(indexAndTerm[0], indexAndTerm[1], EntryType.COMMAND, payload, 0, 10))
                        .isInstanceOf(IllegalArgumentException.class);
            }
            assertThat(log.lastIndex()).isEqualTo(5);
        }
    }

    @Test
    void shouldForgetTheSuffixWhenTruncatedAtAnyEntry() {
        for (int from = 1; from <= 40; from++) {
            final SimDisk freshDisk = new SimDisk();
            try (SegmentedLog log = newLog(freshDisk)) {
                append(log, 25, 1, 700);
                log.force();
                append(log, 15, 2, 700);
                final List<LogFixture.Entry> kept = new ArrayList<>(read(log).subList(0, from - 1));

                log.truncateSuffix(from);

                assertThat(log.lastIndex()).isEqualTo(from - 1);
                assertThat(log.lastTerm())
                        .isEqualTo(kept.isEmpty() ? 0 : kept.get(from - 2).term());
                assertThat(read(log)).isEqualTo(kept);
                append(log, 5, 3, 900);
                kept.addAll(java.util.Collections.nCopies(5, new LogFixture.Entry(3, 900)));
                assertThat(read(log)).isEqualTo(kept);
                assertThat(LogFixture.map(log, 3, 3000)).isEqualTo(kept);
            }
            try (SegmentedLog log = open(freshDisk)) {
                assertThat(read(log)).hasSize(from + 4);
            }
        }
    }

    @Test
    void shouldTouchNoFileWhenWhatIsTruncatedWasNeverWritten() {
        try (SegmentedLog log = newLog(disk)) {
            append(log, 2, 1, 100);
            log.force();
            append(log, 3, 1, 100);
            final long before = disk.operations();

            log.truncateSuffix(3);
            append(log, 1, 2, 200);

            assertThat(disk.operations()).isEqualTo(before);
            assertThat(read(log)).hasSize(3);
        }
    }

    @Test
    void shouldTellTheTermRunsWhenOpened() {
        try (SegmentedLog log = newLog(disk)) {
            append(log, 20, 1, 900);
            append(log, 1, 4, 900);
            append(log, 20, 5, 900);
        }

        final List<String> runs = new ArrayList<>();
        try (SegmentedLog log = open(disk)) {
            log.forEachTermRun((firstIndex, term) -> runs.add(firstIndex + ":" + term));
        }

        assertThat(runs).containsExactly("1:1", "21:4", "22:5");
    }

    @Test
    void shouldNotReadBeyondTheBoundWhenACursorIsAtTheEnd() {
        try (SegmentedLog log = newLog(disk)) {
            final LogCursor cursor = log.newCursor();
            cursor.seek(1);
            assertThat(cursor.next(0)).isFalse();

            append(log, 3, 1, 2000);

            assertThat(cursor.next(2)).isTrue();
            assertThat(cursor.next(2)).isTrue();
            assertThat(cursor.next(2)).isFalse();
            append(log, 20, 1, 2000);
            for (int i = 3; i <= 23; i++) {
                assertThat(cursor.next(23)).isTrue();
                assertThat(cursor.index()).isEqualTo(i);
            }
            assertThat(cursor.next(23)).isFalse();
            cursor.seek(2);
            assertThat(cursor.next(23)).isTrue();
            assertThat(cursor.index()).isEqualTo(2);
        }
    }

    @Test
    void shouldStopWhenACursorMeetsDamage() {
        try (SegmentedLog log = newLog(disk)) {
            append(log, 10, 1, 100);
            log.force();
            disk.damage(segment(1), SegmentLayout.FRAMES_OFFSET + 136 * 4 + 50, new byte[] {0});
            final LogCursor cursor = log.newCursor();
            cursor.seek(4);
            assertThat(cursor.next(10)).isTrue();

            final String message = messageOf(() -> cursor.next(10));

            assertThat(message)
                    .contains(segment(1).toString(), "offset=" + (4096 + 136 * 4), "expected=entry 5", "found=");
        }
    }

    @Test
    void shouldRefuseAllFurtherWorkWhenAForceFailed() {
        try (SegmentedLog log = newLog(disk)) {
            append(log, 1, 1, 100);
            disk.failForceOf(".log");
            assertThat(messageOf(log::force))
                    .contains("force failed", segment(1).toString());
            disk.failForceOf(null);

            assertThat(messageOf(log::force)).contains("failed before");
            assertThat(messageOf(() -> append(log, 1, 1, 100))).contains("failed before");
            assertThat(messageOf(() -> log.truncateSuffix(1))).contains("failed before");
        }
    }

    @Test
    void shouldRefuseAllFurtherWorkWhenAWriteFailed() {
        try (SegmentedLog log = newLog(disk)) {
            append(log, 1, 1, 100);
            disk.failWriteTo(".log");
            assertThat(messageOf(log::flush))
                    .contains("write failed", segment(1).toString());
            disk.failWriteTo(null);

            assertThat(messageOf(log::force)).contains("failed before");
        }
    }

    @Test
    void shouldSayThatTheDiskIsFullWhenASegmentCannotBeMade() {
        try (SegmentedLog log = newLog(disk)) {
            disk.leaveRoom(5000);
            append(log, 10, 1, 1000);
            while (log.prepare()) {
                assertThat(log.lastIndex())
                        .as("the log goes on without a spare")
                        .isEqualTo(10);
            }
            append(log, 1, 1, 1000);
            log.force();

            assertThat(messageOf(() -> append(log, 5, 1, 1000)))
                    .contains("disk is full", DIRECTORY.toString(), CONFIG.segmentBytes() + " bytes", "free space");
            assertThat(read(log)).hasSize(11);

            disk.leaveRoom(1 << 20);
            append(log, 5, 1, 1000);
            assertThat(read(log)).hasSize(16);
        }
        try (SegmentedLog log = open(disk)) {
            assertThat(read(log)).hasSize(16);
        }
    }

    @Test
    void shouldSayThatTheDiskIsFullWhenTheFirstSegmentCannotBeMade() {
        disk.leaveRoom(1000);

        assertThat(messageOf(() -> SegmentedLog.create(disk, DIRECTORY, IDENTITY, CONFIG)))
                .contains("disk is full", DIRECTORY.toString());
    }

    @Test
    void shouldWorkOnTheRealFileSystem(@TempDir final Path folder) {
        final FileDisk files = new FileDisk();
        final Path directory = folder.resolve("log");
        SegmentedLog.create(files, directory, IDENTITY, CONFIG);
        try (SegmentedLog log = SegmentedLog.open(files, directory, IDENTITY, CONFIG)) {
            for (int i = 0; i < 20; i++) {
                append(log, 3, 1 + i, 600);
                log.force();
                while (log.prepare()) {
                    assertThat(log.lastTerm()).isEqualTo(1 + i);
                }
            }
            log.truncateSuffix(50);
            append(log, 4, 30, 10);
            log.truncateSuffix(20);
            append(log, 20, 31, 1000);
            assertThat(read(log)).hasSize(39);
        }

        try (SegmentedLog log = SegmentedLog.open(files, directory, IDENTITY, CONFIG)) {
            assertThat(read(log)).hasSize(39).startsWith(new LogFixture.Entry(1, 600));
            assertThat(LogFixture.map(log, 10, 5000)).isEqualTo(read(log));
        }
    }
}
