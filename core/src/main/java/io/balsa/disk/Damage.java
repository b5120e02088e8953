package io.balsa.disk;

import java.nio.file.Path;

/** Makes the exceptions for damaged storage, each with the way out. */
public final class Damage {
    /** Name of the directory, in a data directory, whose files can be repaired. */
    public static final String LOG_DIRECTORY = "log";

    private static final String REPLACE =
            "nothing was changed; restore the data directory from a copy taken after the last stop, or replace this node";

    private Damage() {}

    /** Returns the exception for bytes that are not what they must be. */
    public static StorageException at(final Path file, final long offset, final String expected, final String found) {
        return new StorageException("storage is damaged: file=" + file + ", offset=" + offset + ", expected=" + expected
                + ", found=" + found + "; " + wayOut(file));
    }

    /** Returns the exception for a file that is not there. */
    public static StorageException missing(final Path file, final String found) {
        return new StorageException(
                "storage is damaged: a file is missing, expected=" + file + ", found=" + found + "; " + wayOut(file));
    }

    /**
     * A log can be cut where it is damaged, and the others have what is then missing; nobody else knows this node's vote, and
     * what a snapshot holds is in the log no more.
     */
    private static String wayOut(final Path file) {
        final Path parent = file.toAbsolutePath().getParent();
        if (parent == null || !parent.endsWith(LOG_DIRECTORY)) {
            return REPLACE;
        }
        return "nothing was changed; scripts/log repair " + parent.getParent()
                + " cuts the log there, and the node gets the rest from the others";
    }
}
