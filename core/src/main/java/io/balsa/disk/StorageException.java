package io.balsa.disk;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The data directory cannot be used, or cannot be used any more: it is damaged, belongs to somebody else, is full, or a
 * write, read or force failed. The message is one line that names file, offset, expected and found where they apply, and
 * says what to do.
 */
public final class StorageException extends RuntimeException {
    /** Creates the exception for something found. */
    public StorageException(final String message) {
        this(message, null);
    }

    /** Creates the exception for something that the file system refused. */
    public StorageException(final String message, final @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Returns the exception for something that the file system refused, with what to do.
     *
     * @param what cannot be done, such as {@code hard state cannot be made}
     */
    public static StorageException of(final String what, final Path path, final IOException e) {
        return e instanceof DiskFullException
                ? new StorageException(
                        "disk is full: " + what + ", path=" + path + "; free space there and start the node again", e)
                : new StorageException(
                        what + ": path=" + path + ", reason=" + e.getClass().getSimpleName() + ": " + e.getMessage()
                                + "; see that the disk is sound and that the user who runs the node may write there",
                        e);
    }
}
