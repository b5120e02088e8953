package io.balsa.log;

import io.balsa.disk.Disk;
import java.io.IOException;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Segments that hold nothing any more that anybody needs, on their way out.
 *
 * <p>The order is the point: first the marker says, durably, that the log begins behind them, then their files are deleted. A
 * crash in between leaves files that recovery knows to be leftovers. The deletions are not made durable: a file that is there
 * again after a power cut is a leftover again, and no later segment ever has its number.
 *
 * <p>Threading: the appender adds, the sync thread steps.
 */
final class RetiredSegments {
    private final Disk disk;
    private final LogMarker marker;
    private final Queue<LogSegment> waiting = new ConcurrentLinkedQueue<>();
    private volatile @Nullable LogSegment first;

    RetiredSegments(final Disk disk, final LogMarker marker) {
        this.disk = disk;
        this.marker = marker;
    }

    /**
     * Retires segments.
     *
     * @param segments the first ones of a log so far
     * @param next the segment that the log begins with from now on
     */
    void add(final LogSegment[] segments, final LogSegment next) {
        // Before the segments: whoever takes one of them knows what follows it.
        first = next;
        waiting.addAll(Arrays.asList(segments));
    }

    /** Does a small step and tells whether there was one to do. */
    boolean step() throws IOException {
        final LogSegment oldest = waiting.peek();
        final LogSegment begin = first;
        if (oldest == null || begin == null) {
            return false;
        }
        if (oldest.sequence() >= marker.firstSegment()) {
            marker.compacted(begin.sequence(), begin.firstIndex() - 1, begin.previousTerm());
        } else {
            waiting.remove();
            disk.delete(oldest.path());
            oldest.discard();
        }
        return true;
    }
}
