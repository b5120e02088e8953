package io.balsa.consensus;

/**
 * Where in the log membership changes stand that are not applied yet: at most one on a leader, a few on a follower that catches up.
 *
 * <p>A leader proposes a change only when all before it are applied. So a log that holds two proves that the first is committed,
 * which a node that restarts learns in no other way before it hears a leader: without it, it might campaign with a membership that
 * is two changes old, whose majorities need not meet those of the present one.
 *
 * <p>Threading: the owner of the {@link Raft}. Source: dissertation, 4.1.
 */
final class UnappliedMemberships {
    private static final long[] NONE = {};

    private long[] indexes = NONE;
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    /** Returns the newest index, 0 for none. */
    long newest() {
        return count == 0 ? 0 : indexes[count - 1];
    }

    /** Tells whether the oldest is committed, and so about to be applied. */
    boolean isAnyCommitted(final long commitIndex) {
        return count > 0 && indexes[0] <= commitIndex;
    }

    /** @param index above all others */
    void add(final long index) {
        if (index <= newest()) {
            throw new InvariantViolation(
                    "membership entries are told in order: index=" + index + ", newest=" + newest());
        }
        if (count == indexes.length) {
            final long[] longer = new long[count + 2];
            System.arraycopy(indexes, 0, longer, 0, count);
            indexes = longer;
        }
        indexes[count++] = index;
    }

    /** The log was cut from {@code fromIndex} on, inclusive. */
    void truncate(final long fromIndex) {
        while (count > 0 && indexes[count - 1] >= fromIndex) {
            count--;
        }
    }

    /** The oldest was applied. */
    void onApplied(final long index) {
        if (count == 0 || indexes[0] != index) {
            throw new InvariantViolation("membership entries are applied in order, each told before: index=" + index
                    + ", expected=" + (count == 0 ? "none" : Long.toString(indexes[0])));
        }
        dropUpTo(index);
    }

    /** The whole log was replaced. */
    void clear() {
        count = 0;
    }

    /** A snapshot holds everything up to {@code index}, inclusive. */
    void dropUpTo(final long index) {
        int dropped = 0;
        while (dropped < count && indexes[dropped] <= index) {
            dropped++;
        }
        count -= dropped;
        System.arraycopy(indexes, dropped, indexes, 0, count);
    }
}
