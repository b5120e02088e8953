package io.balsa.log;

import io.balsa.codec.EntryFrame;
import io.balsa.codec.StoredRecord;
import io.balsa.disk.Damage;
import io.balsa.disk.DiskFile;
import io.balsa.disk.DiskMapping;
import io.balsa.disk.StorageIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One file of the log: consecutive entries from a first index on, in the form that {@link SegmentLayout} draws.
 *
 * <p>Bytes reach the file by {@link #write} and are read through a mapping of the whole file.
 *
 * <p>Threading: {@link AppendBuffer} says who writes. {@link #written()} is set after the bytes are in the file, so a reader on
 * any thread that finds an entry below it finds its bytes in the mapping.
 */
final class LogSegment implements AutoCloseable {
    /** {@link #lastIndex()} of a segment that still grows. */
    static final long OPEN = Long.MAX_VALUE;

    private final StorageIdentity identity;
    private final long sequence;
    private final DiskFile file;
    private final int capacity;
    private final DiskMapping mapping;
    private final ByteBuffer bytes;
    private final UnsafeBuffer buffer;
    private final OffsetIndex index;

    private long firstIndex;
    private boolean hasHeader;
    private volatile long lastIndex = OPEN;
    private volatile int written = SegmentLayout.FRAMES_OFFSET;
    private volatile int forced = SegmentLayout.FRAMES_OFFSET;

    /** Maps a file of {@code capacity} bytes; the segment owns it from now on. */
    LogSegment(final StorageIdentity identity, final long sequence, final DiskFile file, final int capacity)
            throws IOException {
        this.identity = identity;
        this.sequence = sequence;
        this.file = file;
        this.capacity = capacity;
        mapping = file.map(capacity);
        bytes = mapping.buffer();
        bytes.clear();
        buffer = new UnsafeBuffer(bytes);
        index = new OffsetIndex(capacity);
    }

    /** Makes a spare the next segment in memory; the file learns of it from {@link #writeHeader}. */
    void begin(final long index) {
        firstIndex = index;
    }

    /** Takes over what recovery found: a header and entries up to {@code endOffset}. */
    void recovered(final long index, final int endOffset) {
        firstIndex = index;
        hasHeader = true;
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
        new SegmentHeader(identity, sequence, firstIndex, capacity).encode(record);
        file.write(SegmentLayout.HEADER_OFFSET, record.bytes());
        file.force();
        hasHeader = true;
    }

    /** Puts bytes into the file at {@link #written()}. */
    void write(final ByteBuffer source) throws IOException {
        final int from = written;
        final int length = source.remaining();
        file.write(from, source);
        written = from + length;
    }

    /** Makes everything written before this call durable. */
    void force() throws IOException {
        final int end = written;
        if (end != forced) {
            file.force();
            forced = end;
        }
    }

    /** Replaces a record of the header page and makes it durable. */
    void writeRecord(final int offset, final StoredRecord record) throws IOException {
        file.write(offset, record.bytes());
        file.force();
    }

    /**
     * Ends the segment before {@code offset}, durably: what lay behind is zero afterwards.
     *
     * @param until end of the bytes that may differ from zero, exclusive
     */
    void cut(final int offset, final int until) throws IOException {
        if (until > offset) {
            file.writeZeroes(offset, until - offset);
        }
        file.force();
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
        return capacity;
    }

    /** Returns the index of the first entry. */
    long firstIndex() {
        return firstIndex;
    }

    /** Returns the index of the last entry once the segment takes no more, else {@link #OPEN}. */
    long lastIndex() {
        return lastIndex;
    }

    /** Returns the offset up to which entries are in the file, exclusive. */
    int written() {
        return written;
    }

    /** Returns the file in memory, to read. */
    DirectBuffer buffer() {
        return buffer;
    }

    /** Returns the file in memory for a channel; position and limit are the appender's. */
    ByteBuffer bytes() {
        return bytes;
    }

    /** Gives file and memory back. */
    @Override
    public void close() throws IOException {
        index.close();
        mapping.close();
        file.close();
    }
}
