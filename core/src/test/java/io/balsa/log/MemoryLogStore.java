package io.balsa.log;

import io.balsa.codec.EntryFrame;
import io.balsa.codec.FrameChecksum;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A log in one piece of memory, for tests of what stands on a {@link LogStore}. It has no cursors. */
public class MemoryLogStore implements LogStore {
    private static final int MAX_PAYLOAD_LENGTH = 64 * 1024;

    private final ByteBuffer bytes;
    private final UnsafeBuffer buffer;
    private final FrameChecksum checksum = new FrameChecksum();
    /** Where the frame of index i begins, at place i - 1; behind the last one, where the next would begin. */
    private final int[] offsets;

    private int entryCount;

    /** Creates a log with room for a number of entries and bytes. */
    public MemoryLogStore(final int maxEntries, final int maxBytes) {
        bytes = ByteBuffer.allocateDirect(maxBytes);
        buffer = new UnsafeBuffer(bytes);
        offsets = new int[maxEntries + 1];
    }

    @Override
    public long firstIndex() {
        return 1;
    }

    @Override
    public long lastIndex() {
        return entryCount;
    }

    /** Returns the memory, in which entries lie one after the other. */
    public DirectBuffer buffer() {
        return buffer;
    }

    /** Returns where the frame of an entry begins; for {@code lastIndex() + 1} where the log ends. */
    public int offsetOf(final long index) {
        return offsets[(int) index - 1];
    }

    @Override
    public void append(
            final long index,
            final long term,
            final int type,
            final DirectBuffer payload,
            final int offset,
            final int length) {
        checkNext(index);
        final int frameOffset = offsets[entryCount];
        buffer.setMemory(frameOffset, EntryFrame.alignedLength(length), (byte) 0);
        EntryFrame.putHeader(buffer, frameOffset, length, term, index, type);
        buffer.putBytes(frameOffset + EntryFrame.HEADER_LENGTH, payload, offset, length);
        EntryFrame.seal(buffer, frameOffset, checksum);
        offsets[++entryCount] = frameOffset + EntryFrame.alignedLength(length);
    }

    @Override
    public void appendFrames(
            final long firstIndex,
            final int frameCount,
            final DirectBuffer frames,
            final int offset,
            final int length) {
        checkNext(firstIndex);
        final int start = offsets[entryCount];
        buffer.putBytes(start, frames, offset, length);
        for (int i = 0; i < frameCount; i++) {
            final int frameOffset = offsets[entryCount];
            offsets[++entryCount] = frameOffset + EntryFrame.align(EntryFrame.length(buffer, frameOffset));
        }
        if (offsets[entryCount] != start + length) {
            throw new IllegalStateException("frames do not fill the length given: length=" + length);
        }
    }

    @Override
    public void truncateSuffix(final long fromIndex) {
        if (fromIndex < 1 || fromIndex > entryCount) {
            throw new IllegalStateException("nothing to cut: fromIndex=" + fromIndex + ", lastIndex=" + entryCount);
        }
        entryCount = (int) fromIndex - 1;
    }

    @Override
    public long baseTerm() {
        return 0;
    }

    @Override
    public long compactPrefix(final long firstIndexToKeep) {
        return firstIndex();
    }

    @Override
    public void reset(final long index, final long term) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int map(final long fromIndex, final int maxEntries, final int maxBytes, final LogRange range) {
        final int start = offsetOf(fromIndex);
        int count = 1;
        while (count < maxEntries
                && fromIndex + count <= entryCount
                && offsetOf(fromIndex + count + 1) - start <= maxBytes) {
            count++;
        }
        range.wrap(buffer, bytes, start, offsetOf(fromIndex + count) - start, count);
        return count;
    }

    @Override
    public LogCursor newCursor() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void force() {
        // Memory is as durable as this log gets.
    }

    @Override
    public int maxPayloadLength() {
        return MAX_PAYLOAD_LENGTH;
    }

    @Override
    public void close() {
        // Nothing is held that outlives it.
    }

    private void checkNext(final long index) {
        if (index != entryCount + 1) {
            throw new IllegalStateException("not the next index: index=" + index + ", lastIndex=" + entryCount);
        }
    }
}
