package io.balsa.log;

import io.balsa.disk.Disk;
import io.balsa.disk.DiskFile;
import io.balsa.disk.DiskFullException;
import io.balsa.disk.StorageException;
import io.balsa.disk.StorageIdentity;
import java.io.IOException;
import java.nio.file.Path;
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

    private final Disk disk;
    private final Path directory;
    private final StorageIdentity identity;
    private final int segmentBytes;

    private long nextSequence;
    private @Nullable LogSegment spare;
    private @Nullable DiskFile unfinished;
    private int laidBytes;
    private boolean diskFull;

    SegmentAllocator(final Disk disk, final Path directory, final StorageIdentity identity, final int segmentBytes) {
        this.disk = disk;
        this.directory = directory;
        this.identity = identity;
        this.segmentBytes = segmentBytes;
    }

    /**
     * Tells how the log continues.
     *
     * @param sequence of the next segment
     * @param found the next segment if it was made before, else null
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
        if (spare != null || diskFull || laidBytes >= Math.min(2 * usedBytes, segmentBytes)) {
            return false;
        }
        try {
            layZeroes(STEP_BYTES);
        } catch (final DiskFullException e) {
            // Not yet fatal: there is room in the active segment. When there is none any more, take() tries again.
            diskFull = true;
            discardUnfinished();
        }
        return true;
    }

    /** Returns the next segment, its file whole and zero; makes what is missing of it now. */
    synchronized LogSegment take() {
        try {
            while (spare == null) {
                layZeroes(segmentBytes);
            }
        } catch (final IOException e) {
            discardUnfinished();
            throw StorageException.of(
                    "the next log segment of " + segmentBytes + " bytes cannot be made", directory, e);
        }
        final LogSegment taken = spare;
        spare = null;
        diskFull = false;
        nextSequence++;
        return taken;
    }

    /** Deletes the spare, finished or not, and goes on with another sequence. */
    synchronized void discardSpare(final long sequence) throws IOException {
        final LogSegment finished = spare;
        if (finished != null) {
            spare = null;
            finished.close();
            disk.delete(finished.path());
        }
        discardUnfinished();
        nextSequence = sequence;
    }

    /** Closes the spare; it stays on disk when it is whole. */
    synchronized void close() throws IOException {
        if (spare != null) {
            spare.close();
            spare = null;
        }
        discardUnfinished();
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
        spare = new LogSegment(identity, nextSequence, disk.open(path), segmentBytes);
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
