package io.balsa.consensus.progress;

/**
 * The window of append messages under way to one follower, bounded by messages and by bytes: a ring of the last index and the
 * bytes of each. The message that reaches the bound of bytes is the last one sent; it may pass it.
 *
 * <p>Threading: the owner of the core. The ring is allocated with the first message, since most groups of a process with many
 * are followers.
 */
final class Inflights {
    private static final long[] NONE = new long[0];

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
        if (lastIndexes.length > 0 && lastIndexes.length < newMaxCount) {
            lastIndexes = unrolled(lastIndexes, newMaxCount);
            bytes = unrolled(bytes, newMaxCount);
            first = 0;
        }
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
        if (lastIndexes.length == 0) {
            lastIndexes = new long[maxCount];
            bytes = new long[maxCount];
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
