package io.balsa.consensus;

/**
 * How much of an append the network took: a count of entries and their bytes in one number, since the path must not allocate.
 *
 * <pre>
 *   63                        24 23              0
 *   +---------------------------+-----------------+
 *   |  bytes                    |  entries        |
 *   +---------------------------+-----------------+
 * </pre>
 *
 * <p>Threading: stateless.
 */
public final class Taken {
    /** The message was not taken: no connection, or the queue is full. It is offered again. */
    public static final long NOTHING = -1;
    /** The message was taken, without entries. */
    public static final long EMPTY = 0;
    /** Most entries in one append. */
    public static final int MAX_ENTRIES = (1 << 24) - 1;

    private static final int ENTRY_BITS = 24;

    private Taken() {}

    /**
     * Returns both as one number.
     *
     * @param entries 0 to {@link #MAX_ENTRIES}
     * @param bytes of those entries as the window counts them, 0 to 2<sup>39</sup> - 1
     */
    public static long of(final int entries, final long bytes) {
        return bytes << ENTRY_BITS | entries;
    }

    /** Returns the number of entries. */
    public static int entries(final long taken) {
        return (int) taken & MAX_ENTRIES;
    }

    /** Returns the bytes of those entries. */
    public static long bytes(final long taken) {
        return taken >>> ENTRY_BITS;
    }
}
