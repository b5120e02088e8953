package io.balsa.bench.verdict;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Holm's step-down adjustment of p-values: any number of tests, and still at most alpha for one false alarm among them. */
public final class Holm {
    private Holm() {}

    /**
     * Adjusts p-values for their number (Holm 1979, "A simple sequentially rejective multiple test procedure").
     *
     * @return in the order given; what is below alpha may be believed
     */
    public static double[] adjust(final double[] p) {
        final int[] ascending = IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        final double[] adjusted = new double[p.length];
        double largest = 0;
        for (int i = 0; i < p.length; i++) {
            largest = Math.max(largest, Math.min(1, (p.length - i) * p[ascending[i]]));
            adjusted[ascending[i]] = largest;
        }
        return adjusted;
    }
}
