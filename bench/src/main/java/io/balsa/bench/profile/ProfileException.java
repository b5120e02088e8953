package io.balsa.bench.profile;

/** A profile that does not exist or says something nobody understands; the message is one line that tells what to do. */
public final class ProfileException extends Exception {
    /** Makes the exception. */
    public ProfileException(final String message) {
        super(message);
    }
}
