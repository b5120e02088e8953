package io.balsa.log;

import io.balsa.codec.EntryFrame;
import io.balsa.codec.FrameChecksum;
import io.balsa.codec.StoredRecord;
import io.balsa.disk.Damage;
import io.balsa.disk.Disk;
import io.balsa.disk.DiskFile;
import io.balsa.disk.StorageException;
import io.balsa.disk.StorageIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the segments of a log that was closed, or left by a crash, and makes them ready to be appended to.
 *
 * <p>Every entry is checked: whole frame, checksum, index one above the last, term not below it. What does not fit is one of
 * two things:
 *
 * <ul>
 *   <li>a <em>torn tail</em>: bytes that were being written when the node stopped, and were never acknowledged. They can lie
 *       only at the end of the last segment ({@link AppendBuffer} says why). They are made zero, durably, before anything is
 *       appended, so that no later recovery takes an old byte for a new entry;
 *   <li>damage: anything else, such as a bad entry with a valid one behind it, a missing segment or one that is not this
 *       node's. Cutting there would drop acknowledged entries in silence, so nothing is changed and the node does not start.
 * </ul>
 *
 * <p>Two limits follow from the files alone. Damage within the very last entry looks like a torn tail. And a device that, at a
 * power cut, kept a later page of the last write and not an earlier one looks like damage, which errs on the safe side.
 *
 * <p>Cost: one pass over the log at the speed of the checksum.
 */
final class LogRecovery {
    private final Disk disk;
    private final Path directory;
    private final StorageIdentity identity;
    private final SegmentAllocator allocator;
    private final List<LogSegment> segments = new ArrayList<>();
    private final TermRuns termRuns = new TermRuns();
    private @Nullable LogSegment spare;
    private long lastIndex;
    private long lastTerm;

    private LogRecovery(final Disk disk, final Path directory, final StorageIdentity identity, final int segmentBytes) {
        this.disk = disk;
        this.directory = directory;
        this.identity = identity;
        allocator = new SegmentAllocator(disk, directory, identity, segmentBytes);
    }

    /**
     * Recovers a log.
     *
     * @param segmentBytes length of new segments
     * @throws StorageException naming file, offset, expected and found when the log is damaged or cannot be read
     */
    static LogRecovery recover(
            final Disk disk, final Path directory, final StorageIdentity identity, final int segmentBytes) {
        final LogRecovery recovery = new LogRecovery(disk, directory, identity, segmentBytes);
        boolean done = false;
        try {
            recovery.openSegments();
            recovery.checkSegments();
            recovery.allocator.continueAt(recovery.lastSegment().sequence() + 1, recovery.spare);
            done = true;
        } catch (final IOException e) {
            throw StorageException.of("log cannot be read", directory, e);
        } catch (final InternalError e) {
            // What the JVM makes of a page of a mapping that the device cannot deliver.
            throw new StorageException(
                    "log cannot be read: directory=" + directory + ", reason=" + e.getMessage() + "; see to the disk",
                    e);
        } finally {
            if (!done) {
                recovery.close();
            }
        }
        return recovery;
    }

    private void openSegments() throws IOException {
        final List<Path> files = segmentFiles();
        if (files.isEmpty()) {
            throw Damage.missing(directory.resolve(SegmentLayout.fileName(1)), "no segment at all");
        }
        for (int i = 0; i < files.size(); i++) {
            final Path expected = directory.resolve(SegmentLayout.fileName(i + 1));
            if (!files.get(i).equals(expected)) {
                throw Damage.missing(expected, files.get(i).getFileName().toString());
            }
            final boolean last = i == files.size() - 1;
            final LogSegment segment = openSegment(files.get(i), i + 1, last && i > 0);
            if (segment.hasHeader()) {
                segments.add(segment);
                final SuffixCut cut = SuffixCut.pending(segment);
                if (cut != null) {
                    finishCut(segment, cut, files.subList(i + 1, files.size()));
                    return;
                }
            } else {
                spare = segment;
            }
        }
    }

