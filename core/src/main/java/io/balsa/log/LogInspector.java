package io.balsa.log;

import io.balsa.codec.EntryFrame;
import io.balsa.codec.StoredRecord;
import io.balsa.disk.Disk;
import io.balsa.disk.DiskFile;
import io.balsa.disk.StorageException;
import io.balsa.disk.StorageIdentity;
import io.balsa.log.SegmentReport.FoundDamage;
import io.balsa.log.SegmentReport.State;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the log in a data directory and reports what is there, damage included; changes nothing and takes no lock.
 *
 * <p>Beside a running node the answer is of no single moment: a segment that is compacted away meanwhile is left out, and a
 * suffix that is cut meanwhile can look like damage. Look again before believing it.
 *
 * <p>Threading: one owner. Errors: {@link StorageException} when the directory is not a node's or a file cannot be read.
 */
public final class LogInspector {
    private final Disk disk;
    private final Path directory;
    private final StorageIdentity identity;
    private final LongConsumer progress;
    private final SegmentImage image = new SegmentImage();
    private final SegmentScan scan = new SegmentScan();
    private final List<SegmentReport> reports = new ArrayList<>();

    private @Nullable String markerDamage;
    private boolean baseKnown;
    private long firstSegment;
    private long lastSegment;
    private long baseIndex;
    private long baseTerm;
    private long durableIndex;

    private long lastIndex;
    private long lastTerm;
    private boolean cut;
    /** What follows the entries of the segment looked at last. */
    private String foundAtEnd = "";

    private LogInspector(
            final Disk disk, final Path directory, final StorageIdentity identity, final LongConsumer progress) {
        this.disk = disk;
        this.directory = directory;
        this.identity = identity;
        this.progress = progress;
    }

    /** Inspects the log of a data directory. */
    public static LogInspection inspect(final Disk disk, final Path dataDirectory) {
        return inspect(disk, DataDirectory.logOf(dataDirectory), DataDirectory.identityOf(disk, dataDirectory));
    }

    static LogInspection inspect(final Disk disk, final Path directory, final StorageIdentity identity) {
        return inspect(disk, directory, identity, bytes -> {});
    }

    /** @param progress told the length of each file that was read */
    static LogInspection inspect(
            final Disk disk, final Path directory, final StorageIdentity identity, final LongConsumer progress) {
        final LogInspector inspector = new LogInspector(disk, directory, identity, progress);
        try {
            return inspector.run();
        } catch (final IOException e) {
            throw StorageException.of("log cannot be read", directory, e);
        } finally {
            inspector.image.close();
        }
    }

    /**
     * Passes on the whole entries of one segment, up to the first that is not whole or does not follow.
     *
     * @throws StorageException when the file cannot be read or does not begin as a segment
     */
    public static void forEachEntry(final Disk disk, final Path file, final EntryConsumer consumer) {
        try (DiskFile opened = disk.openToRead(file);
                SegmentImage bytes = new SegmentImage()) {
            final DirectBuffer buffer = bytes.read(opened, (int) Math.min(opened.size(), LogConfig.MAX_SEGMENT_BYTES));
            final SegmentScan scan = new SegmentScan();
            if (buffer.capacity() < LogConfig.MIN_SEGMENT_BYTES) {
                return;
            }
            final long first = EntryFrame.index(buffer, SegmentLayout.FRAMES_OFFSET);
            scan.begin(buffer, first - 1, 0);
            while (scan.next()) {
                final int at = scan.offset();
                consumer.onEntry(
                        scan.index(),
                        scan.term(),
                        EntryFrame.type(buffer, at),
                        buffer,
                        at,
                        EntryFrame.length(buffer, at) - EntryFrame.HEADER_LENGTH);
            }
        } catch (final IOException e) {
            throw StorageException.of("segment cannot be read", file, e);
        }
    }

    private LogInspection run() throws IOException {
        // The marker before the files: what it knows to be durable then, they hold later.
        readMarker();
        final List<Path> files = disk.list(directory).stream()
                .filter(file -> SegmentLayout.sequence(file.getFileName().toString()) >= 0)
                .toList();
        if (!baseKnown && !files.isEmpty()) {
            firstSegment = SegmentLayout.sequence(files.get(0).getFileName().toString());
        }
        long expected = firstSegment;
        for (int i = 0; i < files.size() && !cut; i++) {
            final long sequence =
                    SegmentLayout.sequence(files.get(i).getFileName().toString());
            while (sequence > expected) {
                reportMissing(expected++);
            }
            inspect(files.get(i), sequence, i == files.size() - 1);
            expected = Math.max(expected, sequence + 1);
        }
        while (expected <= lastSegment && !cut) {
            reportMissing(expected++);
        }
        completeLast();
        reportUnknown();
        return new LogInspection(markerDamage, baseIndex, baseTerm, durableIndex, reports);
    }

