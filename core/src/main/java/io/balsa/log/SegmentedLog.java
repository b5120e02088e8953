package io.balsa.log;

import io.balsa.codec.EntryFrame;
import io.balsa.codec.FrameChecksum;
import io.balsa.disk.Disk;
import io.balsa.disk.StorageException;
import io.balsa.disk.StorageIdentity;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
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
    private static final VarHandle LAST_INDEX;

    static {
        try {
            LAST_INDEX = MethodHandles.lookup().findVarHandle(SegmentedLog.class, "lastIndex", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Room kept for the entries of leaders themselves: a full disk does not keep a group from electing one. */
    private static final int RESERVED_BYTES = 4096;

    private final Disk disk;
    private final Path directory;
    private final SegmentAllocator allocator;
    private final SegmentList segments;
    private final AppendBuffer tail;
    private final RangeReader ranges;
    private final OpenSegments open;
    private final LogMarker marker;
    private final RetiredSegments retired;
    private final TermRuns recoveredTerms;
    private final FrameChecksum checksum = new FrameChecksum();
    private final Object forceLock = new Object();
    private final int maxPayloadLength;
    private final int bufferBytes;

    private volatile @Nullable StorageException failure;
    private volatile boolean closed;

    /** Stored with release after the entry is published, so that a force knows what it covers at least. */
    private long lastIndex;

    private long lastTerm;

    private SegmentedLog(final Disk disk, final Path directory, final LogConfig config, final LogRecovery recovery) {
        this.disk = disk;
        this.directory = directory;
        segments = new SegmentList(recovery.segments());
        open = recovery.open();
        marker = recovery.marker();
        retired = new RetiredSegments(disk, marker);
        allocator = recovery.allocator();
        recoveredTerms = recovery.termRuns();
        lastIndex = recovery.lastIndex();
        lastTerm = recovery.lastTerm();
        tail = new AppendBuffer(config.bufferBytes(), segments.last());
        ranges = new RangeReader(tail);
        bufferBytes = config.bufferBytes();
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
            try (LogMarker marker = LogMarker.create(disk, directory, identity)) {
                final SegmentAllocator allocator = new SegmentAllocator(
                        disk,
                        directory,
                        identity,
                        new OpenSegments(config.maxMappedSegments()),
                        marker,
                        config.segmentBytes());
                allocator.continueAt(1, null);
                allocator.makeSpare();
                allocator.close();
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
        return new SegmentedLog(disk, directory, config, LogRecovery.recover(disk, directory, identity, config));
    }

    @Override
    public long firstIndex() {
        return segments.first().firstIndex();
    }

    @Override
    public long baseTerm() {
        return segments.first().previousTerm();
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
    public boolean canTake(final int bytes) {
        return tail.room() - RESERVED_BYTES >= bytes || allocator.hasSpare();
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
        lastTerm = term;
        LAST_INDEX.setRelease(this, index);
    }

    private void roll(final long firstIndex) throws IOException {
        // Before the next file is there: of the files only the last may be without a header.
        tail.write();
        final LogSegment next = allocator.take();
        next.begin(firstIndex, lastTerm);
        tail.moveTo(next, lastIndex);
        segments.add(next);
    }

    @Override
    public void truncateSuffix(final long fromIndex) {
        checkUsable();
        if (fromIndex < firstIndex() || fromIndex > lastIndex) {
            throw new IllegalArgumentException(
                    "index out of range: fromIndex=" + fromIndex + ", least=" + firstIndex() + ", most=" + lastIndex);
        }
        synchronized (forceLock) {
            // The monitor too: nobody may write what waits into a file that is being cut.
            synchronized (tail) {
                try {
                    cut(fromIndex);
                    lastIndex = fromIndex - 1;
                    lastTerm = lastIndex < firstIndex()
                            ? baseTerm()
                            : ranges.termOf(segments.holding(lastIndex), lastIndex);
                    ranges.forget();
                } catch (final IOException e) {
                    throw fail("truncate", e);
                }
            }
        }
    }

    private void cut(final long fromIndex) throws IOException {
        ranges.forget();
        final LogSegment segment = segments.holding(fromIndex);
        if (segment != tail.segment()) {
            segment.pin();
            final int offset = segment.offsetOf(fromIndex, segment.buffer(), segment.capacity());
            cutWritten(segment, new SuffixCut(fromIndex, offset));
            return;
        }
        final int offset = tail.offsetOf(fromIndex);
        if (!tail.truncate(offset)) {
            segment.pin();
            cutWritten(segment, new SuffixCut(fromIndex, offset));
        }
    }

    /** Cuts a pinned segment, whose pin goes to the append buffer. */
    private void cutWritten(final LogSegment segment, final SuffixCut cut) throws IOException {
        final int until = segment.written();
        cut.begin(segment);
        final LogSegment[] dropped = segments.dropAfter(segment);
        if (dropped.length == 0) {
            marker.cut(marker.lastSegment(), cut.fromIndex() - 1);
        } else {
            allocator.cut(segment.sequence(), cut.fromIndex() - 1);
            for (int i = dropped.length - 1; i >= 0; i--) {
                dropped[i].discard();
                disk.delete(dropped[i].path());
            }
            disk.syncDirectory(directory);
        }
        cut.finish(segment, until);
        tail.restart(segment);
    }

    @Override
    public long compactPrefix(final long firstIndexToKeep) {
        checkUsable();
        if (firstIndexToKeep > lastIndex + 1) {
            throw new IllegalArgumentException(
                    "index out of range: firstIndexToKeep=" + firstIndexToKeep + ", most=" + (lastIndex + 1));
        }
        final LogSegment[] dropped = segments.dropBefore(firstIndexToKeep);
        if (dropped.length > 0) {
            ranges.forget();
            retired.add(dropped, segments.first());
        }
        return firstIndex();
    }

    @Override
    public void reset(final long index, final long term) {
        checkUsable();
        if (index < 1 || term < 1) {
            throw new IllegalArgumentException("not the last entry of a snapshot: index=" + index + ", term=" + term);
        }
        // As when a segment ends: of the files only the last may be without a header.
        flush();
        final LogSegment next = allocator.take();
        next.begin(index + 1, term);
        ranges.forget();
        synchronized (forceLock) {
            // The monitor too: nobody may write what waits into a file that counts no more.
            synchronized (tail) {
                try {
                    marker.reset(next.sequence(), index, term);
                } catch (final IOException e) {
                    throw fail("reset", e);
                }
                tail.restart(next);
                retired.add(segments.replaceAll(next), next);
                lastIndex = index;
                lastTerm = term;
            }
        }
    }

    @Override
    public int map(final long fromIndex, final int maxEntries, final int maxBytes, final LogRange range) {
        checkUsable();
        if (fromIndex < firstIndex() || fromIndex > lastIndex || maxEntries < 1) {
            throw new IllegalArgumentException("range out of bounds: fromIndex=" + fromIndex + ", maxEntries="
                    + maxEntries + ", least=" + firstIndex() + ", most=" + lastIndex);
        }
        try {
            return ranges.map(segments.holding(fromIndex), fromIndex, maxEntries, maxBytes, range);
        } catch (final IOException e) {
            throw fail("read", e);
        }
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
            // Before the write: what is published later need not be covered.
            final long covered = (long) LAST_INDEX.getAcquire(this);
            try {
                tail.write();
                // At most two segments are dirty: the first write to one is preceded by a force of the one before.
                final LogSegment[] current = segments.all();
                if (current.length > 1) {
                    current[current.length - 2].force();
                }
                current[current.length - 1].force();
                marker.synced(covered);
            } catch (final IOException e) {
                throw fail("force", e);
            }
        }
    }

    @Override
    public boolean prepare() {
        checkUsable();
        try {
            return allocator.step(segments.last().written() - SegmentLayout.FRAMES_OFFSET) || retired.step();
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
                    finishRetired();
                }
            } finally {
                closed = true;
                closeFiles();
            }
        }
    }

    private void finishRetired() {
        boolean more = true;
        while (more) {
            try {
                more = retired.step();
            } catch (final IOException e) {
                throw fail("compact", e);
            }
        }
    }

    private void closeFiles() {
        allocator.close();
        ranges.forget();
        tail.release();
        for (final LogSegment segment : segments.all()) {
            segment.discard();
        }
        open.closeAll();
        try {
            marker.close();
        } catch (final IOException e) {
            throw StorageException.of("log cannot be closed", directory, e);
        }
    }

    /** Returns what the log holds of the machine's resources. Any thread. */
    public LogUsage usage() {
        return LogUsage.of(segments.all(), open, bufferBytes);
    }

    /** Pins and returns the segment that holds an entry, or null when the entry is not in the log any more. Any thread. */
    @Nullable
    LogSegment pin(final long index) {
        checkUsable();
        try {
            return segments.pin(index);
        } catch (final IOException e) {
            throw fail("read", e);
        }
    }

    /** Returns the segments, in order. Any thread. */
    LogSegment[] segments() {
        return segments.all();
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
