package io.balsa.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The segment files that are open and mapped: those in use and, up to a bound, those used last.
 *
 * <p>Who reads or writes a segment pins it first and unpins it afterwards; a pinned segment stays where it is, in the same
 * memory, on whatever thread. A segment that nobody pins is closed when another needs its place, and opened again by the next
 * pin. The bound is exceeded only while more segments than that are pinned.
 *
 * <p>Threading: safe for all threads. Pinning happens when a reader moves from one segment to another, not per entry.
 */
final class OpenSegments {
    private final int most;
    private final List<SegmentFile> open = new ArrayList<>();
    private long clock;

    /** Creates a set that keeps at most this many files open that nobody uses. */
    OpenSegments(final int most) {
        this.most = most;
    }

    /**
     * Opens and maps a file, if it is not, and keeps it so until {@link #unpin}.
     *
     * @return false when the file was discarded
     */
    synchronized boolean pin(final SegmentFile file) throws IOException {
        if (file.isDiscarded()) {
            return false;
        }
        if (!file.isOpen()) {
            makeRoom();
            file.open();
            open.add(file);
        }
        file.pinned(++clock);
        return true;
    }

    /** Lets go of a file; the caller does not touch its memory any more. */
    synchronized void unpin(final SegmentFile file) {
        if (file.unpinned() && file.isDiscarded()) {
            close(file);
        }
    }

    /** Closes a file for good, now or when the last pin is gone. */
    synchronized void discard(final SegmentFile file) {
        if (file.discarded()) {
            close(file);
        }
    }

    /** Closes all files, pinned or not: the log is closed, and with it whoever reads. */
    synchronized void closeAll() {
        for (final SegmentFile file : open) {
            file.close();
        }
        open.clear();
    }

    private void makeRoom() {
        SegmentFile least = leastRecent();
        while (open.size() >= most && least != null) {
            close(least);
            least = leastRecent();
        }
    }

    private @Nullable SegmentFile leastRecent() {
        SegmentFile least = null;
        for (final SegmentFile file : open) {
            if (!file.isPinned() && (least == null || file.lastUse() < least.lastUse())) {
                least = file;
            }
        }
        return least;
    }

    private void close(final SegmentFile file) {
        if (open.remove(file)) {
            file.close();
        }
        if (file.isDiscarded()) {
            file.index().close();
        }
    }

    /** Returns the number of files that are open. */
    synchronized int count() {
        return open.size();
    }

    /** Returns the length of all mappings in bytes. */
    synchronized long mappedBytes() {
        long sum = 0;
        for (final SegmentFile file : open) {
            sum += file.capacity();
        }
        return sum;
    }
}
