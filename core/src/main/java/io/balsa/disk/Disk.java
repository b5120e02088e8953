package io.balsa.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file system, reduced to what a log and its neighbours need.
 *
 * <p>Creating, renaming and deleting change a directory; such a change survives a power cut only after
 * {@link #syncDirectory}. Bytes of a file survive one only after {@link DiskFile#force}.
 *
 * <p>Threading: safe for all threads. Errors: {@link IOException} naming the file; {@link DiskFullException} where there is no
 * room.
 */
public interface Disk {
    /** Creates a directory and the missing ones above it; does nothing when it is there. */
    void createDirectories(Path directory) throws IOException;

    /** Tells whether a file or directory is there. */
    boolean exists(Path path);

    /** Tells whether a directory is there. */
    boolean isDirectory(Path path);

    /** Returns what lies in a directory, sorted by name. */
    List<Path> list(Path directory) throws IOException;

    /** Creates an empty file and opens it; fails when it is there. */
    DiskFile create(Path file) throws IOException;

    /** Opens a file to read and write; fails when it is not there. */
    DiskFile open(Path file) throws IOException;

    /** Opens a file to read alone, which may be all that one is allowed to; fails when it is not there. */
    DiskFile openToRead(Path file) throws IOException;

    /** Deletes a file; fails when it is not there. */
    void delete(Path file) throws IOException;

    /** Gives a file another name in one step: whoever looks sees the old or the new state. Replaces the target. */
    void rename(Path from, Path to) throws IOException;

    /** Makes all creations, renames and deletions in a directory durable. */
    void syncDirectory(Path directory) throws IOException;

    /**
     * Takes the exclusive lock that {@code file} stands for, until it is closed or the process ends.
     *
     * @param holder written into the file for others to read, padded with blanks: a process id
     * @return null when another holder, in this or another process, has it
     */
    @Nullable
    DiskLock tryLock(Path file, String holder) throws IOException;
}
