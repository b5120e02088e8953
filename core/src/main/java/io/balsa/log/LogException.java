package io.balsa.log;

import io.balsa.disk.DiskFullException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The data directory cannot be used, or cannot be used any more: it is damaged, belongs to somebody else, is full, or a
 * write, read or force failed. The message is one line that names file, offset, expected and found where they apply, and
 * says what to do.
 */
public final class LogException extends RuntimeException {
    /** Creates the exception for something found. */
    public LogException(final String message) {
        this(message, null);
    }

    /** Creates the exception for something that the file system refused. */
    public LogException(final String message, final @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Returns the exception for something that the file system refused, with what to do.
     *
     * @param what cannot be done, such as {@code hard state cannot be made}
     */
    static LogException of(final String what, final Path path, final IOException e) {
        return e instanceof DiskFullException
                ? new LogException(
                        "disk is full: " + what + ", path=" + path + "; free space there and start the node again", e)
                : new LogException(
                        what + ": path=" + path + ", reason=" + e.getClass().getSimpleName() + ": " + e.getMessage()
                                + "; see that the disk is sound and that the user who runs the node may write there",
                        e);
    }
}