    private List<Path> segmentFiles() throws IOException {
        final List<Path> files = new ArrayList<>();
        for (final Path file : disk.list(directory)) {
            final String name = file.getFileName().toString();
            if (name.endsWith(SegmentLayout.UNFINISHED_SUFFIX)) {
                disk.delete(file);
            } else if (SegmentLayout.sequence(name) >= 0) {
                files.add(file);
            }
        }
        return files;
    }

    private LogSegment openSegment(final Path path, final long sequence, final boolean mayBeSpare) throws IOException {
        final DiskFile file = disk.open(path);
        LogSegment segment = null;
        try {
            final long length = file.size();
            if (length < LogConfig.MIN_SEGMENT_BYTES || length > LogConfig.MAX_SEGMENT_BYTES) {
                throw Damage.at(path, length, "a segment of its full length", "the end of the file");
            }
            segment = new LogSegment(identity, sequence, file, (int) length);
            final StoredRecord record = new StoredRecord();
            record.copyFrom(segment.buffer(), SegmentLayout.HEADER_OFFSET);
            if (mayBeSpare && record.isZero()) {
                checkZero(segment);
            } else {
                final SegmentHeader header = SegmentHeader.decode(record, path, identity, sequence, length);
                segment.recovered(header.firstIndex(), SegmentLayout.FRAMES_OFFSET);
            }
            return segment;
        } catch (final StorageException | IOException e) {
            if (segment == null) {
                file.close();
            } else {
                segment.close();
            }
            throw e;
        }
    }

    /** A spare's header is written before anything else, so without a header it holds nothing. */
    private static void checkZero(final LogSegment segment) {
        final int end = endOfData(segment, 0);
        if (end > 0) {
            throw Damage.at(
                    segment.path(), SegmentLayout.HEADER_OFFSET, "a segment header", "zeroes, and data before " + end);
        }
    }

    private void finishCut(final LogSegment segment, final SuffixCut cut, final List<Path> later) throws IOException {
        for (int i = later.size() - 1; i >= 0; i--) {
            disk.delete(later.get(i));
        }
        disk.syncDirectory(directory);
        cut.finish(segment, endOfData(segment, cut.fromOffset()));
    }

    private void checkSegments() throws IOException {
        for (int i = 0; i < segments.size(); i++) {
            final LogSegment segment = segments.get(i);
            if (segment.firstIndex() != lastIndex + 1) {
                throw Damage.at(
                        segment.path(),
                        SegmentLayout.HEADER_OFFSET,
                        "a segment that begins with entry " + (lastIndex + 1),
                        "one that begins with entry " + segment.firstIndex());
            }
            final int end = checkEntries(segment);
            if (i < segments.size() - 1) {
                checkComplete(segment, end, segments.get(i + 1));
                segment.recovered(segment.firstIndex(), end);
                segment.seal(lastIndex);
            } else {
                cutTornTail(segment, end);
            }
        }
    }

    /** Checks entries up to the first that is not valid and returns where that one begins. */
    private int checkEntries(final LogSegment segment) {
        final FrameChecksum checksum = new FrameChecksum();
        final DirectBuffer buffer = segment.buffer();
        final int capacity = segment.capacity();
        int offset = SegmentLayout.FRAMES_OFFSET;
        while (EntryFrame.isValid(buffer, offset, capacity - offset, checksum)) {
            final long index = EntryFrame.index(buffer, offset);
            final long term = EntryFrame.term(buffer, offset);
            if (index != lastIndex + 1 || term < lastTerm) {
                throw Damage.at(
                        segment.path(),
                        offset,
                        "entry " + (lastIndex + 1) + " of term " + lastTerm + " or later",
                        "entry " + index + " of term " + term);
            }
            segment.index().add((int) (index - segment.firstIndex()), offset);
            termRuns.add(index, term);
            lastIndex = index;
            lastTerm = term;
            offset += EntryFrame.align(EntryFrame.length(buffer, offset));
        }
        return offset;
    }

