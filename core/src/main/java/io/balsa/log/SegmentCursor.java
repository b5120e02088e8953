package io.balsa.log;

import io.balsa.codec.EntryFrame;
import io.balsa.codec.FrameChecksum;
import io.balsa.disk.Damage;
import io.balsa.disk.StorageException;
import java.util.Objects;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads entries from the mapped segments, one after the other.
 *
 * <p>An entry that was committed before this node wrote it to its file is written first. The segment that it stands in is
 * pinned, so that its memory stays when the segment is compacted away, or closed because others are read.
 *
 * <p>Threading: one owner.
 */
final class SegmentCursor implements LogCursor {
    private final SegmentedLog log;
    private final FrameChecksum checksum = new FrameChecksum();

    /** Holds the entry at {@link #nextIndex}, which begins at {@link #nextOffset}; null when not looked up yet. */
    private @Nullable LogSegment segment;

    private long nextIndex = 1;
    private int nextOffset;

    /** Entries up to this index that begin before {@link #knownEnd} are committed, in the segment and in its memory: they stay as they are. */
    private long knownIndex;

    private int knownEnd;

    private UnsafeBuffer buffer;
    private int frameOffset;
    private int frameLength;

    SegmentCursor(final SegmentedLog log) {
        this.log = log;
        buffer = new UnsafeBuffer(0, 0);
    }

    @Override
    public void seek(final long index) {
        if (index < log.firstIndex()) {
            throw outOfRange(index);
        }
        nextIndex = index;
        release();
    }

    private void release() {
        final LogSegment current = segment;
        if (current != null) {
            segment = null;
            knownIndex = 0;
            current.unpin();
        }
    }

    private IllegalArgumentException outOfRange(final long missing) {
        return new IllegalArgumentException(
                "entry is not in the log any more: index=" + missing + ", firstIndex=" + log.firstIndex());
    }

    @Override
    public boolean next(final long lastIndex) {
        if (nextIndex > lastIndex) {
            return false;
        }
        if (nextIndex > knownIndex || nextOffset >= knownEnd) {
            advance(lastIndex);
        }
        final int offset = nextOffset;
        final int length = EntryFrame.validLength(buffer, offset, knownEnd - offset, checksum);
        if (length == EntryFrame.INVALID || EntryFrame.index(buffer, offset) != nextIndex) {
            throw damaged(offset);
        }
        frameOffset = offset;
        frameLength = length;
        nextIndex++;
        nextOffset = offset + EntryFrame.align(length);
        return true;
    }

    /** Finds out how far committed entries can be read without looking at what the appender does. */
    private void advance(final long lastIndex) {
        LogSegment current = segment;
        if (current == null || nextIndex > current.lastIndex()) {
            current = locate();
        }
        if (nextOffset >= current.written()) {
            log.flush();
        }
        knownEnd = current.written();
        knownIndex = Math.min(lastIndex, current.lastIndex());
    }

    private StorageException damaged(final int offset) {
        return Damage.at(
                Objects.requireNonNull(segment).path(),
                offset,
                "entry " + nextIndex,
                SegmentScan.describe(buffer, offset));
    }

    private LogSegment locate() {
        release();
        final LogSegment found = log.pin(nextIndex);
        if (found == null) {
            throw outOfRange(nextIndex);
        }
        segment = found;
        buffer = found.buffer();
        // The walk to the entry reads the mapping: what still waits to be written must be there.
        log.flush();
        nextOffset = found.offsetOf(nextIndex, found.buffer(), found.capacity());
        return found;
    }

    @Override
    public long index() {
        return nextIndex - 1;
    }

    @Override
    public long term() {
        return EntryFrame.term(buffer, frameOffset);
    }

    @Override
    public int type() {
        return EntryFrame.type(buffer, frameOffset);
    }

    @Override
    public DirectBuffer buffer() {
        return buffer;
    }

    @Override
    public int payloadOffset() {
        return frameOffset + EntryFrame.HEADER_LENGTH;
    }

    @Override
    public int payloadLength() {
        return frameLength - EntryFrame.HEADER_LENGTH;
    }
}
