package io.balsa.snapshot;

import io.balsa.codec.FrameChecksum;
import io.balsa.codec.StoredRecord;
import io.balsa.disk.Disk;
import io.balsa.disk.DiskFile;
import io.balsa.disk.StorageException;
import io.balsa.disk.StorageIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Puts a snapshot together from parts that come from other nodes, in order, and publishes it with the last one.
 *
 * <p>It pulls: whoever drives it asks a node that has the file for the parts from {@link #wantedPart} on, a few at a time, and asks
 * again when they do not come ({@link PartRequests}). A part that is not the one wanted changes nothing, so parts may be lost, repeated, late, or come
 * from several nodes.
 *
 * <p>What was received stays in a file that bears the snapshot's {@link SnapshotId} in its name. After a restart {@link #begin} with
 * the same id goes on behind the last good part of it; with another id it is deleted. No length is believed: room is taken
 * only for bytes that came and were checked.
 *
 * <p>Threading: one thread, which waits for the disk; not the one that runs the consensus. Ownership: buffers are borrowed for the
 * call. Errors: after an {@link IOException} what was received is deleted, also when the disk is full: the log needs the room
 * more; the snapshot may be begun again.
 */
public final class SnapshotReceiver implements AutoCloseable {
    /** What {@link #begin} did. */
    public enum Begun {
        /** Nothing is here yet. */
        STARTED,
        /** Some parts are here. */
        RESUMED,
        /** Refused: this node has this snapshot, or a newer one. */
        NOT_NEWER,
        /** Refused: no snapshot can have such an index, term or length. */
        IMPOSSIBLE
    }

    /** What became of a part. */
    public enum Received {
        /** Taken: ask for the next. */
        ACCEPTED,
        /** Taken, and it was the last: the snapshot is durable and the store's newest, unless a newer one came meanwhile. */
        COMPLETE,
        /** Not the part wanted. Nothing changed. */
        NOT_WANTED,
        /** Not of the snapshot that is being received. Nothing changed. */
        OTHER_SNAPSHOT,
        /** Its bytes are not what they must be. Nothing changed: ask again, better another node. */
        DAMAGED,
        /** Refused: it is of another cluster, or of a format that this version does not know. */
        FOREIGN,
        /** Each part was good and together they are no snapshot: all were thrown away, and part 0 is wanted. */
        RESTARTED
    }

    private final Disk disk;
    private final Path directory;
    private final StorageIdentity owner;
    private final SnapshotStore store;
    private final StoredRecord record = new StoredRecord();
    private final FrameChecksum checksum = new FrameChecksum();
    private final ChecksumChain chain = new ChecksumChain();

    private @Nullable SnapshotId id;
    private @Nullable DiskFile file;
    private @Nullable SnapshotHead head;
    private SnapshotShape shape = new SnapshotShape(0, SnapshotConfig.MIN_CHUNK_LENGTH);
    private ByteBuffer bytes = ByteBuffer.allocateDirect(0);
    private UnsafeBuffer chunk = new UnsafeBuffer(0, 0);
    private int wantedPart;
    private long unforcedLength;

    SnapshotReceiver(final Disk disk, final Path directory, final StorageIdentity owner, final SnapshotStore store) {
        this.disk = disk;
        this.directory = directory;
        this.owner = owner;
        this.store = store;
    }

    /** Returns the snapshot that is being received, null when there is none. */
    public @Nullable SnapshotId id() {
        return id;
    }

    /** Returns the number of the part that is taken next. */
    public int wantedPart() {
        return wantedPart;
    }

    /** Prepares to receive a snapshot; parts of any other are deleted. Does nothing when it is being received already. */
    public Begun begin(final SnapshotId snapshot) throws IOException {
        if (snapshot.index() < 1 || snapshot.term() < 1 || !SnapshotShape.isFileLength(snapshot.length())) {
            return Begun.IMPOSSIBLE;
        }
        if (!store.isNewer(snapshot.index())) {
            return Begun.NOT_NEWER;
        }
        if (!snapshot.equals(id)) {
            close();
            try {
                takeUp(snapshot);
            } catch (final IOException e) {
                abandon();
                throw e;
            }
        }
        return wantedPart == 0 ? Begun.STARTED : Begun.RESUMED;
    }

    /**
     * Takes a part, if it is the one wanted.
     *
     * @param snapshot that it is a part of
     * @param number of the part, as it came
     * @param length in bytes, as it came
     */
    public Received onPart(
            final SnapshotId snapshot, final int number, final DirectBuffer buffer, final int offset, final int length)
            throws IOException {
        if (!snapshot.equals(id)) {
            return Received.OTHER_SNAPSHOT;
        }
        if (number != wantedPart) {
            return Received.NOT_WANTED;
        }
        try {
            final SnapshotHead known = head;
            if (known == null) {
                return onHead(snapshot, buffer, offset, length);
            }
            return number == shape.endPart()
                    ? onEnd(snapshot, known, buffer, offset, length)
                    : onChunk(known, buffer, offset, length);
        } catch (final IOException e) {
            abandon();
            throw e;
        }
    }

    private Received onHead(final SnapshotId snapshot, final DirectBuffer buffer, final int offset, final int length)
            throws IOException {
        if (length != StoredRecord.LENGTH) {
            return Received.DAMAGED;
        }
        record.copyFrom(buffer, offset);
        if (!SnapshotHead.isIn(record)) {
            return Received.DAMAGED;
        }
        if (!takeHead(snapshot)) {
            return Received.FOREIGN;
        }
        write(record.bytes());
        return Received.ACCEPTED;
    }

    private Received onChunk(final SnapshotHead known, final DirectBuffer buffer, final int offset, final int length)
            throws IOException {
        if (length != shape.length(wantedPart)) {
            return Received.DAMAGED;
        }
        chunk.putBytes(0, buffer, offset, length);
        if (!takeChunk(known)) {
            return Received.DAMAGED;
        }
        write(bytes.clear().limit(length));
        return Received.ACCEPTED;
    }

    private Received onEnd(
            final SnapshotId snapshot,
            final SnapshotHead known,
            final DirectBuffer buffer,
            final int offset,
            final int length)
            throws IOException {
        if (length != StoredRecord.LENGTH) {
            return Received.DAMAGED;
        }
        record.copyFrom(buffer, offset);
        final SnapshotEnd end = SnapshotEnd.decode(record);
        if (end == null) {
            return Received.DAMAGED;
        }
        if (!end.belongsTo(known, shape) || end.checksum() != chain.value()) {
            abandon();
            takeUp(snapshot);
            return Received.RESTARTED;
        }
        final DiskFile whole = opened();
        write(record.bytes());
        whole.force();
        store.publish(whole.path(), known, shape.fileLength());
        close();
        return Received.COMPLETE;
    }

    /** Deletes what was received so far. */
    public void abandon() throws IOException {
        final DiskFile abandoned = file;
        close();
        if (abandoned != null && disk.exists(abandoned.path())) {
            disk.delete(abandoned.path());
        }
    }

    /** Lets go of the file, which stays to be taken up again. */
    @Override
    public void close() throws IOException {
        final DiskFile closed = file;
        file = null;
        id = null;
        forgetParts();
        if (closed != null) {
            closed.close();
        }
    }

    private void takeUp(final SnapshotId snapshot) throws IOException {
        final Path path = pathOf(snapshot);
        for (final Path other : store.filesOf(SnapshotStore.PARTIAL)) {
            if (!other.equals(path)) {
                disk.delete(other);
            }
        }
        if (disk.exists(path)) {
            final DiskFile found = disk.open(path);
            file = found;
            readAgain(snapshot, found);
        } else {
            file = disk.create(path);
            disk.syncDirectory(directory);
        }
        id = snapshot;
    }

    /** Counts the good parts of a file. The end is always asked for again: with it the file is published. */
    private void readAgain(final SnapshotId snapshot, final DiskFile found) throws IOException {
        final long length = found.size();
        if (length < StoredRecord.LENGTH) {
            return;
        }
        found.read(0, record.bytes());
        if (!SnapshotHead.isIn(record) || !takeHead(snapshot)) {
            return;
        }
        wantedPart++;
        final SnapshotHead known = head;
        while (known != null && shape.isChunk(wantedPart)) {
            final int partLength = shape.length(wantedPart);
            if (shape.offset(wantedPart) + partLength > length) {
                return;
            }
            found.read(shape.offset(wantedPart), bytes.clear().limit(partLength));
            if (!takeChunk(known)) {
                return;
            }
            wantedPart++;
        }
    }

    /** Takes the head in the record, which is whole, if it is the one that was announced. */
    private boolean takeHead(final SnapshotId snapshot) {
        final SnapshotHead found;
        try {
            found = SnapshotHead.decode(record, pathOf(snapshot));
        } catch (final StorageException e) {
            return false;
        }
        if (found.writer().clusterId() != owner.clusterId()
                || found.index() != snapshot.index()
                || found.term() != snapshot.term()
                || found.writer().incarnation() != snapshot.writer()) {
            return false;
        }
        head = found;
        shape = new SnapshotShape(snapshot.length(), found.chunkLength());
        if (bytes.capacity() != found.chunkLength()) {
            bytes = ByteBuffer.allocateDirect(found.chunkLength());
            chunk = new UnsafeBuffer(bytes);
        }
        chain.restart();
        chain.add(SnapshotHead.checksum(record));
        return true;
    }

    /** Takes the chunk in the buffer if it is the one wanted. */
    private boolean takeChunk(final SnapshotHead known) {
        if (ChunkLayout.faultOf(chunk, wantedPart, known, shape, checksum) != null) {
            return false;
        }
        chain.add(ChunkLayout.checksum(chunk));
        return true;
    }

    private void write(final ByteBuffer part) throws IOException {
        final DiskFile target = opened();
        unforcedLength += part.remaining();
        target.write(shape.offset(wantedPart), part);
        wantedPart++;
        if (unforcedLength >= SnapshotWriter.FORCE_LENGTH) {
            target.force();
            unforcedLength = 0;
        }
    }

    private void forgetParts() {
        head = null;
        wantedPart = 0;
        unforcedLength = 0;
    }

    private DiskFile opened() {
        final DiskFile present = file;
        if (present == null) {
            throw new IllegalStateException("no snapshot is being received");
        }
        return present;
    }

    private Path pathOf(final SnapshotId snapshot) {
        return directory.resolve("%s-%016x-%d%s"
                .formatted(
                        SnapshotStore.name(snapshot.index(), snapshot.term()),
                        snapshot.writer(),
                        snapshot.length(),
                        SnapshotStore.PARTIAL));
    }
}
