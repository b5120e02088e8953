package io.balsa.log;

import io.balsa.codec.StoredRecord;
import io.balsa.codec.sbe.storage.MessageHeaderDecoder;
import io.balsa.codec.sbe.storage.MessageHeaderEncoder;
import io.balsa.codec.sbe.storage.NodeIdentityDecoder;
import io.balsa.codec.sbe.storage.NodeIdentityEncoder;
import io.balsa.disk.Damage;
import io.balsa.disk.Disk;
import io.balsa.disk.DiskFile;
import io.balsa.disk.DiskLock;
import io.balsa.disk.StorageException;
import io.balsa.disk.StorageFormat;
import io.balsa.disk.StorageIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What a node keeps, in one directory that one process uses at a time.
 *
 * <pre>
 *   LOCK             locked while a process uses the directory; holds its process id
 *   node.id          NodeIdentity: cluster id, node id, incarnation, format version
 *   hard-state       term and vote, see {@link HardStateFile}
 *   catch-up         only after a repair: the index up to which the node must hold entries again before it votes
 *   log/marker       which segments count and how far they are durable
 *   log/*.log        segments 0000000001.log, 0000000002.log, ..., see {@link SegmentedLog}
 *   log/damaged-n/   what the n-th repair took out, see {@link LogRepair}
 * </pre>
 *
 * <p>A new directory gets its identity first, marked as incomplete, then hard state and an empty log, and then the mark is
 * taken away. A crash in between leaves the mark, and the next start begins again; nothing was promised to anyone yet. Once the
 * mark is gone, whatever is missing is a loss, and the node does not start.
 *
 * <p>Threading: one owner. Errors: {@link StorageException} with one line that says what to do.
 */
public final class DataDirectory implements AutoCloseable {
    private static final String LOCK_FILE = "LOCK";
    private static final String IDENTITY_FILE = "node.id";
    private static final String IDENTITY_UNFINISHED = "node.id.tmp";
    private static final String HARD_STATE_FILE = "hard-state";
    private static final String LOG_DIRECTORY = Damage.LOG_DIRECTORY;

    private final Disk disk;
    private final Path path;
    private final LogConfig config;
    private final DiskLock lock;
    private final StorageIdentity identity;

    private DataDirectory(
            final Disk disk,
            final Path path,
            final LogConfig config,
            final DiskLock lock,
            final StorageIdentity identity) {
        this.disk = disk;
        this.path = path;
        this.config = config;
        this.lock = lock;
        this.identity = identity;
    }

    /**
     * Locks a directory, and makes it when it is new.
     *
     * @param path made with the directories above it when it is not there
     * @param newIncarnation for a new directory: a random number
     * @throws StorageException when the directory is in use, belongs to another node or cluster, is damaged, cannot be written or
     *     has no room
     */
    public static DataDirectory open(
            final Disk disk,
            final Path path,
            final long clusterId,
            final int nodeId,
            final long newIncarnation,
            final LogConfig config) {
        final DiskLock lock = lock(disk, path);
        boolean done = false;
        try {
            final StorageIdentity identity =
                    identify(disk, path, new StorageIdentity(clusterId, nodeId, newIncarnation), config);
            done = true;
            return new DataDirectory(disk, path, config, lock, identity);
        } catch (final IOException e) {
            throw unusable(path, e);
        } finally {
            if (!done) {
                unlock(lock, path);
            }
        }
    }

    /**
     * Locks a directory that is there, whoever it belongs to.
     *
     * @throws StorageException when it is no data directory, was never completed, is in use, or is damaged
     */
    public static DataDirectory openExisting(final Disk disk, final Path path, final LogConfig config) {
        final StorageIdentity identity = identityOf(disk, path);
        return open(disk, path, identity.clusterId(), identity.nodeId(), identity.incarnation(), config);
    }

    /** Returns to whom the directory belongs. */
    public StorageIdentity identity() {
        return identity;
    }

    /** Returns the directory. */
    public Path path() {
        return path;
    }

    /** Opens the hard state, which the caller closes. */
    public HardStateFile openHardState() {
        return HardStateFile.open(disk, path.resolve(HARD_STATE_FILE), identity);
    }

    /** Opens and recovers the log, which the caller closes. */
    public SegmentedLog openLog() {
        return SegmentedLog.open(disk, path.resolve(LOG_DIRECTORY), identity, config);
    }