    private void readMarker() throws IOException {
        try (LogMarker marker = LogMarker.openToRead(disk, directory, identity)) {
            firstSegment = marker.firstSegment();
            lastSegment = marker.lastSegment();
            baseIndex = marker.baseIndex();
            baseTerm = marker.baseTerm();
            durableIndex = marker.durableIndex();
            lastIndex = baseIndex;
            lastTerm = baseTerm;
            baseKnown = true;
        } catch (final StorageException e) {
            markerDamage = e.getMessage();
        }
    }

    private void reportMissing(final long sequence) {
        final Path file = directory.resolve(SegmentLayout.fileName(sequence));
        reports.add(new SegmentReport(
                file, sequence, State.MISSING, 0, 0, 0, 0, 0, 0, new FoundDamage(0, "a segment", "no file", true)));
    }

    private void inspect(final Path file, final long sequence, final boolean last) throws IOException {
        if (sequence < firstSegment) {
            reports.add(new SegmentReport(file, sequence, State.LEFTOVER, 0, 0, 0, 0, 0, 0, null));
            return;
        }
        try (DiskFile opened = disk.openToRead(file)) {
            final long length = opened.size();
            if (length < LogConfig.MIN_SEGMENT_BYTES || length > LogConfig.MAX_SEGMENT_BYTES) {
                report(file, sequence, State.FULL, length, "a segment of its full length", length + " bytes", 0);
                return;
            }
            inspect(file, sequence, last, image.read(opened, (int) length));
            progress.accept(length);
        } catch (final NoSuchFileException e) {
            // It was compacted away since the directory was listed.
            return;
        }
    }

    private void report(
            final Path file,
            final long sequence,
            final State state,
            final long length,
            final String expected,
            final String found,
            final long offset) {
        final FoundDamage damage = new FoundDamage(offset, expected, found, true);
        reports.add(new SegmentReport(file, sequence, state, 0, 0, 0, 0, 0, length, damage));
    }

    private void inspect(final Path file, final long sequence, final boolean last, final DirectBuffer buffer) {
        final StoredRecord record = new StoredRecord();
        record.copyFrom(buffer, SegmentLayout.HEADER_OFFSET);
        if (last && record.isZero()) {
            inspectSpare(file, sequence, buffer);
            return;
        }
        final SegmentHeader header;
        try {
            SegmentHeader.requireOwn(record, file, identity);
        } catch (final StorageException e) {
            final FoundDamage damage =
                    new FoundDamage(0, "a segment of " + identity, String.valueOf(e.getMessage()), false);
            reports.add(new SegmentReport(file, sequence, State.FULL, 0, 0, 0, 0, 0, buffer.capacity(), damage));
            return;
        }
        try {
            header = SegmentHeader.decode(record, file, identity, sequence, buffer.capacity());
        } catch (final StorageException e) {
            report(
                    file,
                    sequence,
                    State.FULL,
                    buffer.capacity(),
                    "segment " + sequence,
                    String.valueOf(e.getMessage()),
                    0);
            return;
        }
        inspectEntries(file, header, buffer);
    }

    private void inspectSpare(final Path file, final long sequence, final DirectBuffer buffer) {
        final int dataEnd = TornTail.endOfData(buffer, 0);
        if (dataEnd > 0) {
            final String found = "zeroes, and data before " + dataEnd;
            report(file, sequence, State.SPARE, buffer.capacity(), "a segment header", found, 0);
            return;
        }
        final boolean loss = sequence == firstSegment && durableIndex > baseIndex;
        final FoundDamage damage =
                loss ? new FoundDamage(0, "entries up to " + durableIndex, "an empty segment", true) : null;
        reports.add(new SegmentReport(file, sequence, State.SPARE, 0, 0, 0, 0, 0, buffer.capacity(), damage));
    }