    private void checkComplete(final LogSegment segment, final int end, final LogSegment following) {
        if (following.firstIndex() != lastIndex + 1) {
            throw Damage.at(
                    segment.path(),
                    end,
                    "entry " + (lastIndex + 1) + ", since the next segment begins with " + following.firstIndex(),
                    describe(segment.buffer(), end));
        }
    }

    private void cutTornTail(final LogSegment segment, final int end) throws IOException {
        final int dataEnd = endOfData(segment, end);
        if (dataEnd > end) {
            refuseValidEntries(segment, end, dataEnd);
        }
        // Also without a torn tail: entries that are only in the page cache would else count as durable from now on.
        segment.recovered(segment.firstIndex(), end);
        segment.cut(end, dataEnd);
    }

    /** Looks for an entry behind the first bad one: then the bad one is no torn tail. */
    private void refuseValidEntries(final LogSegment segment, final int bad, final int dataEnd) {
        final FrameChecksum checksum = new FrameChecksum();
        final DirectBuffer buffer = segment.buffer();
        final int last = segment.capacity() - EntryFrame.HEADER_LENGTH;
        for (int offset = bad + EntryFrame.ALIGNMENT;
                offset < dataEnd && offset <= last;
                offset += EntryFrame.ALIGNMENT) {
            if (EntryFrame.index(buffer, offset) > lastIndex
                    && EntryFrame.term(buffer, offset) >= lastTerm
                    && EntryFrame.isValid(buffer, offset, segment.capacity() - offset, checksum)) {
                throw Damage.at(
                        segment.path(),
                        bad,
                        "entry " + (lastIndex + 1),
                        describe(buffer, bad) + ", and a valid entry " + EntryFrame.index(buffer, offset)
                                + " behind it at offset " + offset);
            }
        }
    }

    /** Returns the end of the last bytes from {@code from} on that differ from zero, or {@code from} when all are zero. */
    private static int endOfData(final LogSegment segment, final int from) {
        final DirectBuffer buffer = segment.buffer();
        for (int offset = segment.capacity() - Long.BYTES; offset >= from; offset -= Long.BYTES) {
            if (buffer.getLong(offset) != 0) {
                return offset + Long.BYTES;
            }
        }
        return from;
    }

    /** Says what lies where an entry was expected. */
    static String describe(final DirectBuffer buffer, final int offset) {
        if (offset > buffer.capacity() - EntryFrame.HEADER_LENGTH) {
            return "the end of the segment";
        }
        final int length = EntryFrame.length(buffer, offset);
        if (length == 0) {
            return "zeroes";
        }
        if (length < EntryFrame.HEADER_LENGTH || length > buffer.capacity() - offset) {
            return "a frame of impossible length " + length;
        }
        final int found = new FrameChecksum()
                .compute(buffer, offset + EntryFrame.CHECKSUM_START_OFFSET, length - EntryFrame.CHECKSUM_START_OFFSET);
        return found == EntryFrame.checksum(buffer, offset)
                ? "entry " + EntryFrame.index(buffer, offset)
                : "a frame whose checksum is " + Integer.toHexString(found) + " and says "
                        + Integer.toHexString(EntryFrame.checksum(buffer, offset));
    }

    private void close() {
        if (spare != null) {
            segments.add(spare);
        }
        for (final LogSegment segment : segments) {
            try {
                segment.close();
            } catch (final IOException e) {
                // The reason why recovery failed is what the caller must hear.
                continue;
            }
        }
    }

    private LogSegment lastSegment() {
        return segments.get(segments.size() - 1);
    }

    /** Returns the segments that hold or will hold entries, in order, at least one. */
    LogSegment[] segments() {
        return segments.toArray(new LogSegment[0]);
    }

    /** Returns what makes the next segments. */
    SegmentAllocator allocator() {
        return allocator;
    }

    /** Returns the runs of equal terms. */
    TermRuns termRuns() {
        return termRuns;
    }

    /** Returns the index of the last entry, 0 when there is none. */
    long lastIndex() {
        return lastIndex;
    }

    /** Returns the term of the last entry, 0 when there is none. */
    long lastTerm() {
        return lastTerm;
    }
}
