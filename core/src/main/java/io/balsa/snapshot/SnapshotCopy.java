package io.balsa.snapshot;

import io.balsa.codec.StoredRecord;
import io.balsa.consensus.membership.Membership;
import io.balsa.disk.Disk;
import io.balsa.disk.DiskFile;
import io.balsa.disk.StorageException;
import io.balsa.disk.StorageIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Copies snapshots out of data directories and into new ones: backups. Every part is checked on its way, and a copy is whole or not
 * there, as everywhere in this package.
 *
 * <p>Threading: stateless; waits for the disk. Errors: {@link StorageException}; of a copy that failed nothing is left, or, after a
 * crash, a file whose name ends in {@value #UNFINISHED}.
 */
public final class SnapshotCopy {
    private static final String UNFINISHED = ".unfinished";

    private SnapshotCopy() {}

    /**
     * Reads all of a file.
     *
     * @param progress told the bytes that were read, a chunk at a time
     * @return what it is of
     * @throws StorageException when it is damaged, or no snapshot
     */
    public static SnapshotFile verify(final Disk disk, final Path file, final LongConsumer progress) {
        try (SnapshotReader reader = SnapshotReader.open(disk, file)) {
            reader.verify(progress);
            return reader.file();
        }
    }

    /**
     * Returns what a file is of, by its head and end alone.
     *
     * @throws StorageException when they are damaged, or it is no snapshot
     */
    public static SnapshotFile describe(final Disk disk, final Path file) {
        try (SnapshotReader reader = SnapshotReader.open(disk, file)) {
            return reader.file();
        }
    }

    /**
     * Returns the newest snapshot's file in a data directory, by its name alone; null when there is none.
     *
     * @throws StorageException when the directory cannot be listed
     */
    public static @Nullable Path newest(final Disk disk, final Path dataDirectory) {
        final Path directory = dataDirectory.resolve(SnapshotStore.DIRECTORY);
        try {
            return !disk.isDirectory(directory)
                    ? null
                    : disk.list(directory).stream()
                            .filter(file -> SnapshotStore.nameOf(file).endsWith(SnapshotStore.SNAPSHOT))
                            .max(Comparator.naturalOrder())
                            .orElse(null);
        } catch (final IOException e) {
            throw StorageException.of("snapshots cannot be listed", directory, e);
        }
    }

    /**
     * Copies a snapshot as it is, and reads the copy again before it gets its name.
     *
     * @param to must not be there
     */
    public static SnapshotFile copy(final Disk disk, final Path from, final Path to, final LongConsumer progress) {
        try (SnapshotReader reader = SnapshotReader.open(disk, from)) {
            return write(disk, reader, reader.head(), to, progress);
        }
    }

    /**
     * Makes a backup the first snapshot of a new data directory. What it holds stays as it is; who wrote it and who is a member
     * are replaced, so that the nodes of the cluster that the backup is from do not take it for their own.
     *
     * @param dataDirectory of the new node, which does not run
     * @param owner the new node
     * @param membership that the new cluster begins with
     */
    public static SnapshotFile adopt(
            final Disk disk,
            final Path from,
            final Path dataDirectory,
            final StorageIdentity owner,
            final Membership membership,
            final LongConsumer progress) {
        final Path directory = dataDirectory.resolve(SnapshotStore.DIRECTORY);
        try (SnapshotReader reader = SnapshotReader.open(disk, from)) {
            disk.createDirectories(directory);
            disk.syncDirectory(dataDirectory);
            final SnapshotHead old = reader.head();
            final SnapshotHead head =
                    new SnapshotHead(owner, 1, old.index(), old.term(), membership, old.chunkLength());
            final Path to = directory.resolve(SnapshotStore.name(head.index(), head.term()) + SnapshotStore.SNAPSHOT);
            return write(disk, reader, head, to, progress);
        } catch (final IOException e) {
            throw StorageException.of("snapshot directory cannot be made", directory, e);
        }
    }

    private static SnapshotFile write(
            final Disk disk,
            final SnapshotReader reader,
            final SnapshotHead head,
            final Path to,
            final LongConsumer progress) {
        requireFree(disk, to);
        final Path unfinished = to.resolveSibling(SnapshotStore.nameOf(to) + UNFINISHED);
        boolean made = false;
        boolean done = false;
        try {
            try (DiskFile file = disk.create(unfinished)) {
                made = true;
                writeParts(reader, head, file, progress);
            }
            verify(disk, unfinished, bytes -> {});
            requireFree(disk, to);
            disk.rename(unfinished, to);
            done = true;
            disk.syncDirectory(Objects.requireNonNull(to.toAbsolutePath().getParent()));
            return new SnapshotFile(to, head, reader.file().length());
        } catch (final IOException e) {
            throw StorageException.of("snapshot cannot be copied", to, e);
        } finally {
            if (made && !done) {
                delete(disk, unfinished);
            }
        }
    }

    private static void writeParts(
            final SnapshotReader reader, final SnapshotHead head, final DiskFile file, final LongConsumer progress)
            throws IOException {
        final StoredRecord record = new StoredRecord();
        final ChecksumChain found = new ChecksumChain();
        final ChecksumChain written = new ChecksumChain();
        final ByteBuffer bytes = ByteBuffer.allocateDirect(head.chunkLength());
        final UnsafeBuffer chunk = new UnsafeBuffer(bytes);
        head.encode(record);
        found.add(reader.headChecksum());
        written.add(SnapshotHead.checksum(record));
        file.write(0, record.bytes());
        long position = StoredRecord.LENGTH;
        long forced = 0;
        final int endPart = reader.partCount() - 1;
        for (int number = 1; number < endPart; number++) {
            final int length = reader.partLength(number);
            final DirectBuffer part = reader.part(number);
            found.add(ChunkLayout.checksum(part));
            written.add(ChunkLayout.checksum(part));
            chunk.putBytes(0, part, 0, length);
            file.write(position, bytes.clear().limit(length));
            position += length;
            progress.accept(length);
            if (position - forced >= SnapshotWriter.FORCE_LENGTH) {
                file.force();
                forced = position;
            }
        }
        reader.requireChecksum(found.value());
        final SnapshotEnd end = reader.end();
        new SnapshotEnd(end.index(), end.term(), end.chunkCount(), written.value(), end.contentLength()).encode(record);
        file.write(position, record.bytes());
        file.force();
    }

    private static void requireFree(final Disk disk, final Path to) {
        if (disk.exists(to)) {
            throw new StorageException(
                    "file is there already and is not replaced: file=" + to + "; name another one, or move it away");
        }
    }

    @SuppressWarnings("EmptyCatch")
    private static void delete(final Disk disk, final Path unfinished) {
        try {
            disk.delete(unfinished);
        } catch (final IOException e) {
            // Why the copy failed is being thrown; its name says that this is no copy.
        }
    }
}
