package io.balsa.log;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a log, in order of their entries, at least one; the last one grows.
 *
 * <p>Threading: one thread, the appender, changes the list; any thread looks into it, and sees it before or after a change.
 */
final class SegmentList {
    /** Never changed, only replaced. */
    private volatile LogSegment[] segments;

    SegmentList(final LogSegment[] segments) {
        this.segments = segments;
    }

    /** Returns the segments; the caller does not change the array. */
    LogSegment[] all() {
        return segments;
    }

    /** Returns the segment that the log begins with. */
    LogSegment first() {
        return segments[0];
    }

    /** Returns the segment that grows. */
    LogSegment last() {
        final LogSegment[] current = segments;
        return current[current.length - 1];
    }

    /** Returns the segment that holds an entry, which must be in the log. */
    LogSegment holding(final long index) {
        final LogSegment[] current = segments;
        return current[positionOf(current, index)];
    }

    /** Pins and returns the segment that holds an entry, or null when the entry is not in the log any more. */
    @Nullable
    LogSegment pin(final long index) throws IOException {
        LogSegment[] current = segments;
        while (index >= current[0].firstIndex()) {
            final LogSegment found = current[positionOf(current, index)];
            if (found.pin()) {
                return found;
            }
            // It was dropped between the two looks.
            current = segments;
        }
        return null;
    }

    private static int positionOf(final LogSegment[] current, final long index) {
        int low = 0;
        int high = current.length - 1;
        // Most reads are near the end.
        if (current[high].firstIndex() <= index) {
            return high;
        }
        while (low < high) {
            final int middle = (low + high + 1) >>> 1;
            if (current[middle].firstIndex() <= index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Adds a segment at the end. */
    void add(final LogSegment next) {
        final LogSegment[] current = segments;
        final LogSegment[] longer = Arrays.copyOf(current, current.length + 1);
        longer[current.length] = next;
        segments = longer;
    }

    /** Takes away, and returns, the segments all of whose entries lie below an index; the last segment stays. */
    LogSegment[] dropBefore(final long index) {
        final LogSegment[] current = segments;
        int dropped = 0;
        while (dropped < current.length - 1 && current[dropped + 1].firstIndex() <= index) {
            dropped++;
        }
        segments = Arrays.copyOfRange(current, dropped, current.length);
        return Arrays.copyOf(current, dropped);
    }

    /** Takes away, and returns, the segments behind one. */
    LogSegment[] dropAfter(final LogSegment last) {
        final LogSegment[] current = segments;
        final int kept = positionOf(current, last.firstIndex()) + 1;
        segments = Arrays.copyOf(current, kept);
        return Arrays.copyOfRange(current, kept, current.length);
    }

    /** Takes away, and returns, all segments, and goes on with another one. */
    LogSegment[] replaceAll(final LogSegment next) {
        final LogSegment[] current = segments;
        segments = new LogSegment[] {next};
        return current;
    }
}
