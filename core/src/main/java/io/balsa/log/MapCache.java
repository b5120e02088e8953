package io.balsa.log;

/**
 * Where the last range given by {@link SegmentedLog#map} began and ended. Followers that keep up ask for the same beginning
 * each, and then for what follows it, so that almost no request needs a search. Threading: the appender.
 */
final class MapCache {
    /** Says that the offset is not known. */
    static final int NONE = -1;

    private long sequence;
    private long firstIndex;
    private int firstOffset;
    private long nextIndex;
    private int nextOffset;

    /** Returns the offset of an entry in a segment, or {@link #NONE}. */
    int offsetOf(final LogSegment segment, final long index) {
        if (segment.sequence() != sequence) {
            return NONE;
        }
        if (index == nextIndex) {
            return nextOffset;
        }
        return index == firstIndex ? firstOffset : NONE;
    }

    /** Remembers a range of a segment. */
    void set(final LogSegment segment, final long first, final int firstAt, final long next, final int nextAt) {
        sequence = segment.sequence();
        firstIndex = first;
        firstOffset = firstAt;
        nextIndex = next;
        nextOffset = nextAt;
    }

    /** Forgets: entries were cut. */
    void clear() {
        sequence = 0;
    }
}
