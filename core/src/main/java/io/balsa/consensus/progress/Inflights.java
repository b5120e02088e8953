package io.balsa.consensus.progress;

/**
 * The window of append messages under way to one follower, bounded by messages and by bytes: a ring of the last index and the
 * bytes of each. The message that reaches the bound of bytes is the last one sent; it may pass it.
 *
 * <p>Threading: the owner of the core. The ring grows to the window that is used, since of the many groups of a process most
 * are at rest.
 */
final class Inflights {
    private static final long[] NONE = new long[0];
    private static final int LEAST_LENGTH = 8;

    private int maxCount;
    private long maxBytes;
    private long[] lastIndexes = NONE;
    private long[] bytes = NONE;
    private int first;
    private int count;
    private long totalBytes;

    Inflights(final int maxCount, final long maxBytes) {
        configure(maxCount, maxBytes);
    }

    /** Changes the bounds; what is under way stays, though it may now be more than they allow. */
    void configure(final int newMaxCount, final long newMaxBytes) {
        maxCount = newMaxCount;
        maxBytes = newMaxBytes;
    }

    int count() {
        return count;
    }

    long bytes() {
        return totalBytes;
    }

    boolean isFull() {
        return count >= maxCount || totalBytes >= maxBytes;
    }

    void clear() {
        first = 0;
        count = 0;
        totalBytes = 0;
    }

    /** Remembers a message that carries entries up to {@code lastIndex}; there must be room. */
    void add(final long lastIndex, final long messageBytes) {
        if (count == lastIndexes.length) {
            final int longer = Math.min(Math.max(2 * count, LEAST_LENGTH), Math.max(maxCount, count + 1));
            lastIndexes = unrolled(lastIndexes, longer);
            bytes = unrolled(bytes, longer);
            first = 0;
        }
        int slot = first + count;
        if (slot >= lastIndexes.length) {
            slot -= lastIndexes.length;
        }
        lastIndexes[slot] = lastIndex;
        bytes[slot] = messageBytes;
        totalBytes += messageBytes;
        count++;
    }

    /** Forgets all messages whose entries the follower holds. */
    void freeUpTo(final long matchIndex) {
        while (count > 0 && lastIndexes[first] <= matchIndex) {
            totalBytes -= bytes[first];
            first = first + 1 == lastIndexes.length ? 0 : first + 1;
            count--;
        }
    }

    private long[] unrolled(final long[] ring, final int newLength) {
        final long[] longer = new long[newLength];
        for (int i = 0; i < count; i++) {
            longer[i] = ring[(first + i) % ring.length];
        }
        return longer;
    }
}
