package io.balsa.log;

import io.balsa.codec.EntryFrame;
import io.balsa.codec.FrameChecksum;
import io.balsa.disk.Disk;
import io.balsa.disk.StorageException;
import io.balsa.disk.StorageIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The log on disk: segment files of equal length, the last of which grows through an {@link AppendBuffer}.
 *
 * <p>An append copies the payload once and makes its checksum; it touches no file. A sync writes what waits with one call and
 * forces the file. Reads are in place, from the mapped files or, for what was appended last, from the append buffer.
 *
 * <p>Threading: as {@link LogStore} says. Order of locks: the force lock, then the append buffer's monitor. A force holds the
 * first for its whole length; cutting and closing take it too, so no file is closed under a force. Appends take neither,
 * unless the append buffer is full or a segment ends.
 *
 * <p>Allocation: none per operation; a new segment costs a few small objects on the thread that prepares it.
 */
public final class SegmentedLog implements LogStore {
    private final Disk disk;
    private final Path directory;
    private final SegmentAllocator allocator;
    private final AppendBuffer tail;
    private final TermRuns recoveredTerms;
    private final FrameChecksum checksum = new FrameChecksum();
    private final Object forceLock = new Object();
    private final int maxPayloadLength;

    /** In order of their sequence. The array is never changed, only replaced, by the appender. */
    private volatile LogSegment[] segments;

    private volatile @Nullable StorageException failure;
    private volatile boolean closed;

    private long lastIndex;
    private long lastTerm;

    /** Where the last mapped range began and ended: followers that keep up ask there again. */
    private final MapCache mapCache = new MapCache();

    private SegmentedLog(final Disk disk, final Path directory, final LogConfig config, final LogRecovery recovery) {
        this.disk = disk;
        this.directory = directory;
        segments = recovery.segments();
        allocator = recovery.allocator();
        recoveredTerms = recovery.termRuns();
        lastIndex = recovery.lastIndex();
        lastTerm = recovery.lastTerm();
        tail = new AppendBuffer(config.bufferBytes(), segments[segments.length - 1]);
        maxPayloadLength = Math.min(config.segmentBytes() - SegmentLayout.FRAMES_OFFSET, config.bufferBytes())
                        / EntryFrame.ALIGNMENT
                        * EntryFrame.ALIGNMENT
                - EntryFrame.HEADER_LENGTH;
    }

    /**
     * Makes the log of a new node: one empty segment.
     *
     * @param directory where the segments go; made when it is not there, emptied when it is
     * @throws StorageException when it cannot be made, for one because the disk is full
     */
    static void create(final Disk disk, final Path directory, final StorageIdentity identity, final LogConfig config) {
        try {
            disk.createDirectories(directory);
            for (final Path file : disk.list(directory)) {
                disk.delete(file);
            }
            final SegmentAllocator allocator = new SegmentAllocator(disk, directory, identity, config.segmentBytes());
            allocator.continueAt(1, null);
            try (LogSegment first = allocator.take()) {
                first.begin(1);
                first.writeHeader();
            }
        } catch (final IOException e) {
            throw StorageException.of("log cannot be made", directory, e);
        }
    }

    /**
     * Opens the log and recovers it: checks every entry and cuts a torn tail.
     *
     * @throws StorageException when the log is damaged, see {@link LogRecovery}
     */
    static SegmentedLog open(
            final Disk disk, final Path directory, final StorageIdentity identity, final LogConfig config) {
        return new SegmentedLog(
                disk, directory, config, LogRecovery.recover(disk, directory, identity, config.segmentBytes()));
    }

    @Override
    public long firstIndex() {
        return segments[0].firstIndex();
    }

    @Override
    public long lastIndex() {
        return lastIndex;
    }

    /** Returns the term of the newest entry, 0 when there is none. */
    public long lastTerm() {
        return lastTerm;
    }

    /** Passes on the runs of equal terms among the entries that were in the log when it was opened, in order. */
    public void forEachTermRun(final TermRunConsumer consumer) {
        recoveredTerms.forEach(consumer);
    }

    @Override
    public int maxPayloadLength() {
        return maxPayloadLength;
    }

    @Override
    public void append(
            final long index,
            final long term,
            final int type,
            final DirectBuffer payload,
            final int offset,
            final int length) {
        checkUsable();
        checkNext(index, term);
        if (length < 0 || length > maxPayloadLength) {
            throw new IllegalArgumentException(
                    "payload length out of range: length=" + length + ", most=" + maxPayloadLength);
        }
        final int alignedLength = EntryFrame.alignedLength(length);
        final int at = claim(index, alignedLength);
        final UnsafeBuffer memory = tail.memory();
        // The padding first: it lies within these eight bytes, and everything else is written over.
        memory.putLong(at + alignedLength - Long.BYTES, 0);
        EntryFrame.putHeader(memory, at, length, term, index, type);
        memory.putBytes(at + EntryFrame.HEADER_LENGTH, payload, offset, length);
        EntryFrame.seal(memory, at, checksum);
        publish(index, term, alignedLength);
    }

