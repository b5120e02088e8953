package io.balsa.bench.history;

import java.util.Arrays;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.descriptive.Quantile;
import org.jspecify.annotations.Nullable;

/** What the parts of a figure have in common, and how far apart they are. */
final class Parts {
    private static final int FEWEST = 4;

    private Parts() {}

    static double median(final double[] parts) {
        return Median.withDefaults().evaluate(parts.clone());
    }

    /** Returns half of the interquartile range; {@code null} when the parts are too few for quartiles. */
    static @Nullable Double halfQuartiles(final double[] parts) {
        if (parts.length < FEWEST) {
            return null;
        }
        final double[] quartiles = Quantile.withDefaults()
                .with(Quantile.EstimationMethod.HF7)
                .evaluate(parts.clone(), new double[] {0.25, 0.75});
        return (quartiles[1] - quartiles[0]) / 2;
    }

    /** Returns the median absolute deviation; {@code null} when there is only one part. */
    static @Nullable Double deviation(final double[] parts) {
        if (parts.length < 2) {
            return null;
        }
        final double median = median(parts);
        return median(Arrays.stream(parts).map(part -> Math.abs(part - median)).toArray());
    }
}
