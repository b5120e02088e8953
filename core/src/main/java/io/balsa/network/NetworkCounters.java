package io.balsa.network;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts what a transport does.
 *
 * <p>Threading: one thread, the transport's, counts; any thread reads, and may see a count slightly late. Allocates nothing
 * after construction.
 */
public final class NetworkCounters {
    private final AtomicLongArray values = new AtomicLongArray(NetworkCounter.values().length);

    /** Returns how often something happened, from 0. */
    public long get(final NetworkCounter counter) {
        return values.getOpaque(counter.ordinal());
    }

    /** Counts one. */
    public void increment(final NetworkCounter counter) {
        add(counter, 1);
    }

    /** Counts several, 0 or more. */
    public void add(final NetworkCounter counter, final long count) {
        final int index = counter.ordinal();
        // One writer: no read-modify-write needs to be atomic. Opaque: readers on other threads see whole values, in
        // time.
        values.setOpaque(index, values.getPlain(index) + count);
    }
}