    @Override
    public void appendFrames(
            final long firstIndex,
            final int entryCount,
            final DirectBuffer frames,
            final int offset,
            final int length) {
        checkUsable();
        final UnsafeBuffer memory = tail.memory();
        final int end = offset + length;
        int from = offset;
        for (int i = 0; i < entryCount; i++) {
            final int frameLength = end - from < EntryFrame.HEADER_LENGTH ? 0 : EntryFrame.length(frames, from);
            final int alignedLength = EntryFrame.align(frameLength);
            if (frameLength < EntryFrame.HEADER_LENGTH
                    || frameLength - EntryFrame.HEADER_LENGTH > maxPayloadLength
                    || alignedLength > end - from
                    || EntryFrame.index(frames, from) != firstIndex + i) {
                throw new IllegalArgumentException("not a run of whole frames: firstIndex=" + firstIndex + ", entry="
                        + i + ", entryCount=" + entryCount + ", frameLength=" + frameLength + ", left="
                        + (end - from));
            }
            final long term = EntryFrame.term(frames, from);
            checkNext(firstIndex + i, term);
            final int at = claim(firstIndex + i, alignedLength);
            memory.putBytes(at, frames, from, alignedLength);
            publish(firstIndex + i, term, alignedLength);
            from += alignedLength;
        }
        if (from != end) {
            throw new IllegalArgumentException("more bytes than frames: entryCount=" + entryCount + ", length=" + length
                    + ", left=" + (end - from));
        }
    }

    private int claim(final long index, final int alignedLength) {
        try {
            if (tail.room() < alignedLength) {
                roll(index);
            }
            return tail.claim(alignedLength);
        } catch (final IOException e) {
            throw fail("append", e);
        }
    }

    private void publish(final long index, final long term, final int alignedLength) {
        final LogSegment segment = tail.segment();
        segment.index().add((int) (index - segment.firstIndex()), tail.end());
        tail.publish(alignedLength);
        lastIndex = index;
        lastTerm = term;
    }

    private void roll(final long firstIndex) throws IOException {
        // Before the next file is there: of the files only the last may be without a header.
        tail.write();
        final LogSegment next = allocator.take();
        next.begin(firstIndex);
        tail.moveTo(next, lastIndex);
        final LogSegment[] current = segments;
        final LogSegment[] longer = Arrays.copyOf(current, current.length + 1);
        longer[current.length] = next;
        segments = longer;
    }

    @Override
    public void truncateSuffix(final long fromIndex) {
        checkUsable();
        if (fromIndex < firstIndex() || fromIndex > lastIndex) {
            throw new IllegalArgumentException(
                    "index out of range: fromIndex=" + fromIndex + ", least=" + firstIndex() + ", most=" + lastIndex);
        }
        mapCache.clear();
        synchronized (forceLock) {
            // The monitor too: nobody may write what waits into a file that is being cut.
            synchronized (tail) {
                try {
                    cut(fromIndex);
                } catch (final IOException e) {
                    throw fail("truncate", e);
                }
            }
        }
        lastIndex = fromIndex - 1;
        lastTerm = lastIndex < firstIndex() ? 0 : termOf(lastIndex);
    }

    private void cut(final long fromIndex) throws IOException {
        final LogSegment[] current = segments;
        final int position = positionOf(current, fromIndex);
        final LogSegment segment = current[position];
        if (segment == tail.segment()) {
            final int offset = tail.offsetOf(fromIndex);
            if (!tail.truncate(offset)) {
                cutWritten(segment, new SuffixCut(fromIndex, offset), current, position);
            }
        } else {
            final int offset = segment.offsetOf(fromIndex, segment.buffer(), segment.capacity());
            cutWritten(segment, new SuffixCut(fromIndex, offset), current, position);
        }
    }

    private void cutWritten(
            final LogSegment segment, final SuffixCut cut, final LogSegment[] current, final int position)
            throws IOException {
        final int until = segment.written();
        cut.begin(segment);
        if (position < current.length - 1) {
            segments = Arrays.copyOf(current, position + 1);
            for (int i = current.length - 1; i > position; i--) {
                current[i].close();
                disk.delete(current[i].path());
            }
            allocator.discardSpare(segment.sequence() + 1);
            disk.syncDirectory(directory);
        }
        cut.finish(segment, until);
        tail.restart(segment);
    }

