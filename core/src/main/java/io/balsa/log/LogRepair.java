package io.balsa.log;

import io.balsa.codec.EntryFrame;
import io.balsa.disk.Disk;
import io.balsa.disk.DiskFile;
import io.balsa.disk.StorageException;
import io.balsa.disk.StorageIdentity;
import io.balsa.log.SegmentReport.FoundDamage;
import io.balsa.log.SegmentReport.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a damaged log before its first damaged entry, so that the node can start and get what is missing from the others.
 *
 * <p>The entries behind may have been acknowledged, and others may have counted on them. So first of all the directory is
 * marked, see {@link IndexMark#CATCH_UP}: the node holds the highest index it may have acknowledged again before it votes. In this
 * order, each durable before the next begins:
 *
 * <ol>
 *   <li>the mark;
 *   <li>the damaged segment is copied, and all later ones are moved, from the last to the first, to {@code log/damaged-n};
 *   <li>the damaged segment is cut, or replaced by an empty one when nothing of it is left, and the marker told.
 * </ol>
 *
 * <p>A crash leaves a log that is still damaged, for which the repair is run again: the mark never goes down, and what was moved
 * stays where it is.
 *
 * <p>Threading: one owner, which has the directory locked.
 */
public final class LogRepair {
    private static final String DAMAGED = "damaged-";

    private final Disk disk;
    private final Path root;
    private final Path directory;
    private final StorageIdentity identity;
    private final LogConfig config;

    /**
     * What a repair did.
     *
     * @param lastIndex of the log now
     * @param mustCatchUpTo index that the node must hold again before it votes
     * @param removedTo directory with a copy of everything that was damaged or lay behind
     * @param file the first damaged one
     * @param damage what was wrong with it
     */
    public record Outcome(long lastIndex, long mustCatchUpTo, Path removedTo, Path file, String damage) {}

    LogRepair(final Disk disk, final Path root, final StorageIdentity identity, final LogConfig config) {
        this.disk = disk;
        this.root = root;
        this.identity = identity;
        this.config = config;
        directory = DataDirectory.logOf(root);
    }

    /** Returns what {@link #run} would do, and changes nothing. */
    Outcome preview() throws IOException {
        final LogInspection inspection = inspectDamaged();
        final SegmentReport damaged = inspection.firstDamaged();
        long lastIndex = inspection.baseIndex();
        for (final SegmentReport segment : kept(inspection, damaged)) {
            lastIndex = Math.max(lastIndex, segment.lastIndex());
        }
        return outcome(lastIndex, mustCatchUpTo(inspection), nextRemovedDirectory(), inspection, damaged);
    }

    Outcome run() throws IOException {
        final LogInspection inspection = inspectDamaged();
        final SegmentReport damaged = inspection.firstDamaged();
        final long until = mustCatchUpTo(inspection);
        IndexMark.CATCH_UP.write(disk, root, identity, until);
        final Path removedTo = makeRemovedDirectory();
        if (damaged != null) {
            remove(damaged, inspection.segments(), removedTo);
        }
        restoreMarker(inspection, damaged);
        final long lastIndex;
        try (SegmentedLog log = SegmentedLog.open(disk, directory, identity, config)) {
            lastIndex = log.lastIndex();
        }
        return outcome(lastIndex, until, removedTo, inspection, damaged);
    }

    private LogInspection inspectDamaged() {
        final LogInspection inspection = LogInspector.inspect(disk, directory, identity);
        if (inspection.isSound()) {
            throw new StorageException("log needs no repair: directory=" + directory + "; start the node");
        }
        refuseWhatIsNoDamage(inspection.segments());
        return inspection;
    }

    private long mustCatchUpTo(final LogInspection inspection) throws IOException {
        return Math.max(IndexMark.CATCH_UP.read(disk, root, identity), highestIndex(inspection));
    }

    private Outcome outcome(
            final long lastIndex,
            final long until,
            final Path removedTo,
            final LogInspection inspection,
            final @Nullable SegmentReport damaged) {
        return damaged == null
                ? new Outcome(
                        lastIndex,
                        until,
                        removedTo,
                        directory.resolve(LogMarker.FILE_NAME),
                        String.valueOf(inspection.markerDamage()))
                : new Outcome(lastIndex, until, removedTo, damaged.file(), describe(damaged));
    }

    private static String describe(final SegmentReport damaged) {
        final FoundDamage damage = damaged.damage();
        return damage == null
                ? ""
                : "offset=" + damage.offset() + ", expected=" + damage.expected() + ", found=" + damage.found();
    }

    private static void refuseWhatIsNoDamage(final List<SegmentReport> segments) {
        for (final SegmentReport segment : segments) {
            final FoundDamage damage = segment.damage();
            if (damage != null && !damage.repairable()) {
                throw new StorageException(
                        "log is not repaired, since a file was not damaged but belongs elsewhere: " + damage.found());
            }
        }
    }

    /** Returns the highest index that can have been acknowledged, as far as marker and entries tell. */
    private long highestIndex(final LogInspection inspection) throws IOException {
        long highest = Math.max(inspection.durableIndex(), inspection.baseIndex());
        for (final SegmentReport segment : inspection.segments()) {
            highest = Math.max(highest, segment.lastIndex());
            if (segment.damage() != null && segment.state() != State.MISSING) {
                highest = Math.max(highest, highestIndexBehind(segment));
            }
        }
        return highest;
    }

    /** Looks for whole entries behind the damage of a segment. */
    private long highestIndexBehind(final SegmentReport segment) throws IOException {
        try (DiskFile file = disk.open(segment.file());
                SegmentImage image = new SegmentImage()) {
            return highestIndexBehind(
                    segment, image.read(file, (int) Math.min(file.size(), LogConfig.MAX_SEGMENT_BYTES)));
        }
    }

    private static long highestIndexBehind(final SegmentReport segment, final DirectBuffer buffer) {
        final int capacity = buffer.capacity();
        final SegmentScan scan = new SegmentScan();
        scan.begin(buffer, 0, 0);
        final long least = segment.lastIndex();
        // More entries than fit were never in it: a payload may look like a frame.
        final long most = least == 0 ? Long.MAX_VALUE : least + capacity / EntryFrame.HEADER_LENGTH;
        long highest = 0;
        final int last = capacity - EntryFrame.HEADER_LENGTH;
        for (int at = Math.max(SegmentLayout.FRAMES_OFFSET, (int) segment.usedBytes());
                at <= last;
                at += EntryFrame.ALIGNMENT) {
            final long index = EntryFrame.index(buffer, at);
            if (index > highest && index <= most && EntryFrame.length(buffer, at) > 0 && scan.isFrame(at)) {
                highest = index;
            }
        }
        return highest;
    }

    private Path nextRemovedDirectory() {
        int number = 1;
        while (disk.exists(directory.resolve(DAMAGED + number))) {
            number++;
        }
        return directory.resolve(DAMAGED + number);
    }

    private Path makeRemovedDirectory() throws IOException {
        final Path made = nextRemovedDirectory();
        disk.createDirectories(made);
        disk.syncDirectory(directory);
        return made;
    }

    private void remove(final SegmentReport damaged, final List<SegmentReport> segments, final Path removedTo)
            throws IOException {
        final List<SegmentReport> later = new ArrayList<>();
        for (final SegmentReport segment : segments) {
            if (segment.sequence() >= damaged.sequence() && segment.state() != State.MISSING) {
                later.add(segment);
            }
        }
        final boolean partly = keepsEntries(damaged);
        if (partly) {
            copy(damaged.file(), removedTo.resolve(damaged.file().getFileName()));
        }
        for (int i = later.size() - 1; i >= (partly ? 1 : 0); i--) {
            final Path file = later.get(i).file();
            disk.rename(file, removedTo.resolve(file.getFileName()));
        }
        disk.syncDirectory(removedTo);
        disk.syncDirectory(directory);
    }

    private static boolean keepsEntries(final SegmentReport segment) {
        final FoundDamage damage = segment.damage();
        return damage != null && damage.offset() >= SegmentLayout.FRAMES_OFFSET && segment.firstIndex() > 0;
    }

    private void copy(final Path from, final Path to) throws IOException {
        try (DiskFile source = disk.open(from);
                DiskFile target = disk.create(to)) {
            final ByteBuffer bytes = ByteBuffer.allocateDirect((int) source.size());
            source.read(0, bytes);
            target.write(0, bytes.flip());
            target.force();
        }
    }

    private void restoreMarker(final LogInspection inspection, final @Nullable SegmentReport damaged)
            throws IOException {
        final List<SegmentReport> kept = kept(inspection, damaged);
        long lastIndex = inspection.baseIndex();
        for (final SegmentReport segment : kept) {
            lastIndex = Math.max(lastIndex, segment.lastIndex());
        }
        final SegmentReport last = kept.isEmpty() ? null : kept.get(kept.size() - 1);
        try (LogMarker marker = openMarker(inspection, kept)) {
            if (last == null) {
                makeEmptySegment(marker);
            } else if (last.equals(damaged)) {
                cut(marker, last);
            } else {
                marker.cut(last.sequence(), lastIndex);
            }
        }
    }

    private static List<SegmentReport> kept(final LogInspection inspection, final @Nullable SegmentReport damaged) {
        final List<SegmentReport> kept = new ArrayList<>();
        for (final SegmentReport segment : inspection.segments()) {
            final boolean before = damaged == null || segment.sequence() < damaged.sequence();
            if (segment.state() != State.LEFTOVER && (before || (segment.equals(damaged) && keepsEntries(segment)))) {
                kept.add(segment);
            }
        }
        return kept;
    }

    private LogMarker openMarker(final LogInspection inspection, final List<SegmentReport> kept) throws IOException {
        if (inspection.markerDamage() == null) {
            return LogMarker.open(disk, directory, identity);
        }
        final long first = kept.isEmpty() ? 1 : kept.get(0).sequence();
        final long last = kept.isEmpty() ? first : kept.get(kept.size() - 1).sequence();
        return LogMarker.create(disk, directory, identity, first, last, inspection.baseIndex(), inspection.baseTerm());
    }

    private void makeEmptySegment(final LogMarker marker) throws IOException {
        marker.cut(marker.firstSegment(), marker.baseIndex());
        final SegmentAllocator allocator = new SegmentAllocator(
                disk, directory, identity, new OpenSegments(config.maxMappedSegments()), marker, config.segmentBytes());
        allocator.continueAt(marker.firstSegment(), null);
        allocator.makeSpare();
        allocator.close();
    }

    private void cut(final LogMarker marker, final SegmentReport report) throws IOException {
        final OpenSegments open = new OpenSegments(config.maxMappedSegments());
        final LogSegment segment = new LogSegment(
                open, identity, report.sequence(), new SegmentFile(disk, report.file(), (int) report.capacityBytes()));
        segment.pin();
        final SuffixCut cut = new SuffixCut(report.lastIndex() + 1, (int) report.usedBytes());
        cut.begin(segment);
        marker.cut(report.sequence(), report.lastIndex());
        cut.finish(segment, segment.capacity());
        segment.unpin();
        segment.discard();
    }
}
