package io.balsa.consensus.membership;

/**
 * Sets of node ids: sorted arrays without duplicates, small and never changed once made.
 *
 * <p>Threading: stateless.
 */
final class NodeIds {
    static final int[] NONE = {};

    private NodeIds() {}

    /**
     * Returns a set of the given ids, in any order.
     *
     * @param what the ids are, for the message
     * @throws IllegalArgumentException when an id is below 1 or is given twice
     */
    static int[] of(final String what, final int... ids) {
        int[] set = NONE;
        for (final int id : ids) {
            if (id < 1) {
                throw new IllegalArgumentException("node id out of range: " + what + "=" + id + ", min=1");
            }
            if (contains(set, id)) {
                throw new IllegalArgumentException("node id given twice: " + what + "=" + id);
            }
            set = with(set, id);
        }
        return set;
    }

    static boolean contains(final int[] set, final int id) {
        return search(set, id) >= 0;
    }

    /** Returns the position of an id in the set, or when it is not there {@code -1 - p}, p being where it belongs. */
    static int search(final int[] set, final int id) {
        // Members are mostly numbered from 1, and each message looks its sender up.
        final int likely = id - 1;
        if (likely >= 0 && likely < set.length && set[likely] == id) {
            return likely;
        }
        int low = 0;
        int high = set.length - 1;
        while (low <= high) {
            final int middle = (low + high) >>> 1;
            if (set[middle] < id) {
                low = middle + 1;
            } else if (set[middle] > id) {
                high = middle - 1;
            } else {
                return middle;
            }
        }
        return -1 - low;
    }

    static int[] with(final int[] set, final int id) {
        final int position = search(set, id);
        if (position >= 0) {
            return set;
        }
        final int insertAt = -1 - position;
        final int[] result = new int[set.length + 1];
        System.arraycopy(set, 0, result, 0, insertAt);
        result[insertAt] = id;
        System.arraycopy(set, insertAt, result, insertAt + 1, set.length - insertAt);
        return result;
    }

    static int[] without(final int[] set, final int id) {
        final int position = search(set, id);
        if (position < 0) {
            return set;
        }
        final int[] result = new int[set.length - 1];
        System.arraycopy(set, 0, result, 0, position);
        System.arraycopy(set, position + 1, result, position, result.length - position);
        return result;
    }

    static int[] union(final int[] left, final int[] right) {
        int[] result = left;
        for (final int id : right) {
            result = with(result, id);
        }
        return result;
    }

    /** Returns the number of ids that are in both sets. */
    static int sharedCount(final int[] left, final int[] right) {
        int shared = 0;
        for (final int id : left) {
            if (contains(right, id)) {
                shared++;
            }
        }
        return shared;
    }

    /** Returns the ids that are in both sets. */
    static int[] shared(final int[] left, final int[] right) {
        int[] result = NONE;
        for (final int id : left) {
            result = contains(right, id) ? with(result, id) : result;
        }
        return result;
    }

    /** Returns the number of ids that are in exactly one of the two sets. */
    static int differenceCount(final int[] left, final int[] right) {
        return left.length + right.length - 2 * sharedCount(left, right);
    }

    static boolean same(final int[] left, final int[] right) {
        return differenceCount(left, right) == 0;
    }

    static int hash(final int[] set) {
        int hash = 1;
        for (final int id : set) {
            hash = 31 * hash + id;
        }
        return hash;
    }

    /** Appends the ids in the form {@code (1 2 3)}. */
    static void print(final int[] set, final StringBuilder out) {
        out.append('(');
        for (int i = 0; i < set.length; i++) {
            if (i > 0) {
                out.append(' ');
            }
            out.append(set[i]);
        }
        out.append(')');
    }
}
