package io.balsa.log;

import io.balsa.codec.StoredRecord;
import io.balsa.codec.sbe.storage.HardStateEncoder;
import io.balsa.codec.sbe.storage.MessageHeaderEncoder;
import io.balsa.disk.Damage;
import io.balsa.disk.Disk;
import io.balsa.disk.StorageException;
import io.balsa.disk.StorageFormat;
import io.balsa.disk.StorageIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The term and the vote, which a node must never forget (figure 2 of the paper, persistent state).
 *
 * <p>Each force writes the state to both slots of a {@link TwoSlotFile}. A crash meanwhile leaves the new state or the one before,
 * and until the force returns the new one was promised to nobody. Damage to both slots, or no file, is refused: a node that
 * forgot its vote could vote twice in a term.
 *
 * <p>Threading: the consensus thread stores and reads; one other thread may force at the same time. Errors:
 * {@link StorageException}; after a failed write or force the file refuses all further work.
 */
public final class HardStateFile implements AutoCloseable {
    private final StorageIdentity identity;
    private final TwoSlotFile file;
    private final StoredRecord record = new StoredRecord();
    private final HardStateEncoder encoder = new HardStateEncoder();
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();

    /** Guards the three fields below it. */
    private final Object lock = new Object();

    private long sequence;
    private long term;
    private int votedFor;

    private long forcedSequence;
    private volatile @Nullable StorageException failure;

    private HardStateFile(final StorageIdentity identity, final TwoSlotFile file) {
        this.identity = identity;
        this.file = file;
    }

    /** Makes the file of a new node: term 0, no vote. Replaces a file that is there. */
    static void create(final Disk disk, final Path path, final StorageIdentity identity) {
        try {
            try (HardStateFile made = new HardStateFile(identity, TwoSlotFile.create(disk, path))) {
                made.store(0, 0);
                made.force();
            }
        } catch (final IOException e) {
            throw StorageException.of("hard state cannot be made", path, e);
        }
    }

    /**
     * Opens the file and makes both slots equal.
     *
     * @throws StorageException when it is missing, damaged or another node's
     */
    static HardStateFile open(final Disk disk, final Path path, final StorageIdentity identity) {
        HardStateFile opened = null;
        boolean done = false;
        try {
            opened = new HardStateFile(identity, TwoSlotFile.open(disk, path));
            opened.recover();
            done = true;
            return opened;
        } catch (final IOException e) {
            throw StorageException.of("hard state cannot be read", path, e);
        } finally {
            if (!done && opened != null) {
                opened.close();
            }
        }
    }

    private void recover() throws IOException {
        boolean found = false;
        for (int slot = 0; slot < TwoSlotFile.SLOTS; slot++) {
            found |= readSlot(slot);
        }
        if (!found) {
            throw Damage.at(file.path(), 0, "a term and a vote", "two slots that fail their checksums");
        }
        // A damaged or older slot is written again, and a state that is only in the page cache becomes durable.
        sequence++;
        force();
    }

    private boolean readSlot(final int slot) throws IOException {
        file.read(slot, record);
        final HardStateSlot found = HardStateSlot.decode(record, file.path(), identity);
        if (found == null) {
            return false;
        }
        if (found.sequence() > sequence) {
            sequence = found.sequence();
            term = found.term();
            votedFor = found.votedFor();
        }
        return true;
    }

    /**
     * Reads both slots and changes nothing; null stands for one that is damaged.
     *
     * @throws StorageException when the file is missing, another node's or of another format
     */
    static List<@Nullable HardStateSlot> inspect(final Disk disk, final Path path, final StorageIdentity identity) {
        final List<@Nullable HardStateSlot> slots = new ArrayList<>();
        try (TwoSlotFile file = TwoSlotFile.openToRead(disk, path)) {
            final StoredRecord record = new StoredRecord();
            for (int slot = 0; slot < TwoSlotFile.SLOTS; slot++) {
                file.read(slot, record);
                slots.add(HardStateSlot.decode(record, path, identity));
            }
            return slots;
        } catch (final IOException e) {
            throw StorageException.of("hard state cannot be read", path, e);
        }
    }

    /** Returns the latest term stored, from 0. */
    public long term() {
        synchronized (lock) {
            return term;
        }
    }

    /** Returns the candidate voted for in {@link #term()}, 0 for none. */
    public int votedFor() {
        synchronized (lock) {
            return votedFor;
        }
    }

    /**
     * Notes a state in memory; {@link #force} makes it durable.
     *
     * @param newTerm not below the one stored
     * @param newVotedFor node id, 0 for none; in the same term a vote once given stays
     */
    public void store(final long newTerm, final int newVotedFor) {
        synchronized (lock) {
            if (newTerm < term || newVotedFor < 0 || (newTerm == term && votedFor != 0 && newVotedFor != votedFor)) {
                throw new IllegalArgumentException("hard state may not go back: term=" + newTerm + ", votedFor="
                        + newVotedFor + ", storedTerm=" + term + ", storedVotedFor=" + votedFor);
            }
            if (sequence > 0 && newTerm == term && newVotedFor == votedFor) {
                return;
            }
            term = newTerm;
            votedFor = newVotedFor;
            sequence++;
        }
    }

    /** Makes what was stored before this call durable; does nothing when it is. Blocks for as long as the device takes. */
    public void force() {
        final StorageException cause = failure;
        if (cause != null) {
            throw new StorageException("hard state failed before: " + cause.getMessage(), cause);
        }
        final long takenSequence;
        synchronized (lock) {
            if (sequence == forcedSequence) {
                return;
            }
            takenSequence = sequence;
            encode();
        }
        try {
            file.writeBoth(record);
        } catch (final IOException e) {
            throw fail(e);
        }
        forcedSequence = takenSequence;
    }

    private void encode() {
        record.clear();
        encoder.wrapAndApplyHeader(record.buffer(), StoredRecord.MESSAGE_OFFSET, headerEncoder)
                .formatVersion(StorageFormat.VERSION)
                .nodeId(identity.nodeId())
                .clusterId(identity.clusterId())
                .incarnation(identity.incarnation())
                .sequence(sequence)
                .term(term)
                .votedFor(votedFor);
        record.seal(HardStateEncoder.BLOCK_LENGTH);
    }

    private StorageException fail(final IOException e) {
        final StorageException exception = StorageException.of("hard state cannot be written", file.path(), e);
        failure = exception;
        return exception;
    }

    /** Closes the file; forces nothing. */
    @Override
    public void close() {
        try {
            file.close();
        } catch (final IOException e) {
            throw StorageException.of("hard state cannot be closed", file.path(), e);
        }
    }
}
