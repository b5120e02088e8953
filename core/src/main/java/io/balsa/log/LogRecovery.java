package io.balsa.log;

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
import java.util.Objects;
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
 *       only at the end of the last segment ({@link AppendBuffer} says why), behind what the {@link LogMarker} knows to be
 *       durable, and look as {@link TornTail} says. They are made zero, durably, before anything is appended, so that no
 *       later recovery takes an old byte for a new entry;
 *   <li>damage: anything else, such as a bad entry that was acknowledged, a missing segment or one that is not this node's.
 *       Cutting there would drop acknowledged entries in silence, so nothing is changed and the node does not start.
 * </ul>
 *
 * <p>What a crash left unfinished is finished: a cut of a suffix, and files before the first segment that counts.
 *
 * <p>Cost: one pass over the log at the speed of the checksum.
 */
final class LogRecovery {
    private final Disk disk;
    private final Path directory;
    private final StorageIdentity identity;
    private final LogConfig config;
    private final OpenSegments open;
    /** By turns: what is said of the end of a segment is known when the next one is there, which may hold nothing. */
    private SegmentImage image = new SegmentImage();

    private SegmentImage previousImage = new SegmentImage();
    private final SegmentScan scan = new SegmentScan();
    private final List<LogSegment> segments = new ArrayList<>();
    private final List<Path> leftovers = new ArrayList<>();
    private final TermRuns termRuns = new TermRuns();

    private @Nullable LogMarker marker;
    private @Nullable LogSegment spare;
    private @Nullable SegmentAllocator allocator;
    private long durableIndex;
    private long lastIndex;
    private long lastTerm;

    private LogRecovery(final Disk disk, final Path directory, final StorageIdentity identity, final LogConfig config) {
        this.disk = disk;
        this.directory = directory;
        this.identity = identity;
        this.config = config;
        open = new OpenSegments(config.maxMappedSegments());
    }

    /**
     * Recovers a log.
     *
     * @throws StorageException naming file, offset, expected and found when the log is damaged or cannot be read
     */
    static LogRecovery recover(
            final Disk disk, final Path directory, final StorageIdentity identity, final LogConfig config) {
        final LogRecovery recovery = new LogRecovery(disk, directory, identity, config);
        boolean done = false;
        try {
            recovery.run();
            done = true;
        } catch (final IOException e) {
            throw StorageException.of("log cannot be read", directory, e);
        } finally {
            recovery.image.close();
            recovery.previousImage.close();
            if (!done) {
                recovery.close();
            }
        }
        return recovery;
    }

    private void run() throws IOException {
        final LogMarker read = LogMarker.open(disk, directory, identity);
        marker = read;
        durableIndex = read.durableIndex();
        lastIndex = read.baseIndex();
        lastTerm = read.baseTerm();
        recoverSegments(read, segmentFiles(read.firstSegment()));
        final LogSegment last = lastSegment();
        cutTornTail(last);
        for (final Path leftover : leftovers) {
            disk.delete(leftover);
        }
        read.recovered(last.sequence() + (spare == null ? 0 : 1), lastIndex);
        final SegmentAllocator made =
                new SegmentAllocator(disk, directory, identity, open, read, config.segmentBytes());
        made.continueAt(last.sequence() + 1, spare);
        allocator = made;
    }

    private List<Path> segmentFiles(final long firstSegment) throws IOException {
        final List<Path> files = new ArrayList<>();
        for (final Path file : disk.list(directory)) {
            final String name = file.getFileName().toString();
            final long sequence = SegmentLayout.sequence(name);
            if (name.endsWith(SegmentLayout.UNFINISHED_SUFFIX) || (sequence >= 0 && sequence < firstSegment)) {
                leftovers.add(file);
            } else if (sequence >= 0) {
                files.add(file);
            }
        }
        return files;
    }

    private void recoverSegments(final LogMarker read, final List<Path> files) throws IOException {
        for (int i = 0; i < files.size(); i++) {
            final long sequence = read.firstSegment() + i;
            final Path expected = directory.resolve(SegmentLayout.fileName(sequence));
            if (!files.get(i).equals(expected)) {
                throw Damage.missing(expected, files.get(i).getFileName().toString());
            }
            turnImages();
            final DirectBuffer bytes = readSegment(expected);
            final LogSegment segment = openSegment(expected, sequence, bytes.capacity());
            final StoredRecord record = new StoredRecord();
            record.copyFrom(bytes, SegmentLayout.HEADER_OFFSET);
            if (i == files.size() - 1 && record.isZero()) {
                checkZero(expected, bytes);
                takeSpare(segment, bytes, i == 0);
            } else {
                takeSegment(segment, record, sequence > read.lastSegment());
                final SuffixCut cut = SuffixCut.pending(bytes);
                if (cut != null) {
                    finishCut(read, segment, bytes, cut, files.subList(i + 1, files.size()));
                    scanEntries(segment, readSegment(expected));
                    return;
                }
                scanEntries(segment, bytes);
            }
        }
        final long found = read.firstSegment() + files.size() - 1;
        if (found < read.lastSegment()) {
            throw Damage.missing(
                    directory.resolve(SegmentLayout.fileName(read.lastSegment())),
                    files.isEmpty() ? "no segment at all" : "segments up to " + found);
        }
    }

    private void turnImages() {
        final SegmentImage turned = previousImage;
        previousImage = image;
        image = turned;
    }

