package io.balsa.consensus.progress;

/**
 * The window of append messages under way to one follower: a ring of the last index of each.
 *
 * <p>Threading: the owner of the core. The ring is allocated with the first message, since most groups of a process with many
 * are followers.
 */
final class Inflights {
    private static final long[] NONE = new long[0];

    private final int capacity;
    private long[] lastIndexes = NONE;
    private int first;
    private int count;

    Inflights(final int capacity) {
        this.capacity = capacity;
    }

    int count() {
        return count;
    }

    boolean isFull() {
        return count == capacity;
    }

    void clear() {
        first = 0;
        count = 0;
    }

    /** Remembers a message that carries entries up to {@code lastIndex}; there must be room. */
    void add(final long lastIndex) {
        if (lastIndexes.length == 0) {
            lastIndexes = new long[capacity];
        }
        int slot = first + count;
        if (slot >= capacity) {
            slot -= capacity;
        }
        lastIndexes[slot] = lastIndex;
        count++;
    }

    /** Forgets all messages whose entries the follower holds. */
    void freeUpTo(final long matchIndex) {
        while (count > 0 && lastIndexes[first] <= matchIndex) {
            first = first + 1 == capacity ? 0 : first + 1;
            count--;
        }
    }
}
