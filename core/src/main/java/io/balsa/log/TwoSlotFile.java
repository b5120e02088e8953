package io.balsa.log;

import io.balsa.codec.StoredRecord;
import io.balsa.disk.Damage;
import io.balsa.disk.Disk;
import io.balsa.disk.DiskFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A small file that holds one record twice, so that no crash and no single damage loses it.
 *
 * <pre>
 *   0                              4096                             8192
 *   +--------------+---------------+--------------+-----------------+
 *   | StoredRecord | zero ...      | StoredRecord | zero ...        |
 *   +--------------+---------------+--------------+-----------------+
 *   |<--------- slot 0 ----------->|<---------- slot 1 ------------>|
 * </pre>
 *
 * <p>{@link #writeBoth} writes slot 0 and then, once that is durable, slot 1. A crash can tear the slot being written, and then
 * the other one holds either the new record or the one before. Since both hold the same afterwards, damage to one slot later
 * loses nothing. What a record says, and which of two is the newer, is its owner's business.
 *
 * <p>Threading: one caller at a time. Errors: {@link IOException} naming the file.
 */
final class TwoSlotFile implements AutoCloseable {
    /** Number of slots. */
    static final int SLOTS = 2;
    /** Bytes from one slot to the next: a page, so that no write of one touches the other. */
    static final int SLOT_LENGTH = 4096;

    private final DiskFile file;

    private TwoSlotFile(final DiskFile file) {
        this.file = file;
    }

    /** A way to open a file. */
    @FunctionalInterface
    private interface Opening {
        DiskFile open(Path path) throws IOException;
    }

    /** Makes a file of zeroes, in the place of one that is there. */
    static TwoSlotFile create(final Disk disk, final Path path) throws IOException {
        if (disk.exists(path)) {
            disk.delete(path);
        }
        final DiskFile file = disk.create(path);
        boolean done = false;
        try {
            file.writeZeroes(0, (long) SLOTS * SLOT_LENGTH);
            done = true;
            return new TwoSlotFile(file);
        } finally {
            if (!done) {
                file.close();
            }
        }
    }

    /**
     * Opens a file.
     *
     * @throws io.balsa.disk.StorageException when it is missing or not of its length
     */
    static TwoSlotFile open(final Disk disk, final Path path) throws IOException {
        return open(path, disk, disk::open);
    }

    /** Opens a file as {@link #open} does, but to read alone. */
    static TwoSlotFile openToRead(final Disk disk, final Path path) throws IOException {
        return open(path, disk, disk::openToRead);
    }

    private static TwoSlotFile open(final Path path, final Disk disk, final Opening opening) throws IOException {
        if (!disk.exists(path)) {
            throw Damage.missing(path, "nothing");
        }
        final DiskFile file = opening.open(path);
        boolean done = false;
        try {
            final long length = file.size();
            if (length != (long) SLOTS * SLOT_LENGTH) {
                throw Damage.at(path, length, "a file of " + SLOTS * SLOT_LENGTH + " bytes", length + " bytes");
            }
            done = true;
            return new TwoSlotFile(file);
        } finally {
            if (!done) {
                file.close();
            }
        }
    }

    /** Returns the name of the file. */
    Path path() {
        return file.path();
    }

    /** Copies a slot into a record, whatever it holds. */
    void read(final int slot, final StoredRecord record) throws IOException {
        file.read((long) slot * SLOT_LENGTH, record.bytes());
    }

    /** Writes a slot and forces nothing. */
    void write(final int slot, final StoredRecord record) throws IOException {
        file.write((long) slot * SLOT_LENGTH, record.bytes());
    }

    /** Makes what was written durable. */
    void force() throws IOException {
        file.force();
    }

    /** Replaces both slots, one after the other, durably. */
    void writeBoth(final StoredRecord record) throws IOException {
        for (int slot = 0; slot < SLOTS; slot++) {
            write(slot, record);
            force();
        }
    }

    /** Closes the file; forces nothing. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