    private DirectBuffer readSegment(final Path path) throws IOException {
        try (DiskFile file = disk.open(path)) {
            final long length = file.size();
            if (length < LogConfig.MIN_SEGMENT_BYTES || length > LogConfig.MAX_SEGMENT_BYTES) {
                throw Damage.at(path, length, "a segment of its full length", "the end of the file");
            }
            return image.read(file, (int) length);
        }
    }

    private LogSegment openSegment(final Path path, final long sequence, final int length) throws IOException {
        final LogSegment segment = new LogSegment(open, identity, sequence, new SegmentFile(disk, path, length));
        segment.pin();
        // A spare until it is known to be more: from now on it is closed with the rest.
        spare = segment;
        return segment;
    }

    /** A segment without a header is the next one, or the first of a log that is empty. */
    private void takeSpare(final LogSegment segment, final DirectBuffer bytes, final boolean only) {
        if (only) {
            spare = null;
            segments.add(segment);
            segment.begin(lastIndex + 1, lastTerm);
            scan.begin(bytes, lastIndex, lastTerm);
        }
    }

    private void takeSegment(final LogSegment segment, final StoredRecord record, final boolean unknown)
            throws IOException {
        final SegmentHeader header =
                SegmentHeader.decode(record, segment.path(), identity, segment.sequence(), segment.capacity());
        if (unknown) {
            throw Damage.at(segment.path(), SegmentLayout.HEADER_OFFSET, "no segment of this number", "entries");
        }
        if (!segments.isEmpty()) {
            checkComplete(lastSegment(), header);
        }
        if (header.firstIndex() != lastIndex + 1 || header.previousTerm() != lastTerm) {
            throw Damage.at(
                    segment.path(),
                    SegmentLayout.HEADER_OFFSET,
                    "a segment that begins with entry " + (lastIndex + 1) + " behind term " + lastTerm,
                    "one that begins with entry " + header.firstIndex() + " behind term " + header.previousTerm());
        }
        if (!segments.isEmpty()) {
            lastSegment().seal(lastIndex);
            lastSegment().unpin();
        }
        segment.recovered(header);
        spare = null;
        segments.add(segment);
    }

    /** Checks that the entries of a segment go as far as the header of the following one says. */
    private void checkComplete(final LogSegment segment, final SegmentHeader following) {
        if (following.firstIndex() > lastIndex + 1) {
            throw Damage.at(
                    segment.path(),
                    scan.end(),
                    scan.expected() + ", since the next segment begins with " + following.firstIndex(),
                    scan.found());
        }
    }

    /** A spare's header is written before anything else, so without a header it holds nothing. */
    private static void checkZero(final Path path, final DirectBuffer bytes) {
        final int end = TornTail.endOfData(bytes, 0);
        if (end > 0) {
            throw Damage.at(path, SegmentLayout.HEADER_OFFSET, "a segment header", "zeroes, and data before " + end);
        }
    }

    private void finishCut(
            final LogMarker read,
            final LogSegment segment,
            final DirectBuffer bytes,
            final SuffixCut cut,
            final List<Path> later)
            throws IOException {
        durableIndex = Math.min(durableIndex, cut.fromIndex() - 1);
        read.cut(segment.sequence(), cut.fromIndex() - 1);
        for (int i = later.size() - 1; i >= 0; i--) {
            disk.delete(later.get(i));
        }
        disk.syncDirectory(directory);
        cut.finish(segment, TornTail.endOfData(bytes, cut.fromOffset()));
    }

    private void scanEntries(final LogSegment segment, final DirectBuffer bytes) {
        scan.begin(bytes, lastIndex, lastTerm);
        while (scan.next()) {
            segment.index().add((int) (scan.index() - segment.firstIndex()), scan.offset());
            termRuns.add(scan.index(), scan.term());
        }
        if (scan.isFrame(scan.end())) {
            throw Damage.at(segment.path(), scan.end(), scan.expected(), scan.found());
        }
        segment.recovered(scan.end());
        lastIndex = scan.index();
        lastTerm = scan.term();
    }

    private void cutTornTail(final LogSegment segment) throws IOException {
        final int end = scan.end();
        if (lastIndex < durableIndex) {
            throw Damage.at(
                    segment.path(),
                    end,
                    scan.expected() + ", since entries up to " + durableIndex + " are durable",
                    scan.found());
        }
        final int dataEnd = TornTail.endOfData(scan.buffer(), end);
        if (dataEnd > end) {
            TornTail.requireTorn(segment.path(), scan, dataEnd);
        }
        // Also without a torn tail: entries that are only in the page cache would else count as durable from now on.
        segment.cut(end, dataEnd);
    }

    private void close() {
        final LogSegment last = spare;
        if (last != null) {
            segments.add(last);
        }
        for (final LogSegment segment : segments) {
            segment.discard();
        }
        try {
            if (marker != null) {
                marker.close();
            }
        } catch (final IOException e) {
            // The reason why recovery failed is what the caller must hear.
            return;
        }
    }

    private LogSegment lastSegment() {
        return segments.get(segments.size() - 1);
    }

    /** Returns the segments that hold or will hold entries, in order, at least one; the last one is pinned. */
    LogSegment[] segments() {
        return segments.toArray(new LogSegment[0]);
    }

    /** Returns what keeps the segments open. */
    OpenSegments open() {
        return open;
    }

    /** Returns the marker. */
    LogMarker marker() {
        return Objects.requireNonNull(marker);
    }

    /** Returns what makes the next segments. */
    SegmentAllocator allocator() {
        return Objects.requireNonNull(allocator);
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
