package io.balsa.log;

import io.balsa.codec.EntryFrame;
import io.balsa.codec.FrameChecksum;
import io.balsa.disk.Damage;
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

    private long index;
    private long term;
    private int type;
    private DirectBuffer buffer;
    private int payloadOffset;
    private int payloadLength;

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
        LogSegment current = segment;
        if (current == null || nextIndex > current.lastIndex()) {
            current = locate();
        }
        final int offset = nextOffset;
        int end = current.written();
        if (offset >= end) {
            log.flush();
            end = current.written();
        }
        final DirectBuffer memory = current.buffer();
        final int length = EntryFrame.validLength(memory, offset, end - offset, checksum);
        if (length == EntryFrame.INVALID || EntryFrame.index(memory, offset) != nextIndex) {
            throw Damage.at(current.path(), offset, "entry " + nextIndex, SegmentScan.describe(memory, offset));
        }
        index = nextIndex;
        term = EntryFrame.term(memory, offset);
        type = EntryFrame.type(memory, offset);
        buffer = memory;
        payloadOffset = offset + EntryFrame.HEADER_LENGTH;
        payloadLength = length - EntryFrame.HEADER_LENGTH;
        nextIndex++;
        nextOffset = offset + EntryFrame.align(length);
        return true;
    }

    private LogSegment locate() {
        release();
        final LogSegment found = log.pin(nextIndex);
        if (found == null) {
            throw outOfRange(nextIndex);
        }
        segment = found;
        // The walk to the entry reads the mapping: what still waits to be written must be there.
        log.flush();
        nextOffset = found.offsetOf(nextIndex, found.buffer(), found.capacity());
        return found;
    }

    @Override
    public long index() {
        return index;
    }

    @Override
    public long term() {
        return term;
    }

    @Override
    public int type() {
        return type;
    }

    @Override
    public DirectBuffer buffer() {
        return buffer;
    }

    @Override
    public int payloadOffset() {
        return payloadOffset;
    }

    @Override
    public int payloadLength() {
        return payloadLength;
    }
}