    /** Returns the index that a repaired node must hold again before it votes, campaigns or counts; 0 for none. */
    public long mustCatchUpTo() {
        try {
            return IndexMark.CATCH_UP.read(disk, path, identity);
        } catch (final IOException e) {
            throw unusable(path, e);
        }
    }

    /**
     * Notes, durably, that the node acknowledged entries up to an index which it does not hold.
     *
     * @param index not below {@link #mustCatchUpTo}
     */
    public void mustCatchUp(final long index) {
        try {
            IndexMark.CATCH_UP.write(disk, path, identity, index);
        } catch (final IOException e) {
            throw unusable(path, e);
        }
    }

    /** Notes, durably, that the node holds what it had to catch up with. */
    public void caughtUp() {
        try {
            IndexMark.CATCH_UP.clear(disk, path);
        } catch (final IOException e) {
            throw unusable(path, e);
        }
    }

    /** Returns the index up to which the node knows its log to be committed, since a membership took effect there; 0 for none. */
    public long membershipIndex() {
        try {
            return IndexMark.MEMBERSHIP.read(disk, path, identity);
        } catch (final IOException e) {
            throw unusable(path, e);
        }
    }

    /** Notes, durably, that the entry at an index is committed and changes the membership. */
    public void membershipIndex(final long index) {
        try {
            IndexMark.MEMBERSHIP.write(disk, path, identity, index);
        } catch (final IOException e) {
            throw unusable(path, e);
        }
    }

    /**
     * Repairs a log that is damaged; the log must not be open. The price is that the node may not vote until it has caught up.
     *
     * @throws StorageException when the log is sound, or when what is wrong with it is not damage
     */
    public LogRepair.Outcome repairLog() {
        try {
            return new LogRepair(disk, path, identity, config).run();
        } catch (final IOException e) {
            throw StorageException.of("log cannot be repaired", path, e);
        }
    }

    /** Returns what {@link #repairLog} would do now; changes nothing. */
    public LogRepair.Outcome previewRepair() {
        try {
            return new LogRepair(disk, path, identity, config).preview();
        } catch (final IOException e) {
            throw StorageException.of("log cannot be inspected", path, e);
        }
    }

    /** Returns where a data directory keeps its term and vote. */
    static Path hardStateOf(final Path dataDirectory) {
        return dataDirectory.resolve(HARD_STATE_FILE);
    }

    /** Returns where a data directory keeps its log. */
    static Path logOf(final Path dataDirectory) {
        return dataDirectory.resolve(LOG_DIRECTORY);
    }

    /** Returns to whom a directory belongs, without opening it. */
    static StorageIdentity identityOf(final Disk disk, final Path dataDirectory) {
        final Path file = dataDirectory.resolve(IDENTITY_FILE);
        try {
            if (!disk.exists(file)) {
                throw new StorageException("not the data directory of a node: path=" + dataDirectory + ", expected="
                        + file + ", found=nothing; name the directory that holds node.id");
            }
            final Stored stored = read(disk, file);
            if (!stored.complete()) {
                throw new StorageException("data directory was never completed and holds nothing yet: path="
                        + dataDirectory + "; start the node, which completes it");
            }
            return stored.identity();
        } catch (final IOException e) {
            throw unusable(dataDirectory, e);
        }
    }

    /** Gives the directory free; log and hard state must be closed before. */
    @Override
    public void close() {
        unlock(lock, path);
    }

    private static DiskLock lock(final Disk disk, final Path path) {
        try {
            if (disk.exists(path) && !disk.isDirectory(path)) {
                throw new StorageException("data directory is not a directory: path=" + path + "; name another one");
            }
            disk.createDirectories(path);
            final Path file = path.resolve(LOCK_FILE);
            final DiskLock lock =
                    disk.tryLock(file, Long.toString(ProcessHandle.current().pid()));
            if (lock == null) {
                throw new StorageException("data directory is in use by a running process: path=" + path + ", pid="
                        + holder(disk, file) + "; stop that process or name another directory");
            }
            return lock;
        } catch (final IOException e) {
            throw unusable(path, e);
        }
    }

    private static String holder(final Disk disk, final Path file) throws IOException {
        try (DiskFile lockFile = disk.openToRead(file)) {
            final ByteBuffer text = ByteBuffer.allocate((int) Math.min(lockFile.size(), 32));
            lockFile.read(0, text);
            return new String(text.array(), StandardCharsets.UTF_8).strip();
        }
    }

