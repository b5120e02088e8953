package io.balsa.log;

import io.balsa.disk.Disk;
import io.balsa.disk.DiskFile;
import io.balsa.disk.DiskFullException;
import io.balsa.disk.StorageException;
import io.balsa.disk.StorageIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes segment files: real zeroes from end to end, so that later writes need no room and change no metadata.
 *
 * <p>The next file, the spare, is made ahead in small steps, twice as fast as entries come, so that it is ready when the
 * active segment is half full, rolling over to it needs no file system call, and no sync waits for more than one step. It has
 * the name of an unfinished file until it is whole. When the disk is full the spare waits; the log goes on until it needs it.
 *
 * <p>Threading: safe for all threads; the sync thread calls {@link #step}, the appender everything else.
 */
final class SegmentAllocator {
    /** Zeroes made durable at once: about one millisecond of work. */
    private static final int STEP_BYTES = 512 * 1024;
    /** Steps that are left out after the disk was found full: seconds when idle, a fraction of one under load. */
    private static final int STEPS_BEFORE_RETRY = 32;

    private final Disk disk;
    private final Path directory;
    private final StorageIdentity identity;
    private final OpenSegments open;
    private final LogMarker marker;
    private final int segmentBytes;

    private long nextSequence;
    private @Nullable LogSegment spare;
    private @Nullable DiskFile unfinished;
    private int laidBytes;
    private boolean diskFull;
    private int stepsUntilRetry;

    SegmentAllocator(
            final Disk disk,
            final Path directory,
            final StorageIdentity identity,
            final OpenSegments open,
            final LogMarker marker,
            final int segmentBytes) {
        this.disk = disk;
        this.directory = directory;
        this.identity = identity;
        this.open = open;
        this.marker = marker;
        this.segmentBytes = segmentBytes;
    }

    /**
     * Tells how the log continues.
     *
     * @param sequence of the next segment
     * @param found the next segment if it was made before, pinned, else null
     */
    synchronized void continueAt(final long sequence, final @Nullable LogSegment found) {
        nextSequence = sequence;
        spare = found;
    }

    /**
     * Does a step of making the spare if it is due.
     *
     * @param usedBytes of the active segment
     * @return whether a step was done
     */
    synchronized boolean step(final long usedBytes) throws IOException {
        if (diskFull && --stepsUntilRetry <= 0) {
            diskFull = false;
        }
        if (spare != null || diskFull || laidBytes >= Math.min(2 * usedBytes, segmentBytes)) {
            return false;
        }
        try {
            layZeroes(STEP_BYTES);
        } catch (final DiskFullException e) {
            // Not fatal: there is room in the active segment, and perhaps on the disk again later.
            onDiskFull();
        }
        return true;
    }

    /** Tells whether the next segment is there, and makes it now unless the disk was found full a moment ago. */
    synchronized boolean hasSpare() {
        if (spare == null && !diskFull) {
            try {
                laySpare();
            } catch (final DiskFullException e) {
                onDiskFull();
            } catch (final IOException e) {
                throw unmakable(e);
            }
        }
        return spare != null;
    }

    private void onDiskFull() {
        diskFull = true;
        stepsUntilRetry = STEPS_BEFORE_RETRY;
        discardUnfinished();
    }

    /** Returns the next segment, pinned, its file whole and zero; makes what is missing of it now. */
    synchronized LogSegment take() {
        makeSpare();
        final LogSegment taken = Objects.requireNonNull(spare);
        spare = null;
        diskFull = false;
        nextSequence++;
        return taken;
    }

    /** Makes what is missing of the spare now. */
    synchronized void makeSpare() {
        try {
            laySpare();
        } catch (final IOException e) {
            throw unmakable(e);
        }
    }

    private void laySpare() throws IOException {
        while (spare == null) {
            layZeroes(segmentBytes);
        }
    }

    private StorageException unmakable(final IOException e) {
        discardUnfinished();
        return StorageException.of("the next log segment of " + segmentBytes + " bytes cannot be made", directory, e);
    }

    /**
     * Makes a segment the last one: tells the marker that nothing behind it is promised any more, and deletes the spare.
     *
     * @param sequence of the segment
     * @param lastIndex that it keeps
     */
    synchronized void cut(final long sequence, final long lastIndex) throws IOException {
        marker.cut(sequence, lastIndex);
        final LogSegment finished = spare;
        if (finished != null) {
            spare = null;
            release(finished);
            disk.delete(finished.path());
        }
        discardUnfinished();
        nextSequence = sequence + 1;
    }

    /** Closes the spare; it stays on disk when it is whole. */
    synchronized void close() {
        final LogSegment finished = spare;
        if (finished != null) {
            spare = null;
            release(finished);
        }
        discardUnfinished();
    }

    private static void release(final LogSegment segment) {
        segment.discard();
        segment.unpin();
    }

    private void layZeroes(final int mostBytes) throws IOException {
        DiskFile file = unfinished;
        if (file == null) {
            final Path path = unfinishedPath();
            if (disk.exists(path)) {
                disk.delete(path);
            }
            file = disk.create(path);
            unfinished = file;
            laidBytes = 0;
        }
        final int length = Math.min(mostBytes, segmentBytes - laidBytes);
        file.writeZeroes(laidBytes, length);
        file.force();
        laidBytes += length;
        if (laidBytes == segmentBytes) {
            finish(file);
        }
    }

    private void finish(final DiskFile file) throws IOException {
        file.close();
        unfinished = null;
        laidBytes = 0;
        final Path path = directory.resolve(SegmentLayout.fileName(nextSequence));
        disk.rename(unfinishedPath(), path);
        disk.syncDirectory(directory);
        marker.segmentMade(nextSequence);
        final LogSegment made = new LogSegment(open, identity, nextSequence, new SegmentFile(disk, path, segmentBytes));
        // Here, not by the appender when it needs the segment: opening and mapping take the file system's time.
        made.pin();
        spare = made;
    }

    private void discardUnfinished() {
        final DiskFile file = unfinished;
        unfinished = null;
        laidBytes = 0;
        if (file != null) {
            try {
                file.close();
                disk.delete(file.path());
            } catch (final IOException e) {
                // It has an unfinished file's name, so the next start or the next attempt deletes it.
                return;
            }
        }
    }

    private Path unfinishedPath() {
        return directory.resolve(SegmentLayout.fileName(nextSequence) + SegmentLayout.UNFINISHED_SUFFIX);
    }
}