    private void inspectEntries(final Path file, final SegmentHeader header, final DirectBuffer buffer) {
        if (!baseKnown) {
            baseKnown = true;
            baseIndex = header.firstIndex() - 1;
            baseTerm = header.previousTerm();
            lastIndex = baseIndex;
            lastTerm = baseTerm;
        }
        completePrevious(header.firstIndex(), header.previousTerm());
        final SuffixCut pending = SuffixCut.pending(buffer);
        cut = pending != null;
        scan.begin(buffer, header.firstIndex() - 1, header.previousTerm());
        long firstTerm = 0;
        while ((pending == null || scan.index() + 1 < pending.fromIndex()) && scan.next()) {
            firstTerm = scan.index() == header.firstIndex() ? scan.term() : firstTerm;
        }
        final boolean follows = header.firstIndex() == lastIndex + 1 && header.previousTerm() == lastTerm;
        final FoundDamage damage = follows
                ? tailDamage(file, buffer)
                : new FoundDamage(
                        0,
                        "a segment that begins with entry " + (lastIndex + 1) + " behind term " + lastTerm,
                        "one that begins with entry " + header.firstIndex() + " behind term " + header.previousTerm(),
                        true);
        lastIndex = scan.index();
        lastTerm = scan.term();
        foundAtEnd = scan.found();
        reports.add(new SegmentReport(
                file,
                header.sequence(),
                State.ACTIVE,
                header.firstIndex(),
                lastIndex,
                firstTerm,
                firstTerm == 0 ? 0 : lastTerm,
                scan.end(),
                buffer.capacity(),
                damage));
    }

    /** Returns the damage behind the whole entries of a segment that may be the last; {@link #completePrevious} corrects it. */
    private @Nullable FoundDamage tailDamage(final Path file, final DirectBuffer buffer) {
        if (cut) {
            return null;
        }
        if (scan.isFrame(scan.end())) {
            return new FoundDamage(scan.end(), scan.expected(), scan.found(), true);
        }
        final int dataEnd = TornTail.endOfData(buffer, scan.end());
        try {
            if (dataEnd > scan.end()) {
                TornTail.requireTorn(file, scan, dataEnd);
            }
            return null;
        } catch (final StorageException e) {
            return new FoundDamage(scan.end(), scan.expected(), scan.found() + ", and a valid entry behind it", true);
        }
    }

    /** Says of the segment before one with a header that it is full, and damaged where it does not go as far. */
    private void completePrevious(final long firstIndex, final long previousTerm) {
        final int position = reports.size() - 1;
        final SegmentReport previous = position < 0 ? null : reports.get(position);
        if (previous == null || previous.state() != State.ACTIVE) {
            return;
        }
        FoundDamage damage = previous.damage();
        if (damage == null && firstIndex > previous.lastIndex() + 1) {
            damage = new FoundDamage(
                    previous.usedBytes(),
                    "entry " + (previous.lastIndex() + 1) + ", since the next segment begins with " + firstIndex,
                    foundAtEnd,
                    true);
        }
        if (damage != null) {
            // What follows is looked at for itself.
            lastIndex = firstIndex - 1;
            lastTerm = previousTerm;
        }
        reports.set(position, previous.as(State.FULL, damage));
    }

    /** Says that the last segment with entries is damaged when it does not hold all that is durable. */
    private void completeLast() {
        for (int i = reports.size() - 1; i >= 0; i--) {
            final SegmentReport last = reports.get(i);
            if (last.state() == State.MISSING) {
                return;
            }
            if (last.state() == State.ACTIVE) {
                if (last.damage() == null && last.lastIndex() < durableIndex && !cut) {
                    final FoundDamage damage = new FoundDamage(
                            last.usedBytes(),
                            "entry " + (last.lastIndex() + 1) + ", since entries up to " + durableIndex
                                    + " are durable",
                            foundAtEnd,
                            true);
                    reports.set(i, last.as(State.ACTIVE, damage));
                }
                return;
            }
        }
    }

    /** Says of segments with entries that the marker does not know that they should not be there. */
    private void reportUnknown() throws IOException {
        if (markerDamage == null) {
            // Again: a running node made more of them since the marker was read, and told it before it used them.
            try (LogMarker marker = LogMarker.openToRead(disk, directory, identity)) {
                lastSegment = marker.lastSegment();
            }
        }
        for (int i = 0; i < reports.size(); i++) {
            final SegmentReport report = reports.get(i);
            if (markerDamage == null && !cut && report.firstIndex() > 0 && report.sequence() > lastSegment) {
                final FoundDamage damage = new FoundDamage(0, "no segment of this number", "entries", true);
                reports.set(i, report.as(report.state(), damage));
            }
        }
    }
}