    private static void unlock(final DiskLock lock, final Path path) {
        try {
            lock.close();
        } catch (final IOException e) {
            throw unusable(path, e);
        }
    }

    private static StorageException unusable(final Path path, final IOException e) {
        return StorageException.of("data directory cannot be used", path, e);
    }

    private static StorageIdentity identify(
            final Disk disk, final Path path, final StorageIdentity asked, final LogConfig config) throws IOException {
        final Path file = path.resolve(IDENTITY_FILE);
        if (disk.exists(file)) {
            final Stored stored = read(disk, file);
            checkOwner(path, asked, stored.identity());
            if (stored.complete()) {
                return stored.identity();
            }
        } else {
            refuseLeftovers(disk, path, file);
        }
        make(disk, path, asked, config);
        return asked;
    }

    private static void refuseLeftovers(final Disk disk, final Path path, final Path file) {
        for (final String name : new String[] {HARD_STATE_FILE, LOG_DIRECTORY}) {
            if (disk.exists(path.resolve(name))) {
                throw Damage.missing(file, path.resolve(name).toString());
            }
        }
    }

    private static void checkOwner(final Path path, final StorageIdentity asked, final StorageIdentity found) {
        if (found.clusterId() != asked.clusterId()) {
            throw new StorageException("data directory belongs to another cluster: path=" + path + ", expected cluster "
                    + asked.clusterId() + ", found cluster " + found.clusterId()
                    + "; name another directory or correct the cluster id");
        }
        if (found.nodeId() != asked.nodeId()) {
            throw new StorageException("data directory belongs to another node: path=" + path + ", expected node "
                    + asked.nodeId() + ", found node " + found.nodeId()
                    + "; name another directory or correct the node id");
        }
    }

    private static void make(final Disk disk, final Path path, final StorageIdentity identity, final LogConfig config)
            throws IOException {
        write(disk, path, new Stored(identity, false));
        HardStateFile.create(disk, path.resolve(HARD_STATE_FILE), identity);
        SegmentedLog.create(disk, path.resolve(LOG_DIRECTORY), identity, config);
        disk.syncDirectory(path);
        write(disk, path, new Stored(identity, true));
        final Path parent = path.toAbsolutePath().getParent();
        if (parent != null) {
            disk.syncDirectory(parent);
        }
    }

    private static void write(final Disk disk, final Path path, final Stored stored) throws IOException {
        final Path unfinished = path.resolve(IDENTITY_UNFINISHED);
        if (disk.exists(unfinished)) {
            disk.delete(unfinished);
        }
        final StoredRecord record = new StoredRecord();
        new NodeIdentityEncoder()
                .wrapAndApplyHeader(record.buffer(), StoredRecord.MESSAGE_OFFSET, new MessageHeaderEncoder())
                .formatVersion(StorageFormat.VERSION)
                .nodeId(stored.identity().nodeId())
                .clusterId(stored.identity().clusterId())
                .incarnation(stored.identity().incarnation())
                .complete(stored.complete() ? 1 : 0);
        record.seal(NodeIdentityEncoder.BLOCK_LENGTH);
        try (DiskFile file = disk.create(unfinished)) {
            file.write(0, record.bytes());
            file.force();
        }
        disk.rename(unfinished, path.resolve(IDENTITY_FILE));
        disk.syncDirectory(path);
    }

    private static Stored read(final Disk disk, final Path path) throws IOException {
        final StoredRecord record = new StoredRecord();
        try (DiskFile file = disk.openToRead(path)) {
            if (file.size() != StoredRecord.LENGTH) {
                throw Damage.at(
                        path, file.size(), "a file of " + StoredRecord.LENGTH + " bytes", file.size() + " bytes");
            }
            file.read(0, record.bytes());
        }
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        if (!record.holds(NodeIdentityDecoder.TEMPLATE_ID, header)) {
            throw Damage.at(path, 0, "the identity of a node", "bytes that fail its checksum");
        }
        final NodeIdentityDecoder decoder =
                new NodeIdentityDecoder().wrapAndApplyHeader(record.buffer(), StoredRecord.MESSAGE_OFFSET, header);
        StorageFormat.check(path, decoder.formatVersion());
        final StorageIdentity identity =
                new StorageIdentity(decoder.clusterId(), decoder.nodeId(), decoder.incarnation());
        return new Stored(identity, decoder.complete() != 0);
    }

    /** What node.id holds. */
    private record Stored(StorageIdentity identity, boolean complete) {}
}
