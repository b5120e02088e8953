package io.balsa.snapshot;

import io.balsa.codec.FrameChecksum;
import io.balsa.codec.StoredRecord;
import io.balsa.disk.Damage;
import io.balsa.disk.Disk;
import io.balsa.disk.DiskFile;
import io.balsa.disk.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a snapshot: its state from the first byte on, or its parts by number. Nothing is handed out that was not checked.
 *
 * <p>The state is complete and from one file when {@link #remaining} has come to 0: with the last chunk the checksum over all
 * checksums is compared. By position rather than through a mapping: a mapping ends at 2 GiB, and what is read once gains nothing
 * from staying.
 *
 * <p>Threading: one thread, which waits for the disk. Ownership: {@link #part} lends its memory until the next call. Errors:
 * {@link StorageException} naming file, offset, what was expected and found.
 */
public final class SnapshotReader implements SnapshotSource, AutoCloseable {
    private final DiskFile file;
    private final SnapshotFile description;
    private final SnapshotShape shape;
    private final SnapshotEnd end;
    private final int headChecksum;
    private final int endChecksum;
    private final ByteBuffer bytes;
    private final UnsafeBuffer chunk;
    private final FrameChecksum checksum = new FrameChecksum();
    private final ChecksumChain chain = new ChecksumChain();
    private int chunkNumber;
    private int position;
    private int limit;
    private long remaining;
    private boolean closed;

    private SnapshotReader(
            final DiskFile file,
            final SnapshotHead head,
            final int headChecksum,
            final SnapshotShape shape,
            final SnapshotEnd end,
            final int endChecksum) {
        this.file = file;
        this.description = new SnapshotFile(file.path(), head, shape.fileLength());
        this.headChecksum = headChecksum;
        this.shape = shape;
        this.end = end;
        this.endChecksum = endChecksum;
        bytes = ByteBuffer.allocateDirect(head.chunkLength());
        chunk = new UnsafeBuffer(bytes);
        rewind();
    }

    /** Opens a file and checks its head and end. */
    static SnapshotReader open(final Disk disk, final Path path) {
        DiskFile opened = null;
        boolean done = false;
        try {
            opened = disk.openToRead(path);
            final SnapshotReader reader = open(opened);
            done = true;
            return reader;
        } catch (final IOException e) {
            throw unreadable(path, e);
        } finally {
            if (!done && opened != null) {
                closeQuietly(opened);
            }
        }
    }

    private static SnapshotReader open(final DiskFile file) throws IOException {
        final long length = file.size();
        if (!SnapshotShape.isFileLength(length)) {
            throw Damage.at(file.path(), length, "a snapshot: two sectors or more", length + " bytes");
        }
        final StoredRecord record = new StoredRecord();
        file.read(0, record.bytes());
        final SnapshotHead head = SnapshotHead.decode(record, file.path());
        final int headChecksum = SnapshotHead.checksum(record);
        final SnapshotShape shape = new SnapshotShape(length, head.chunkLength());
        final long endOffset = shape.offset(shape.endPart());
        file.read(endOffset, record.bytes());
        final SnapshotEnd end = SnapshotEnd.decode(record);
        if (end == null) {
            throw Damage.at(file.path(), endOffset, "the end of a snapshot", "bytes that fail its checksum");
        }
        if (!end.belongsTo(head, shape)) {
            throw Damage.at(file.path(), endOffset, "the end of " + head + " in " + shape, end.toString());
        }
        return new SnapshotReader(file, head, headChecksum, shape, end, SnapshotHead.checksum(record));
    }

    /** Returns what the snapshot says of itself. */
    public SnapshotHead head() {
        return description.head();
    }

    /** Returns the file. */
    public SnapshotFile file() {
        return description;
    }

    @Override
    public long remaining() {
        return remaining;
    }

    @Override
    public void read(final MutableDirectBuffer target, final int offset, final int length) {
        if (length > remaining) {
            throw new StorageException(
                    "snapshot holds less than its reader asks for: file=" + file.path() + ", expected="
                            + length + " bytes more, found=" + remaining
                            + "; load it with the version of the state machine that wrote it");
        }
        int done = 0;
        while (done < length) {
            if (position == limit) {
                nextChunk();
            }
            final int count = Math.min(limit - position, length - done);
            target.putBytes(offset + done, chunk, position, count);
            position += count;
            remaining -= count;
            done += count;
        }
    }

    /** Reads everything, to find damage, and begins again. */
    public void verify() {
        verify(bytes -> {});
    }

    /**
     * Like {@link #verify()}.
     *
     * @param progress told the bytes of each chunk that is whole
     */
    public void verify(final LongConsumer progress) {
        rewind();
        while (chunkNumber < shape.chunkCount()) {
            nextChunk();
            progress.accept(shape.length(chunkNumber));
        }
        rewind();
    }

    /** Begins again at the first byte of the state. */
    public void rewind() {
        remaining = end.contentLength();
        chunkNumber = 0;
        position = 0;
        limit = 0;
        chain.restart();
        chain.add(headChecksum);
        if (shape.chunkCount() == 0) {
            requireChecksum(chain.value());
        }
    }

    /** Returns how many parts the file has: head, chunks, end. */
    public int partCount() {
        return shape.partCount();
    }

    /**
     * Returns the length of a part in bytes.
     *
     * @param number 0 inclusive to {@link #partCount} exclusive
     */
    public int partLength(final int number) {
        return shape.length(number);
    }

    /**
     * Reads and checks a part, from offset 0 of the memory returned; the state is to be read from its beginning afterwards.
     *
     * @param number 0 inclusive to {@link #partCount} exclusive
     */
    public DirectBuffer part(final int number) {
        if (number < 0 || number >= shape.partCount()) {
            throw new IllegalArgumentException(
                    "no such part: number=" + number + ", partCount=" + shape.partCount() + ", file=" + file.path());
        }
        rewind();
        readPart(number);
        return chunk;
    }

    /** Returns the checksum of the head. */
    int headChecksum() {
        return headChecksum;
    }

    /** Returns the end. */
    SnapshotEnd end() {
        return end;
    }

    private void nextChunk() {
        chunkNumber++;
        readPart(chunkNumber);
        chain.add(ChunkLayout.checksum(chunk));
        position = ChunkLayout.HEADER_LENGTH;
        limit = ChunkLayout.length(chunk);
        if (chunkNumber == shape.chunkCount()) {
            requireChecksum(chain.value());
        }
    }

    private void readPart(final int number) {
        if (closed) {
            throw new IllegalStateException("snapshot reader is closed: file=" + file.path());
        }
        try {
            file.read(shape.offset(number), bytes.clear().limit(shape.length(number)));
        } catch (final IOException e) {
            throw unreadable(file.path(), e);
        }
        final String fault = faultOf(number);
        if (fault != null) {
            final String expected =
                    "part " + number + " of the snapshot of index " + head().index() + ", term " + head().term();
            throw Damage.at(file.path(), shape.offset(number), expected, fault);
        }
    }

    private @Nullable String faultOf(final int number) {
        if (shape.isChunk(number)) {
            return ChunkLayout.faultOf(chunk, number, head(), shape, checksum);
        }
        final int expected = number == 0 ? headChecksum : endChecksum;
        return SnapshotHead.isRecord(chunk, expected, checksum) ? null : "bytes that fail its checksum";
    }

    /** Refuses parts that are each whole and do not belong together. */
    void requireChecksum(final int ofAllParts) {
        if (ofAllParts != end.checksum()) {
            throw Damage.at(
                    file.path(),
                    shape.offset(shape.endPart()),
                    "a checksum of all parts of " + Integer.toHexString(end.checksum()),
                    Integer.toHexString(ofAllParts));
        }
    }

    private static StorageException unreadable(final Path path, final IOException e) {
        return StorageException.of("snapshot cannot be read", path, e);
    }

    @SuppressWarnings("EmptyCatch")
    private static void closeQuietly(final DiskFile file) {
        try {
            file.close();
        } catch (final IOException e) {
            // What made the file unusable is being thrown.
        }
    }

    /** Closes the file and frees the memory; nothing can be read any more. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        remaining = 0;
        chunk.wrap(0, 0);
        BufferUtil.free(bytes);
        try {
            file.close();
        } catch (final IOException e) {
            throw StorageException.of("snapshot cannot be closed", file.path(), e);
        }
    }
}
