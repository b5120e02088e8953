package io.balsa.log;

import io.balsa.codec.EntryFrame;
import io.balsa.codec.FrameChecksum;
import io.balsa.disk.Damage;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads entries from the mapped segments, one after the other.
 *
 * <p>An entry that was committed before this node wrote it to its file is written first. Threading: one owner.
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
        buffer = log.segments()[0].buffer();
    }

    @Override
    public void seek(final long index) {
        if (index < log.firstIndex()) {
            throw new IllegalArgumentException("index out of range: index=" + index + ", least=" + log.firstIndex());
        }
        nextIndex = index;
        segment = null;
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
        if (nextOffset >= current.written()) {
            log.flush();
        }
        final int offset = nextOffset;
        final DirectBuffer memory = current.buffer();
        if (!EntryFrame.isValid(memory, offset, current.written() - offset, checksum)
                || EntryFrame.index(memory, offset) != nextIndex) {
            throw Damage.at(current.path(), offset, "entry " + nextIndex, LogRecovery.describe(memory, offset));
        }
        final int length = EntryFrame.length(memory, offset);
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
        final LogSegment[] segments = log.segments();
        final LogSegment found = segments[SegmentedLog.positionOf(segments, nextIndex)];
        // The walk to the entry reads the mapping: what still waits to be written must be there.
        log.flush();
        nextOffset = found.offsetOf(nextIndex, found.buffer(), found.capacity());
        segment = found;
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
