package io.balsa.log;

import io.balsa.codec.EntryFrame;
import io.balsa.codec.StoredRecord;
import io.balsa.disk.Damage;
import io.balsa.disk.StorageIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One file of the log: consecutive entries from a first index on, in the form that {@link SegmentLayout} draws.
 *
 * <p>Bytes reach the file by {@link #write} and are read through a mapping of the whole file. Both take a pin: {@link #pin} opens
 * and maps the file if {@link OpenSegments} closed it meanwhile, and keeps it until {@link #unpin}.
 *
 * <p>Threading: {@link AppendBuffer} says who writes. {@link #written()} is set after the bytes are in the file, so a reader on
 * any thread that finds an entry below it finds its bytes in the mapping.
 */
final class LogSegment {
    /** {@link #lastIndex()} of a segment that still grows. */
    static final long OPEN = Long.MAX_VALUE;

    private final OpenSegments open;
    private final StorageIdentity identity;
    private final long sequence;
    private final SegmentFile file;
    private final OffsetIndex index;
    private final UnsafeBuffer buffer;

    private long firstIndex;
    private long previousTerm;
    private boolean hasHeader;
    private volatile long lastIndex = OPEN;
    private volatile int written = SegmentLayout.FRAMES_OFFSET;
    private volatile int forced = SegmentLayout.FRAMES_OFFSET;

    /** Stands for a file, which is opened when it is pinned. */
    LogSegment(final OpenSegments open, final StorageIdentity identity, final long sequence, final SegmentFile file) {
        this.open = open;
        this.identity = identity;
        this.sequence = sequence;
        this.file = file;
        index = file.index();
        buffer = file.buffer();
    }

    /**
     * Keeps the file open and mapped until {@link #unpin}. Any thread.
     *
     * @return false when the segment is gone: it was cut or compacted away
     */
    boolean pin() throws IOException {
        return open.pin(file);
    }

    /** Lets go; the caller does not touch the segment's memory or file any more. Any thread. */
    void unpin() {
        open.unpin(file);
    }

    /** Gives memory and file back for good, as soon as nobody has the segment pinned. */
    void discard() {
        open.discard(file);
    }

    /** Makes a spare the next segment in memory; the file learns of it from {@link #writeHeader}. */
    void begin(final long index, final long termBefore) {
        firstIndex = index;
        previousTerm = termBefore;
    }

    /** Takes over the header that recovery found. */
    void recovered(final SegmentHeader header) {
        begin(header.firstIndex(), header.previousTerm());
        hasHeader = true;
    }

    /** Takes over that recovery found entries up to {@code endOffset}. */
    void recovered(final int endOffset) {
        written = endOffset;
        forced = endOffset;
    }

    /** Tells whether the file names its first index and is no spare any more. */
    boolean hasHeader() {
        return hasHeader;
    }

    /** Writes the header and makes it durable, before the first entry reaches the file. */
    void writeHeader() throws IOException {
        final StoredRecord record = new StoredRecord();
        new SegmentHeader(identity, sequence, firstIndex, previousTerm, file.capacity()).encode(record);
        file.file().write(SegmentLayout.HEADER_OFFSET, record.bytes());
        file.file().force();
        hasHeader = true;
    }

    /** Puts bytes into the file at {@link #written()}. */
    void write(final ByteBuffer source) throws IOException {
        final int from = written;
        final int length = source.remaining();
        file.file().write(from, source);
        written = from + length;
    }

    /** Makes everything written before this call durable. */
    void force() throws IOException {
        final int end = written;
        if (end != forced) {
            file.file().force();
            forced = end;
        }
    }

    /** Replaces a record of the header page and makes it durable. */
    void writeRecord(final int offset, final StoredRecord record) throws IOException {
        file.file().write(offset, record.bytes());
        file.file().force();
    }

    /**
     * Ends the segment before {@code offset}, durably: what lay behind is zero afterwards.
     *
     * @param until end of the bytes that may differ from zero, exclusive
     */
    void cut(final int offset, final int until) throws IOException {
        if (until > offset) {
            file.file().writeZeroes(offset, until - offset);
        }
        file.file().force();
        index.truncate(offset);
        lastIndex = OPEN;
        written = offset;
        forced = offset;
    }

    /** Tells that the segment takes no more entries. */
    void seal(final long index) {
        lastIndex = index;
    }

    /**
     * Returns where an entry of this segment begins.
     *
     * @param tail memory that holds the bytes from {@code tailOffset} on, which the file may not hold yet
     */
    int offsetOf(final long entryIndex, final DirectBuffer tail, final int tailOffset) {
        final int entry = (int) (entryIndex - firstIndex);
        final int slot = index.slotBefore(entry);
        int offset = index.offsetAt(slot);
        for (int i = index.entryAt(slot); i < entry; i++) {
            final int length = offset < tailOffset
                    ? EntryFrame.length(buffer, offset)
                    : EntryFrame.length(tail, offset - tailOffset);
            if (length < EntryFrame.HEADER_LENGTH) {
                throw Damage.at(file.path(), offset, "entry " + (firstIndex + i), "a frame of " + length + " bytes");
            }
            offset += EntryFrame.align(length);
        }
        return offset;
    }

    /** Returns the index of entry offsets, which the appender keeps. */
    OffsetIndex index() {
        return index;
    }

    /** Returns the file. */
    Path path() {
        return file.path();
    }

    /** Returns the number of the segment. */
    long sequence() {
        return sequence;
    }

    /** Returns the length of the file in bytes. */
    int capacity() {
        return file.capacity();
    }

    /** Returns the index of the first entry. */
    long firstIndex() {
        return firstIndex;
    }

    /** Returns the term of the entry before the first, 0 when there is none. */
    long previousTerm() {
        return previousTerm;
    }

    /** Returns the index of the last entry once the segment takes no more, else {@link #OPEN}. */
    long lastIndex() {
        return lastIndex;
    }

    /** Returns the offset up to which entries are in the file, exclusive. */
    int written() {
        return written;
    }

    /** Returns the file in memory, to read. Pinned only. */
    UnsafeBuffer buffer() {
        return buffer;
    }

    /** Returns the file in memory for a channel; position and limit are the appender's. Pinned only. */
    ByteBuffer bytes() {
        return file.bytes();
    }
}
