package io.balsa.disk;

import java.nio.file.Path;

/** Makes the exceptions for damaged storage, all with the same way out. */
public final class Damage {
    /** What the reader of the message can do. */
    public static final String WAY_OUT =
            "nothing was changed; restore the data directory from a copy taken after the last stop, or replace this node";

    private Damage() {}

    /** Returns the exception for bytes that are not what they must be. */
    public static StorageException at(final Path file, final long offset, final String expected, final String found) {
        return new StorageException("storage is damaged: file=" + file + ", offset=" + offset + ", expected=" + expected
                + ", found=" + found + "; " + WAY_OUT);
    }

    /** Returns the exception for a file that is not there. */
    public static StorageException missing(final Path file, final String found) {
        return new StorageException(
                "storage is damaged: a file is missing, expected=" + file + ", found=" + found + "; " + WAY_OUT);
    }
}
