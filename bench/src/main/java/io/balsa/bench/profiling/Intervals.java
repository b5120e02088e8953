package io.balsa.bench.profiling;

import java.util.Arrays;

/** Stretches of time, those that overlap or touch joined to one. Times as {@link System#nanoTime} has them, both ends inclusive. */
public final class Intervals {
    private final long[] fromNs;
    private final long[] toNs;

    private Intervals(final long[] fromNs, final long[] toNs) {
        this.fromNs = fromNs;
        this.toNs = toNs;
    }

    /**
     * Joins stretches.
     *
     * @param fromNs begins, in any order
     * @param toNs the end of each, not before its begin
     */
    public static Intervals union(final long[] fromNs, final long[] toNs) {
        final long[][] stretches = new long[fromNs.length][];
        for (int i = 0; i < fromNs.length; i++) {
            if (toNs[i] < fromNs[i]) {
                throw new IllegalArgumentException(
                        "ends before it begins: stretch=" + i + ", fromNs=" + fromNs[i] + ", toNs=" + toNs[i]);
            }
            stretches[i] = new long[] {fromNs[i], toNs[i]};
        }
        Arrays.sort(stretches, (one, other) -> Long.compare(one[0], other[0]));
        final long[] from = new long[stretches.length];
        final long[] to = new long[stretches.length];
        int count = 0;
        for (final long[] stretch : stretches) {
            if (count > 0 && stretch[0] <= to[count - 1]) {
                to[count - 1] = Math.max(to[count - 1], stretch[1]);
            } else {
                from[count] = stretch[0];
                to[count++] = stretch[1];
            }
        }
        return new Intervals(Arrays.copyOf(from, count), Arrays.copyOf(to, count));
    }

    /** Tells whether a time lies in one of them. */
    public boolean contains(final long timeNs) {
        final int found = Arrays.binarySearch(fromNs, timeNs);
        final int last = found >= 0 ? found : -found - 2;
        return last >= 0 && timeNs <= toNs[last];
    }

    /** Returns how many there are, joined ones once. */
    public int count() {
        return fromNs.length;
    }

    /** Returns the sum of their lengths in ns. */
    public long lengthNs() {
        long sum = 0;
        for (int i = 0; i < fromNs.length; i++) {
            sum += toNs[i] - fromNs[i];
        }
        return sum;
    }
}
