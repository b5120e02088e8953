package io.balsa.simulation;

/** What a client asked of a register, when, and what it was told. */
final class Operation {
    /** What is asked. */
    enum Kind {
        READ,
        WRITE,
        SWAP
    }

    /** The time of an answer that never came: the operation may have taken effect, and may still do. */
    static final long NEVER = Long.MAX_VALUE;

    private static final long UNKNOWN = Long.MIN_VALUE;

    private final long id;
    private final int clientId;
    private final Kind kind;
    private final int register;
    private final long expected;
    private final long invokedNs;
    private long answeredNs = NEVER;
    private long result = UNKNOWN;

    Operation(
            final long id,
            final int clientId,
            final Kind kind,
            final int register,
            final long expected,
            final long invokedNs) {
        this.id = id;
        this.clientId = clientId;
        this.kind = kind;
        this.register = register;
        this.expected = expected;
        this.invokedNs = invokedNs;
    }

    /** The operation is done, with a result. */
    void answer(final long newResult, final long nowNs) {
        result = newResult;
        answeredNs = nowNs;
    }

    /** The operation is done, its result is lost. */
    void done(final long nowNs) {
        answeredNs = nowNs;
    }

    /** Returns the number of the operation, which is the value that it sets. */
    long id() {
        return id;
    }

    int clientId() {
        return clientId;
    }

    Kind kind() {
        return kind;
    }

    int register() {
        return register;
    }

    /** Returns what a swap expects. */
    long expected() {
        return expected;
    }

    long invokedNs() {
        return invokedNs;
    }

    long answeredNs() {
        return answeredNs;
    }

    boolean isAnswered() {
        return answeredNs != NEVER;
    }

    /** Tells whether the operation may have this result. */
    boolean allows(final long value) {
        return result == UNKNOWN || result == value;
    }

    boolean hasResult() {
        return result != UNKNOWN;
    }

    long result() {
        return result;
    }

    @Override
    public String toString() {
        return "client " + clientId + " " + kind + " register=" + register
                + (kind == Kind.READ ? "" : " value=" + id)
                + (kind == Kind.SWAP ? " expected=" + expected : "")
                + (hasResult() ? " result=" + result : " result unknown")
                + " asked at=" + invokedNs / 1_000 + " us"
                + (isAnswered() ? " answered at=" + answeredNs / 1_000 + " us" : " never answered");
    }
}
