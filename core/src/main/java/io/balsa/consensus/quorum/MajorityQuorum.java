package io.balsa.consensus.quorum;

/**
 * The majority of one set of voters: more than half of them (Raft paper, sections 5.2 and 5.3).
 *
 * <p>A set without voters agrees to everything. That makes it the neutral half of a {@link JointQuorum}; a cluster never has
 * such a set alone, because {@link io.balsa.consensus.membership.MembershipChanger} refuses to remove all voters.
 *
 * <p>Threading: stateless. Ownership: arrays are borrowed for the call.
 */
public final class MajorityQuorum {
    private MajorityQuorum() {}

    /**
     * Returns how many of {@code voters} voters make a majority.
     *
     * @param voters at least 0
     */
    public static int size(final int voters) {
        return voters / 2 + 1;
    }

    /**
     * Returns the highest index that a majority has reached, {@link Long#MAX_VALUE} when there are no voters.
     *
     * <p>That is the lower median: of {@code count} sorted values the one with a majority at or above it. The usual sizes
     * find it with a fixed sequence of minima and maxima, the same work whatever the order; other sizes sort.
     *
     * @param indexes one per voter from position 0 on, none negative, 0 for a voter not heard from; may be reordered by the call
     * @param count voters, 0 to {@code indexes.length}
     */
    public static long committedIndex(final long[] indexes, final int count) {
        return switch (count) {
            case 0 -> Long.MAX_VALUE;
            case 1 -> indexes[0];
            case 2 -> Math.min(indexes[0], indexes[1]);
            case 3 -> medianOf3(indexes[0], indexes[1], indexes[2]);
            case 5 -> medianOf5(indexes[0], indexes[1], indexes[2], indexes[3], indexes[4]);
            case 7 -> medianOf7(indexes);
            default -> {
                sort(indexes, count);
                yield indexes[count - size(count)];
            }
        };
    }

    /** Tells whether {@link #committedIndex} leaves an array of so many indexes as it is. */
    static boolean keepsOrder(final int count) {
        return count <= 3 || count == 5 || count == 7;
    }

    /**
     * Tells where an election among {@code voters} voters stands; without voters it is won.
     *
     * @param yes voters that granted their vote
     * @param no voters that refused it, {@code yes + no <= voters}
     */
    public static VoteResult vote(final int yes, final int no, final int voters) {
        if (voters == 0) {
            return VoteResult.WON;
        }
        final int quorum = size(voters);
        if (yes >= quorum) {
            return VoteResult.WON;
        }
        return voters - no >= quorum ? VoteResult.PENDING : VoteResult.LOST;
    }

    private static long medianOf3(final long a, final long b, final long c) {
        return higher(lower(a, b), lower(higher(a, b), c));
    }

    /** The lowest and the highest of four values cannot be the median of five: drop them, three are left. */
    private static long medianOf5(final long a, final long b, final long c, final long d, final long e) {
        return medianOf3(innerLow(a, b, c, d), innerHigh(a, b, c, d), e);
    }

    /** The lowest and the highest of five values cannot be the median of seven: drop them, five are left. */
    private static long medianOf7(final long[] v) {
        final long low = lower(lower(v[0], v[1]), lower(v[2], v[3]));
        final long high = higher(higher(v[0], v[1]), higher(v[2], v[3]));
        final long x = innerLow(v[0], v[1], v[2], v[3]);
        final long y = innerHigh(v[0], v[1], v[2], v[3]);
        final long z = higher(low, lower(v[4], high));
        return medianOf5(x, y, z, v[5], v[6]);
    }

    /** One of the two values left when the lowest and the highest of four are dropped; {@link #innerHigh} is the other. */
    private static long innerLow(final long a, final long b, final long c, final long d) {
        return higher(lower(a, b), lower(c, d));
    }

    private static long innerHigh(final long a, final long b, final long c, final long d) {
        return lower(higher(a, b), higher(c, d));
    }

    /** The lower of two values that are not negative. Without a branch, which the order of match indexes would make unpredictable. */
    private static long lower(final long a, final long b) {
        return b + belowZero(a - b);
    }

    private static long higher(final long a, final long b) {
        return a - belowZero(a - b);
    }

    /** Returns the difference when it is negative, else 0. */
    private static long belowZero(final long difference) {
        return difference & (difference >> (Long.SIZE - 1));
    }

    /** Insertion sort, ascending: the counts are small and match indexes mostly keep their order. */
    private static void sort(final long[] values, final int count) {
        for (int i = 1; i < count; i++) {
            final long value = values[i];
            int position = i;
            while (position > 0 && values[position - 1] > value) {
                values[position] = values[position - 1];
                position--;
            }
            values[position] = value;
        }
    }
}
