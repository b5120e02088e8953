package io.balsa.log;

import io.balsa.codec.StoredRecord;
import io.balsa.codec.sbe.storage.IndexMarkDecoder;
import io.balsa.codec.sbe.storage.IndexMarkEncoder;
import io.balsa.codec.sbe.storage.MessageHeaderDecoder;
import io.balsa.codec.sbe.storage.MessageHeaderEncoder;
import io.balsa.disk.Damage;
import io.balsa.disk.Disk;
import io.balsa.disk.DiskFile;
import io.balsa.disk.StorageException;
import io.balsa.disk.StorageFormat;
import io.balsa.disk.StorageIdentity;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A file of a data directory that marks an index of the log, so that the node knows of it after a restart.
 *
 * <p>Threading: immutable; of each mark, one thread writes. Errors: {@link IOException}, and {@link StorageException} for a file that
 * is damaged.
 */
final class IndexMark {
    /**
     * Entries up to here, which the node may have acknowledged, were taken out of its log: until it holds them again it would, with
     * its vote, help a leader that lacks them.
     */
    static final IndexMark CATCH_UP = new IndexMark("catch-up");
    /**
     * A membership up to here took effect, so it is committed. A node that did not know would, after a restart, ask the members of
     * before for their votes: they may be gone for good.
     */
    static final IndexMark MEMBERSHIP = new IndexMark("membership");

    private static final String UNFINISHED_SUFFIX = ".tmp";

    private final String fileName;

    private IndexMark(final String fileName) {
        this.fileName = fileName;
    }

    /** Returns the index, 0 when there is no mark. */
    long read(final Disk disk, final Path directory, final StorageIdentity identity) throws IOException {
        final Path path = directory.resolve(fileName);
        if (!disk.exists(path)) {
            return 0;
        }
        final StoredRecord record = new StoredRecord();
        try (DiskFile file = disk.openToRead(path)) {
            if (file.size() == StoredRecord.LENGTH) {
                file.read(0, record.bytes());
            }
        }
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        if (!record.holds(IndexMarkDecoder.TEMPLATE_ID, header)) {
            throw Damage.at(path, 0, "an index that the node marked", "bytes that fail their checksum");
        }
        final IndexMarkDecoder mark =
                new IndexMarkDecoder().wrapAndApplyHeader(record.buffer(), StoredRecord.MESSAGE_OFFSET, header);
        StorageFormat.check(path, mark.formatVersion());
        identity.requireSame(path, new StorageIdentity(mark.clusterId(), mark.nodeId(), mark.incarnation()));
        return mark.untilIndex();
    }

    /** Sets the mark, durably, in the place of one that is there. */
    void write(final Disk disk, final Path directory, final StorageIdentity identity, final long untilIndex)
            throws IOException {
        final Path unfinished = directory.resolve(fileName + UNFINISHED_SUFFIX);
        if (disk.exists(unfinished)) {
            disk.delete(unfinished);
        }
        final StoredRecord record = new StoredRecord();
        new IndexMarkEncoder()
                .wrapAndApplyHeader(record.buffer(), StoredRecord.MESSAGE_OFFSET, new MessageHeaderEncoder())
                .formatVersion(StorageFormat.VERSION)
                .nodeId(identity.nodeId())
                .clusterId(identity.clusterId())
                .incarnation(identity.incarnation())
                .untilIndex(untilIndex);
        record.seal(IndexMarkEncoder.BLOCK_LENGTH);
        try (DiskFile file = disk.create(unfinished)) {
            file.write(0, record.bytes());
            file.force();
        }
        disk.rename(unfinished, directory.resolve(fileName));
        disk.syncDirectory(directory);
    }

    /** Takes the mark away, durably. */
    void clear(final Disk disk, final Path directory) throws IOException {
        final Path path = directory.resolve(fileName);
        if (disk.exists(path)) {
            disk.delete(path);
            disk.syncDirectory(directory);
        }
    }
}
