package io.balsa.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.codec.EntryFrame;
import io.balsa.codec.EntryType;
import io.balsa.disk.Disk;
import io.balsa.disk.SimDisk;
import io.balsa.disk.StorageException;
import io.balsa.disk.StorageIdentity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** Small logs for tests, and entries whose content follows from index and term. */
final class LogFixture {
    static final Path DIRECTORY = Path.of("/data/log");
    static final StorageIdentity IDENTITY = new StorageIdentity(7, 1, 0x5eed);
    /** Segments of three pages of entries, an append buffer of one. */
    static final LogConfig CONFIG = new LogConfig(LogConfig.MIN_SEGMENT_BYTES, LogConfig.MIN_BUFFER_BYTES);

    private LogFixture() {}

    record Entry(long term, int payloadLength) {}

    static SegmentedLog newLog(final Disk disk) {
        SegmentedLog.create(disk, DIRECTORY, IDENTITY, CONFIG);
        return open(disk);
    }

    static SegmentedLog open(final Disk disk) {
        return SegmentedLog.open(disk, DIRECTORY, IDENTITY, CONFIG);
    }

    static Path segment(final int sequence) {
        return DIRECTORY.resolve(SegmentLayout.fileName(sequence));
    }

    /** Returns a payload that differs for each index, term and length and holds no zero byte. */
    static UnsafeBuffer payload(final long index, final long term, final int length) {
        final byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (1 + Math.floorMod(index * 31 + term * 17 + length * 7L + i, 255));
        }
        return new UnsafeBuffer(bytes);
    }

    static void append(final LogStore log, final long term, final int payloadLength) {
        final long index = log.lastIndex() + 1;
        log.append(index, term, EntryType.COMMAND, payload(index, term, payloadLength), 0, payloadLength);
    }

    static void append(final LogStore log, final int count, final long term, final int payloadLength) {
        for (int i = 0; i < count; i++) {
            append(log, term, payloadLength);
        }
    }

    /** Reads the whole log with a cursor and checks every payload. */
    static List<Entry> read(final LogStore log) {
        final List<Entry> entries = new ArrayList<>();
        final LogCursor cursor = log.newCursor();
        cursor.seek(log.firstIndex());
        while (cursor.next(log.lastIndex())) {
            final int length = cursor.payloadLength();
            final byte[] found = new byte[length];
            cursor.buffer().getBytes(cursor.payloadOffset(), found);
            assertThat(found)
                    .as("payload of entry %d", cursor.index())
                    .isEqualTo(payload(cursor.index(), cursor.term(), length).byteArray());
            entries.add(new Entry(cursor.term(), length));
            assertThat(cursor.index()).isEqualTo(log.firstIndex() + entries.size() - 1);
        }
        return entries;
    }

    /** Maps the whole log piece by piece and checks what the ranges say against the frames in them. */
    static List<Entry> map(final LogStore log, final int maxEntries, final int maxBytes) {
        final List<Entry> entries = new ArrayList<>();
        final LogRange range = new LogRange();
        long index = log.firstIndex();
        while (index <= log.lastIndex()) {
            final int count = log.map(index, maxEntries, maxBytes, range);
            assertThat(count).isBetween(1, maxEntries).isEqualTo(range.entryCount());
            assertThat(range.bytes().position()).isEqualTo(range.offset());
            assertThat(range.bytes().remaining()).isEqualTo(range.length());
            int offset = range.offset();
            for (int i = 0; i < count; i++) {
                assertThat(EntryFrame.index(range.buffer(), offset)).isEqualTo(index);
                final int length = EntryFrame.length(range.buffer(), offset);
                entries.add(new Entry(EntryFrame.term(range.buffer(), offset), length - EntryFrame.HEADER_LENGTH));
                offset += EntryFrame.align(length);
                index++;
            }
            assertThat(offset - range.offset()).isEqualTo(range.length());
            assertThat(count == 1 || range.length() <= maxBytes).isTrue();
        }
        return entries;
    }

    /** Returns the exception's message, to be looked at in one place with the words a user needs. */
    static String messageOf(final Runnable action) {
        try {
            action.run();
        } catch (final StorageException e) {
            final String message = String.valueOf(e.getMessage());
            assertThat(message).as("one line").doesNotContain("\n");
            return message;
        }
        throw new AssertionError("no StorageException was thrown");
    }

    /** Checks that nothing lies behind the last entry of a log that was just recovered: it would come to life behind a new one. */
    static void assertNothingBehindTheEnd(final SimDisk disk, final SegmentedLog log) {
        final List<Path> files = disk.list(DIRECTORY).stream()
                .filter(file -> file.getFileName().toString().endsWith(".log"))
                .toList();
        final Path last = files.get(log.usage().segments() - 1);
        final UnsafeBuffer bytes = new UnsafeBuffer(disk.contentOf(last));
        int end = SegmentLayout.FRAMES_OFFSET;
        while (end < bytes.capacity() && EntryFrame.length(bytes, end) > 0) {
            assertThat(EntryFrame.index(bytes, end)).isLessThanOrEqualTo(log.lastIndex());
            end += EntryFrame.align(EntryFrame.length(bytes, end));
        }
        assertThat(TornTail.endOfData(bytes, end)).as("end of data in " + last).isEqualTo(end);
    }
}
