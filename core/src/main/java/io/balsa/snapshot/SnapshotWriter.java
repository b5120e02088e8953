package io.balsa.snapshot;

import io.balsa.codec.FrameChecksum;
import io.balsa.codec.StoredRecord;
import io.balsa.disk.Disk;
import io.balsa.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes a snapshot, chunk after chunk, and publishes it when the state is complete.
 *
 * <p>Threading: one thread, which waits for the disk; not the one that runs the consensus. Ownership: buffers are borrowed for the
 * call. Nothing is allocated per chunk.
 *
 * <p>Errors: after an {@link IOException} the snapshot cannot be published any more; {@link #close} deletes the file.
 */
public final class SnapshotWriter implements SnapshotSink, AutoCloseable {
    /** Forced so often that a log on the same device never waits for gigabytes to get there first. */
    static final long FORCE_LENGTH = 8L << 20;

    private enum State {
        OPEN,
        FAILED,
        CLOSED
    }

    private final Disk disk;
    private final Path path;
    private final DiskFile file;
    private final SnapshotHead head;
    private final SnapshotStore store;
    private final ByteBuffer bytes;
    private final UnsafeBuffer chunk;
    private final FrameChecksum checksum = new FrameChecksum();
    private final ChecksumChain chain = new ChecksumChain();
    private int chunkCount;
    private int used = ChunkLayout.HEADER_LENGTH;
    private long contentLength;
    private long fileLength;
    private long forcedLength;
    private State state = State.OPEN;

    private SnapshotWriter(
            final Disk disk, final Path path, final DiskFile file, final SnapshotHead head, final SnapshotStore store) {
        this.disk = disk;
        this.path = path;
        this.file = file;
        this.head = head;
        this.store = store;
        bytes = ByteBuffer.allocateDirect(head.chunkLength());
        chunk = new UnsafeBuffer(bytes);
    }

    static SnapshotWriter create(final Disk disk, final Path path, final SnapshotHead head, final SnapshotStore store)
            throws IOException {
        final SnapshotWriter writer = new SnapshotWriter(disk, path, disk.create(path), head, store);
        boolean done = false;
        try {
            writer.writeHead();
            done = true;
            return writer;
        } finally {
            if (!done) {
                writer.close();
            }
        }
    }

    /** Returns what the snapshot says of itself. */
    public SnapshotHead head() {
        return head;
    }

    /** Returns the bytes of state taken so far. */
    public long contentLength() {
        return contentLength;
    }

    @Override
    public void write(final DirectBuffer buffer, final int offset, final int length) throws IOException {
        requireOpen();
        int done = 0;
        while (done < length) {
            if (used == chunk.capacity()) {
                writeChunk();
            }
            final int part = Math.min(chunk.capacity() - used, length - done);
            chunk.putBytes(used, buffer, offset + done, part);
            used += part;
            done += part;
        }
        contentLength += length;
    }

    /**
     * The state is complete: makes the file durable and the newest snapshot.
     *
     * @return the newest snapshot: this one, or a newer one that was received meanwhile, for which this one is given up
     * @throws IOException as the disk does; also when an older file could not be deleted, and then this one is published all the
     *     same
     */
    public SnapshotFile publish() throws IOException {
        requireOpen();
        if (used > ChunkLayout.HEADER_LENGTH) {
            writeChunk();
        }
        final StoredRecord record = new StoredRecord();
        new SnapshotEnd(head.index(), head.term(), chunkCount, chain.value(), contentLength).encode(record);
        write(record.bytes());
        force();
        file.close();
        state = State.FAILED;
        final SnapshotFile published = store.publish(path, head, fileLength);
        free();
        return published;
    }

    private void writeHead() throws IOException {
        final StoredRecord record = new StoredRecord();
        head.encode(record);
        chain.add(SnapshotHead.checksum(record));
        write(record.bytes());
    }

    private void writeChunk() throws IOException {
        final int partLength = BitUtil.align(used, StoredRecord.LENGTH);
        chunkCount++;
        ChunkLayout.seal(chunk, used, partLength, chunkCount, head, checksum);
        chain.add(ChunkLayout.checksum(chunk));
        write(bytes.clear().limit(partLength));
        used = ChunkLayout.HEADER_LENGTH;
        if (fileLength - forcedLength >= FORCE_LENGTH) {
            force();
        }
    }

    private void write(final ByteBuffer part) throws IOException {
        final int length = part.remaining();
        state = State.FAILED;
        file.write(fileLength, part);
        state = State.OPEN;
        fileLength += length;
    }

    private void force() throws IOException {
        state = State.FAILED;
        file.force();
        state = State.OPEN;
        forcedLength = fileLength;
    }

    private void requireOpen() {
        if (state != State.OPEN) {
            throw new IllegalStateException("snapshot writer is " + state + ": file=" + path);
        }
    }

    private void free() {
        state = State.CLOSED;
        BufferUtil.free(bytes);
    }

    /** Gives the snapshot up unless it is published: deletes the file. */
    @Override
    public void close() throws IOException {
        if (state == State.CLOSED) {
            return;
        }
        free();
        file.close();
        if (disk.exists(path)) {
            disk.delete(path);
        }
    }
}
