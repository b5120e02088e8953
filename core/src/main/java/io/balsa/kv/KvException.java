package io.balsa.kv;

/** The store refused a request that it cannot carry out; nothing was changed. */
public final class KvException extends RuntimeException {
    private final KvStatus status;

    KvException(final KvStatus status, final String message) {
        super(message);
        this.status = status;
    }

    /** Returns the reason. */
    public KvStatus status() {
        return status;
    }
}
