package io.balsa.disk;

import java.io.IOException;

/** There is no room on the device, or the user's quota is used up. */
public final class DiskFullException extends IOException {
    /**
     * Creates the exception.
     *
     * @param message names the file and what was to be written
     */
    public DiskFullException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