    private long termOf(final long index) {
        final LogSegment[] current = segments;
        final LogSegment segment = current[positionOf(current, index)];
        if (segment == tail.segment()) {
            final int offset = tail.offsetOf(index);
            return offset < tail.base()
                    ? EntryFrame.term(segment.buffer(), offset)
                    : EntryFrame.term(tail.memory(), offset - tail.base());
        }
        return EntryFrame.term(segment.buffer(), segment.offsetOf(index, segment.buffer(), segment.capacity()));
    }

    @Override
    public int map(final long fromIndex, final int maxEntries, final int maxBytes, final LogRange range) {
        checkUsable();
        if (fromIndex < firstIndex() || fromIndex > lastIndex || maxEntries < 1) {
            throw new IllegalArgumentException("range out of bounds: fromIndex=" + fromIndex + ", maxEntries="
                    + maxEntries + ", least=" + firstIndex() + ", most=" + lastIndex);
        }
        final LogSegment[] current = segments;
        final LogSegment segment = current[positionOf(current, fromIndex)];
        final boolean active = segment == tail.segment();
        int offset = mapCache.offsetOf(segment, fromIndex);
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
            final int next = end + EntryFrame.align(EntryFrame.length(buffer, end - shift));
            if (count > 0 && next - offset > maxBytes) {
                break;
            }
            end = next;
            count++;
        }
        mapCache.set(segment, fromIndex, offset, fromIndex + count, end);
        range.wrap(buffer, inMemory ? tail.bytes() : segment.bytes(), offset - shift, end - offset, count);
        return count;
    }

    @Override
    public LogCursor newCursor() {
        return new SegmentCursor(this);
    }

    @Override
    public void flush() {
        checkUsable();
        try {
            tail.write();
        } catch (final IOException e) {
            throw fail("write", e);
        }
    }

    @Override
    public void force() {
        synchronized (forceLock) {
            checkUsable();
            try {
                tail.write();
                // At most two segments are dirty: the first write to a segment is preceded by a force of the one
                // before.
                final LogSegment[] current = segments;
                if (current.length > 1) {
                    current[current.length - 2].force();
                }
                current[current.length - 1].force();
            } catch (final IOException e) {
                throw fail("force", e);
            }
        }
    }

    @Override
    public boolean prepare() {
        checkUsable();
        try {
            final LogSegment[] current = segments;
            return allocator.step(current[current.length - 1].written() - SegmentLayout.FRAMES_OFFSET);
        } catch (final IOException e) {
            throw fail("prepare", e);
        }
    }

    /** Makes what was appended durable, unless the log failed, and gives files and memory back. */
    @Override
    public void close() {
        synchronized (forceLock) {
            if (closed) {
                return;
            }
            try {
                if (failure == null) {
                    force();
                }
            } finally {
                closed = true;
                closeFiles();
            }
        }
    }

    private void closeFiles() {
        try {
            allocator.close();
            for (final LogSegment segment : segments) {
                segment.close();
            }
        } catch (final IOException e) {
            throw StorageException.of("log cannot be closed", directory, e);
        }
    }

    /** Returns the segments, in order. Any thread. */
    LogSegment[] segments() {
        return segments;
    }

    /** Returns the position of the segment that holds an entry. */
    static int positionOf(final LogSegment[] segments, final long index) {
        int low = 0;
        int high = segments.length - 1;
        // Most reads are near the end.
        if (segments[high].firstIndex() <= index) {
            return high;
        }
        while (low < high) {
            final int middle = (low + high + 1) >>> 1;
            if (segments[middle].firstIndex() <= index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Refuses work after a failure or after the end. */
    void checkUsable() {
        final StorageException cause = failure;
        if (cause != null) {
            throw new StorageException("log failed before and takes no more work: " + cause.getMessage(), cause);
        }
        if (closed) {
            throw new IllegalStateException("log is closed: directory=" + directory);
        }
    }

    private void checkNext(final long index, final long term) {
        if (index != lastIndex + 1 || term < lastTerm) {
            throw new IllegalArgumentException("entry does not follow the last one: index=" + index + ", term=" + term
                    + ", lastIndex=" + lastIndex + ", lastTerm=" + lastTerm);
        }
    }

    private StorageException fail(final String action, final IOException e) {
        final StorageException exception = new StorageException(
                "log " + action + " failed: " + e.getMessage()
                        + "; what is on disk is not known, stop the node, see to the disk and start it again",
                e);
        failure = exception;
        return exception;
    }
}
