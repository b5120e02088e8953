package io.balsa.snapshot;

import io.balsa.consensus.membership.Membership;
import io.balsa.disk.Disk;
import io.balsa.disk.StorageException;
import io.balsa.disk.StorageIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots of a node: the directory {@value #DIRECTORY} of its data directory.
 *
 * <pre>
 *   snapshots/
 *     00000000000000004711-00000000000000000003.snapshot     whole: index and term
 *     00000000000000009000-00000000000000000003.unfinished   being written; deleted at start
 *     00000000000000009000-....partial                       being received; taken up again, see {@link SnapshotReceiver}
 *     00000000000000004000-00000000000000000002.damaged      set aside because somebody said so
 * </pre>
 *
 * <p>Threading: {@link #latest} by any thread; a writer and a receiver may each be used by a thread of its own, and publish one after
 * the other. Errors: {@link StorageException} at start; afterwards the {@link IOException} of the disk, of which
 * {@link io.balsa.disk.DiskFullException} leaves everything as it was and may be tried again when there is room.
 */
public final class SnapshotStore {
    /** Name of the directory. */
    public static final String DIRECTORY = "snapshots";

    static final String SNAPSHOT = ".snapshot";
    private static final String UNFINISHED = ".unfinished";
    private static final String SET_ASIDE = ".damaged";
    static final String PARTIAL = ".partial";

    /** What is done at start with a newest snapshot that is damaged. */
    public enum Damaged {
        /** Start is refused: the log may no longer hold what the snapshot held. */
        REFUSE,
        /** It gets another name, and the newest whole one before it is used, or none. For an operator to decide. */
        SET_ASIDE
    }

    private final Disk disk;
    private final Path directory;
    private final StorageIdentity owner;
    private final SnapshotConfig config;
    private volatile @Nullable SnapshotFile latest;

    private SnapshotStore(
            final Disk disk, final Path directory, final StorageIdentity owner, final SnapshotConfig config) {
        this.disk = disk;
        this.directory = directory;
        this.owner = owner;
        this.config = config;
    }

    /**
     * Opens the directory, makes it when it is not there, deletes what was not finished, and finds the newest snapshot. Head and end
     * of that one are checked here, all else when it is read.
     *
     * @param dataDirectory of the node
     * @param owner the node; a snapshot may come from another node of its cluster
     * @throws StorageException when the newest snapshot is damaged or of another cluster, or the directory cannot be used
     */
    public static SnapshotStore open(
            final Disk disk,
            final Path dataDirectory,
            final StorageIdentity owner,
            final SnapshotConfig config,
            final Damaged damaged) {
        final Path directory = dataDirectory.resolve(DIRECTORY);
        final SnapshotStore store = new SnapshotStore(disk, directory, owner, config);
        try {
            disk.createDirectories(directory);
            // Also when it was there: it may be there only because the process died and the machine did not.
            disk.syncDirectory(dataDirectory);
            store.recover(damaged);
        } catch (final IOException e) {
            throw StorageException.of("snapshots cannot be opened", directory, e);
        }
        return store;
    }

    private void recover(final Damaged damaged) throws IOException {
        for (final Path file : disk.list(directory)) {
            if (nameOf(file).endsWith(UNFINISHED)) {
                disk.delete(file);
            }
        }
        final List<Path> files = filesOf(SNAPSHOT);
        for (int i = files.size() - 1; i >= 0 && latest == null; i--) {
            final Path file = files.get(i);
            try (SnapshotReader reader = SnapshotReader.open(disk, file)) {
                requireOurs(reader.file(), owner);
                latest = reader.file();
            } catch (final StorageException e) {
                if (damaged == Damaged.REFUSE) {
                    throw e;
                }
                disk.rename(file, directory.resolve(stem(file) + SET_ASIDE));
                disk.syncDirectory(directory);
            }
        }
    }

    /** Refuses a file of another cluster, and one under the name of another. */
    static void requireOurs(final SnapshotFile file, final StorageIdentity owner) {
        final SnapshotHead head = file.head();
        if (head.writer().clusterId() != owner.clusterId()) {
            throw new StorageException("snapshot of another cluster: file=" + file.path() + ", expected cluster="
                    + owner.clusterId() + ", found=" + head.writer() + "; move it to the node it belongs to");
        }
        if (!nameOf(file.path()).equals(name(head.index(), head.term()) + SNAPSHOT)) {
            throw new StorageException("snapshot under the name of another: file=" + file.path() + ", found index="
                    + head.index() + ", term=" + head.term() + "; put back the file that belongs here");
        }
    }

    /** Returns the newest whole snapshot, null before the first. */
    public @Nullable SnapshotFile latest() {
        return latest;
    }

    /** Returns the settings. */
    public SnapshotConfig config() {
        return config;
    }

    /**
     * Returns the head of the snapshot that this node makes next.
     *
     * @param index of the last entry applied
     * @param term of that entry
     * @param membership as of that entry
     */
    public SnapshotHead nextHead(final long index, final long term, final Membership membership) {
        final SnapshotFile newest = latest;
        final long sequence = newest == null ? 1 : newest.head().sequence() + 1;
        return new SnapshotHead(owner, sequence, index, term, membership, config.chunkLength());
    }

    /**
     * Begins a snapshot. Whoever begins one publishes or closes it before the next one is begun.
     *
     * @param head of {@link #nextHead}, of an index after the newest snapshot's
     */
    public SnapshotWriter newWriter(final SnapshotHead head) throws IOException {
        if (!isNewer(head.index())) {
            throw new IllegalArgumentException(
                    "snapshot would not be the newest: index=" + head.index() + ", newest=" + latest);
        }
        final Path file = directory.resolve(name(head.index(), head.term()) + UNFINISHED);
        return SnapshotWriter.create(disk, file, head, this);
    }

    /**
     * Opens a snapshot to read; checks its head and end.
     *
     * @throws StorageException when it is damaged or cannot be read
     */
    public SnapshotReader newReader(final SnapshotFile file) {
        return SnapshotReader.open(disk, file.path());
    }

    /** Returns whatever puts together the snapshots that come from other nodes; one at a time. */
    public SnapshotReceiver newReceiver() {
        return new SnapshotReceiver(disk, directory, owner, this);
    }

    boolean isNewer(final long index) {
        final SnapshotFile newest = latest;
        return newest == null || index > newest.head().index();
    }

    /**
     * Gives a whole and forced file its final name, and deletes older ones. A file that is no longer the newest is deleted
     * instead.
     *
     * @return the newest snapshot
     */
    synchronized SnapshotFile publish(final Path unfinished, final SnapshotHead head, final long length)
            throws IOException {
        final SnapshotFile newest = latest;
        if (newest != null && head.index() <= newest.head().index()) {
            disk.delete(unfinished);
            return newest;
        }
        final Path path = directory.resolve(name(head.index(), head.term()) + SNAPSHOT);
        disk.rename(unfinished, path);
        disk.syncDirectory(directory);
        final SnapshotFile published = new SnapshotFile(path, head, length);
        latest = published;
        final List<Path> files = filesOf(SNAPSHOT);
        for (int i = 0; i < files.size() - config.retainedCount(); i++) {
            disk.delete(files.get(i));
        }
        return published;
    }

    /** Returns the files whose names end so, oldest first. */
    List<Path> filesOf(final String suffix) throws IOException {
        final List<Path> files = new ArrayList<>(disk.list(directory));
        files.removeIf(file -> !nameOf(file).endsWith(suffix));
        files.sort(null);
        return files;
    }

    /** Returns the name of a file without what it ends with: sorted by name is sorted by index. */
    static String name(final long index, final long term) {
        return "%020d-%020d".formatted(index, term);
    }

    static String nameOf(final Path file) {
        return String.valueOf(file.getFileName());
    }

    private static String stem(final Path file) {
        final String name = nameOf(file);
        return name.substring(0, name.length() - SNAPSHOT.length());
    }
}
