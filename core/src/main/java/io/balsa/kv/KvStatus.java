package io.balsa.kv;

/** How a request to the store ended. The codes are on the wire and never reused. */
public enum KvStatus {
    /** Done. */
    OK(0),
    /** There is no such key. */
    NOT_FOUND(1),
    /** The key's value or version is not the expected one; nothing was changed. */
    MISMATCH(2),
    /** The value would be longer than {@link KvRequestLayout#MAX_VALUE_LENGTH}; nothing was changed. */
    VALUE_TOO_LARGE(3),
    /** The request is not laid out as {@link KvRequestLayout} says; nothing was changed. */
    MALFORMED(4),
    /** The store does not know the operation or the format; nothing was changed. */
    UNSUPPORTED(5);

    private static final KvStatus[] BY_CODE = values();

    private final int code;

    KvStatus(final int code) {
        this.code = code;
    }

    /** Returns the number on the wire. */
    public int code() {
        return code;
    }

    /**
     * Returns the status with a code.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static KvStatus of(final int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new IllegalArgumentException("unknown status of the store: code=" + code);
        }
        return BY_CODE[code];
    }
}
