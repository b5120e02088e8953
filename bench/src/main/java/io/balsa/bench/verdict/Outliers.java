package io.balsa.bench.verdict;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.descriptive.Quantile;

/**
 * Outliers by Tukey's fences: named, counted, never dropped. A fork that a neighbour on the machine has held up did take that
 * long; rank statistics bear it, and leaving it out would let the eye choose the result.
 */
public final class Outliers {
    private static final double INNER = 1.5;
    private static final double OUTER = 3;

    /** Where a value lies among the others. */
    public enum Label {
        /** Within one and a half interquartile ranges of the quartiles. */
        INSIDE,
        /** Beyond that, within three. */
        OUTSIDE,
        /** Beyond three. */
        FAR_OUT
    }

    private Outliers() {}

    /** Labels each value; quartiles are interpolated as R's and numpy's default do (Hyndman and Fan's type 7). */
    public static List<Label> label(final double[] values) {
        final double[] quartiles = Quantile.withDefaults()
                .with(Quantile.EstimationMethod.HF7)
                .evaluate(values.clone(), new double[] {0.25, 0.75});
        final double range = quartiles[1] - quartiles[0];
        return Arrays.stream(values)
                .mapToObj(value -> {
                    final double distance = Math.max(quartiles[0] - value, value - quartiles[1]);
                    if (distance > OUTER * range) {
                        return Label.FAR_OUT;
                    }
                    return distance > INNER * range ? Label.OUTSIDE : Label.INSIDE;
                })
                .toList();
    }

    /** Counts what lies beyond the inner fences. */
    public static int count(final double[] values) {
        return (int)
                label(values).stream().filter(label -> label != Label.INSIDE).count();
    }
}
