package io.balsa.disk;

import java.nio.file.Path;

/** The version that every file of a data directory carries, so that an older or newer Balsa refuses it instead of misreading it. */
public final class StorageFormat {
    /** The format version that this code writes and reads, in every file. */
    public static final int VERSION = 1;

    private StorageFormat() {}

    /**
     * Refuses a format that this code does not know.
     *
     * @throws StorageException naming the file and both versions
     */
    public static void check(final Path file, final int found) {
        if (found != VERSION) {
            throw new StorageException("unknown format version: file=" + file + ", expected=" + VERSION + ", found="
                    + found + "; start the node with the version of Balsa that wrote this directory");
        }
    }
}
