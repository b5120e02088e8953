package io.balsa.log;

import io.balsa.codec.StoredRecord;
import io.balsa.codec.sbe.storage.LogMarkDecoder;
import io.balsa.codec.sbe.storage.LogMarkEncoder;
import io.balsa.codec.sbe.storage.MessageHeaderDecoder;
import io.balsa.codec.sbe.storage.MessageHeaderEncoder;
import io.balsa.disk.Damage;
import io.balsa.disk.Disk;
import io.balsa.disk.StorageException;
import io.balsa.disk.StorageFormat;
import io.balsa.disk.StorageIdentity;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Which part of a log directory counts, and how much of it was promised: the file {@code marker}.
 *
 * <p>It holds what the segments cannot say of themselves: where the log begins, so that dropping a prefix and starting again
 * after a snapshot are one durable step each, however many files they delete; which segment was made last, so that one that is
 * gone is missed; and up to which entry a force returned, so that recovery tells a torn tail, behind it, from damage.
 *
 * <p>The first two are forced whenever they change, to both slots of a {@link TwoSlotFile}. The last one rises with every sync:
 * it is written to slot 1 after the force and not forced, which costs one write into the page cache. It therefore survives the
 * end of the process exactly, and a power cut as of the last forced change (at the latest when the next segment is made) or
 * of the kernel's own write-back, half a minute ago by default. Behind it recovery falls back on {@link TornTail}. It is never
 * ahead of what is durable: it is lowered, forced, before entries are cut.
 *
 * <p>Threading: safe for all threads. Errors: {@link IOException} naming the file.
 */
final class LogMarker implements AutoCloseable {
    /** The name of the file in the log's directory. */
    static final String FILE_NAME = "marker";

    /** The slot that follows the syncs between two forced changes. */
    private static final int SYNC_SLOT = 1;

    private final StorageIdentity identity;
    private final TwoSlotFile file;
    private final StoredRecord record = new StoredRecord();
    private final LogMarkEncoder encoder = new LogMarkEncoder();
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();

    private long sequence;
    private long firstSegment;
    private long lastSegment;
    private long baseIndex;
    private long baseTerm;
    private long durableIndex;
    /** Also when opened: what a process that ended wrote last may still be in the page cache alone. */
    private boolean unforced = true;

    private LogMarker(final StorageIdentity identity, final TwoSlotFile file) {
        this.identity = identity;
        this.file = file;
    }

    /** Makes the marker of an empty log whose first segment has number 1. */
    static LogMarker create(final Disk disk, final Path directory, final StorageIdentity identity) throws IOException {
        return create(disk, directory, identity, 1, 1, 0, 0);
    }

    /**
     * Makes a marker in one step, in the place of one that is there or is missing.
     *
     * @param first number of the first segment that counts
     * @param last number of the last segment that is there
     * @param index of the entry before the first
     * @param term of that entry
     */
    static LogMarker create(
            final Disk disk,
            final Path directory,
            final StorageIdentity identity,
            final long first,
            final long last,
            final long index,
            final long term)
            throws IOException {
        final Path unfinished = directory.resolve(FILE_NAME + SegmentLayout.UNFINISHED_SUFFIX);
        try (LogMarker made = new LogMarker(identity, TwoSlotFile.create(disk, unfinished))) {
            made.firstSegment = first;
            made.lastSegment = last;
            made.baseIndex = index;
            made.baseTerm = term;
            made.durableIndex = index;
            made.store();
        }
        disk.rename(unfinished, directory.resolve(FILE_NAME));
        disk.syncDirectory(directory);
        return open(disk, directory, identity);
    }

    /**
     * Reads the marker and changes nothing.
     *
     * @throws StorageException when it is missing, damaged or another node's
     */
    static LogMarker open(final Disk disk, final Path directory, final StorageIdentity identity) throws IOException {
        return read(new LogMarker(identity, TwoSlotFile.open(disk, directory.resolve(FILE_NAME))));
    }

    /** Reads the marker as {@link #open} does, where nothing may be written. */
    static LogMarker openToRead(final Disk disk, final Path directory, final StorageIdentity identity)
            throws IOException {
        return read(new LogMarker(identity, TwoSlotFile.openToRead(disk, directory.resolve(FILE_NAME))));
    }

    private static LogMarker read(final LogMarker marker) throws IOException {
        boolean done = false;
        try {
            marker.read();
            done = true;
            return marker;
        } finally {
            if (!done) {
                marker.close();
            }
        }
    }

