package io.balsa.log;

import io.balsa.codec.StoredRecord;
import io.balsa.codec.sbe.storage.CatchUpDecoder;
import io.balsa.codec.sbe.storage.CatchUpEncoder;
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
 * The file {@code catch-up} of a data directory: entries that the node may have acknowledged were taken out of its log, so
 * until it holds them again it would, with its vote, help a leader that lacks them.
 *
 * <p>Threading: stateless. Errors: {@link IOException}, and {@link StorageException} for a file that is damaged.
 */
final class CatchUpMark {
    private static final String FILE_NAME = "catch-up";
    private static final String UNFINISHED = "catch-up.tmp";

    private CatchUpMark() {}

    /** Returns the index that the node must hold again, 0 when there is no mark. */
    static long read(final Disk disk, final Path directory, final StorageIdentity identity) throws IOException {
        final Path path = directory.resolve(FILE_NAME);
        if (!disk.exists(path)) {
            return 0;
        }
        final StoredRecord record = new StoredRecord();
        try (DiskFile file = disk.open(path)) {
            if (file.size() == StoredRecord.LENGTH) {
                file.read(0, record.bytes());
            }
        }
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        if (!record.holds(CatchUpDecoder.TEMPLATE_ID, header)) {
            throw Damage.at(path, 0, "up to where the node must catch up", "bytes that fail their checksum");
        }
        final CatchUpDecoder mark =
                new CatchUpDecoder().wrapAndApplyHeader(record.buffer(), StoredRecord.MESSAGE_OFFSET, header);
        StorageFormat.check(path, mark.formatVersion());
        identity.requireSame(path, new StorageIdentity(mark.clusterId(), mark.nodeId(), mark.incarnation()));
        return mark.untilIndex();
    }

    /** Sets the mark, durably, in the place of one that is there. */
    static void write(final Disk disk, final Path directory, final StorageIdentity identity, final long untilIndex)
            throws IOException {
        final Path unfinished = directory.resolve(UNFINISHED);
        if (disk.exists(unfinished)) {
            disk.delete(unfinished);
        }
        final StoredRecord record = new StoredRecord();
        new CatchUpEncoder()
                .wrapAndApplyHeader(record.buffer(), StoredRecord.MESSAGE_OFFSET, new MessageHeaderEncoder())
                .formatVersion(StorageFormat.VERSION)
                .nodeId(identity.nodeId())
                .clusterId(identity.clusterId())
                .incarnation(identity.incarnation())
                .untilIndex(untilIndex);
        record.seal(CatchUpEncoder.BLOCK_LENGTH);
        try (DiskFile file = disk.create(unfinished)) {
            file.write(0, record.bytes());
            file.force();
        }
        disk.rename(unfinished, directory.resolve(FILE_NAME));
        disk.syncDirectory(directory);
    }

    /** Takes the mark away, durably. */
    static void clear(final Disk disk, final Path directory) throws IOException {
        final Path path = directory.resolve(FILE_NAME);
        if (disk.exists(path)) {
            disk.delete(path);
            disk.syncDirectory(directory);
        }
    }
}
