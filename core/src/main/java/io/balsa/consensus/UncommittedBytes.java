package io.balsa.consensus;

/**
 * Bytes that this leader has proposed and that are not committed: a ring of index and bytes for each proposal, so that a commit
 * frees what it covers.
 *
 * <p>When the ring is full the newest two proposals become one: their bytes are freed together, a little later, never too early.
 *
 * <p>Threading: the owner of the {@link Raft}.
 */
final class UncommittedBytes {
    private static final long[] NONE = {};

    private static final int CAPACITY = 64;

    private long[] lastIndexes = NONE;
    private long[] bytes = NONE;
    private int first;
    private int count;
    private long total;

    /** Returns the bytes not committed. */
    long total() {
        return total;
    }

    void clear() {
        first = 0;
        count = 0;
        total = 0;
    }

    /** Counts a proposal whose last entry has {@code lastIndex}. */
    void add(final long lastIndex, final long proposedBytes) {
        if (lastIndexes.length == 0) {
            lastIndexes = new long[CAPACITY];
            bytes = new long[CAPACITY];
        }
        final boolean joins = count == CAPACITY;
        final int slot = (first + count - (joins ? 1 : 0)) % CAPACITY;
        lastIndexes[slot] = lastIndex;
        bytes[slot] = joins ? bytes[slot] + proposedBytes : proposedBytes;
        count += joins ? 0 : 1;
        total += proposedBytes;
    }

    /** Frees all proposals that are committed whole. */
    void onCommitted(final long commitIndex) {
        while (count > 0 && lastIndexes[first] <= commitIndex) {
            total -= bytes[first];
            first = (first + 1) % CAPACITY;
            count--;
        }
    }
}