    private void read() throws IOException {
        for (int slot = 0; slot < TwoSlotFile.SLOTS; slot++) {
            file.read(slot, record);
            final MessageHeaderDecoder header = new MessageHeaderDecoder();
            if (record.holds(LogMarkDecoder.TEMPLATE_ID, header)) {
                read(new LogMarkDecoder().wrapAndApplyHeader(record.buffer(), StoredRecord.MESSAGE_OFFSET, header));
            }
        }
        if (sequence == 0) {
            throw Damage.at(file.path(), 0, "where the log begins and ends", "two slots that fail their checksums");
        }
    }

    private void read(final LogMarkDecoder mark) {
        StorageFormat.check(file.path(), mark.formatVersion());
        identity.requireSame(file.path(), new StorageIdentity(mark.clusterId(), mark.nodeId(), mark.incarnation()));
        if (mark.sequence() > sequence) {
            sequence = mark.sequence();
            firstSegment = mark.firstSegment();
            lastSegment = mark.lastSegment();
            baseIndex = mark.baseIndex();
            baseTerm = mark.baseTerm();
            durableIndex = mark.durableIndex();
        }
    }

    /** Returns the number of the first segment that counts; files of lower numbers are leftovers. */
    synchronized long firstSegment() {
        return firstSegment;
    }

    /** Returns the number of the last segment that was made, spare included; it must be there. */
    synchronized long lastSegment() {
        return lastSegment;
    }

    /** Returns the index of the entry before the first that counts, 0 for none. */
    synchronized long baseIndex() {
        return baseIndex;
    }

    /** Returns the term of that entry, 0 for none. */
    synchronized long baseTerm() {
        return baseTerm;
    }

    /** Returns the index up to which entries are known to be durable. */
    synchronized long durableIndex() {
        return durableIndex;
    }

    /** Notes that a force returned that covers all entries up to {@code index}. */
    synchronized void synced(final long index) throws IOException {
        if (index > durableIndex) {
            durableIndex = index;
            sequence++;
            encode();
            unforced = true;
            file.write(SYNC_SLOT, record);
        }
    }

    /** Notes durably that a segment's file is there. */
    synchronized void segmentMade(final long segment) throws IOException {
        lastSegment = segment;
        store();
    }

    /**
     * Notes durably that the log begins later. Does nothing when it does already.
     *
     * @param index of the entry before the segment's first
     * @param term of that entry
     */
    synchronized void compacted(final long segment, final long index, final long term) throws IOException {
        if (segment > firstSegment) {
            firstSegment = segment;
            baseIndex = index;
            baseTerm = term;
            durableIndex = Math.max(durableIndex, index);
            store();
        }
    }

    /** Notes durably that nothing behind an entry and behind a segment is promised any more, before it is removed. */
    synchronized void cut(final long segment, final long index) throws IOException {
        if (segment < lastSegment || index < durableIndex) {
            lastSegment = Math.min(lastSegment, segment);
            durableIndex = Math.min(durableIndex, index);
            store();
        }
    }

    /** Notes durably that the log is empty and goes on, in another segment, behind an entry that it does not hold. */
    synchronized void reset(final long segment, final long index, final long term) throws IOException {
        firstSegment = segment;
        lastSegment = segment;
        baseIndex = index;
        baseTerm = term;
        durableIndex = index;
        store();
    }

    /** Notes durably what recovery found, and made durable, and brings a slot that was damaged back. */
    synchronized void recovered(final long segment, final long index) throws IOException {
        lastSegment = segment;
        durableIndex = index;
        store();
    }

    private void store() throws IOException {
        if (unforced) {
            // Never both slots in flight at once: a power cut could tear both.
            file.force();
        }
        sequence++;
        encode();
        file.writeBoth(record);
        unforced = false;
    }

    private void encode() {
        record.clear();
        encoder.wrapAndApplyHeader(record.buffer(), StoredRecord.MESSAGE_OFFSET, headerEncoder)
                .formatVersion(StorageFormat.VERSION)
                .nodeId(identity.nodeId())
                .clusterId(identity.clusterId())
                .incarnation(identity.incarnation())
                .sequence(sequence)
                .firstSegment(firstSegment)
                .lastSegment(lastSegment)
                .baseIndex(baseIndex)
                .baseTerm(baseTerm)
                .durableIndex(durableIndex);
        record.seal(LogMarkEncoder.BLOCK_LENGTH);
    }

    /** Closes the file; forces nothing. */
    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
