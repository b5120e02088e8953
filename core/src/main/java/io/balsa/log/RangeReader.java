package io.balsa.log;

import io.balsa.codec.EntryFrame;
import io.balsa.codec.FrameChecksum;
import io.balsa.disk.Damage;
import java.io.IOException;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Finds whole frames that lie together in memory, for {@link LogStore#map}.
 *
 * <p>The segment of the last range stays pinned until another one is asked for: the range is borrowed as long.
 *
 * <p>Threading: the appender.
 */
final class RangeReader {
    private final AppendBuffer tail;

    /** Where the last range began and ended: followers that keep up ask there again. */
    private final MapCache cache = new MapCache();

    private final FrameChecksum checksum = new FrameChecksum();
    private @Nullable LogSegment pinned;

    RangeReader(final AppendBuffer tail) {
        this.tail = tail;
    }

    /**
     * Points {@code range} at frames of a segment that holds {@code fromIndex}.
     *
     * @return the number of entries in the range
     */
    int map(
            final LogSegment segment,
            final long fromIndex,
            final int maxEntries,
            final int maxBytes,
            final LogRange range)
            throws IOException {
        pin(segment);
        final boolean active = segment == tail.segment();
        int offset = cache.offsetOf(segment, fromIndex);
        if (offset == MapCache.NONE) {
            offset = active
                    ? tail.offsetOf(fromIndex)
                    : segment.offsetOf(fromIndex, segment.buffer(), segment.capacity());
        }
        final boolean inMemory = active && offset >= tail.base();
        final int limit = !active ? segment.written() : inMemory ? tail.end() : tail.base();
        final DirectBuffer buffer = inMemory ? tail.memory() : segment.buffer();
        final int shift = inMemory ? tail.base() : 0;
        int end = offset;
        int count = 0;
        while (count < maxEntries && end < limit) {
            final int length = inMemory
                    ? EntryFrame.length(buffer, end - shift)
                    : checkedLength(segment, fromIndex + count, end, limit);
            final int next = end + EntryFrame.align(length);
            if (count > 0 && next - offset > maxBytes) {
                break;
            }
            end = next;
            count++;
        }
        cache.set(segment, fromIndex, offset, fromIndex + count, end);
        range.wrap(buffer, inMemory ? tail.bytes() : segment.bytes(), offset - shift, end - offset, count);
        return count;
    }

    /**
     * Frames that come back from a file may be damaged there. Who is sent one refuses it, and would be sent it again for ever: this node
     * has to find out by itself.
     */
    private int checkedLength(final LogSegment segment, final long index, final int offset, final int limit) {
        final DirectBuffer file = segment.buffer();
        final int length = EntryFrame.validLength(file, offset, limit - offset, checksum);
        if (length == EntryFrame.INVALID || EntryFrame.index(file, offset) != index) {
            throw Damage.at(segment.path(), offset, "entry " + index, SegmentScan.describe(file, offset));
        }
        return length;
    }

    /** Returns the term of an entry of a segment. */
    long termOf(final LogSegment segment, final long index) throws IOException {
        pin(segment);
        if (segment == tail.segment()) {
            final int offset = tail.offsetOf(index);
            return offset < tail.base()
                    ? EntryFrame.term(segment.buffer(), offset)
                    : EntryFrame.term(tail.memory(), offset - tail.base());
        }
        return EntryFrame.term(segment.buffer(), segment.offsetOf(index, segment.buffer(), segment.capacity()));
    }

    private void pin(final LogSegment segment) throws IOException {
        if (segment != pinned) {
            forget();
            if (!segment.pin()) {
                throw new IllegalStateException("segment is gone: file=" + segment.path());
            }
            pinned = segment;
        }
    }

    /** Ends the loan of the last range and forgets where it was: entries are removed. */
    void forget() {
        cache.clear();
        final LogSegment segment = pinned;
        if (segment != null) {
            pinned = null;
            segment.unpin();
        }
    }
}
