package io.balsa.bench.report;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Latency over percentiles, in milliseconds, on an axis of 1 / (1 - p): each decade is one more nine. */
public final class PercentileCurve {
    /** The kind of chart that draws it. */
    public static final String KIND = "percentiles";

    private static final double NS_PER_MS = 1e6;
    private static final int POINTS_PER_DECADE = 20;

    /** From the fastest operation to one in a million. */
    private static final int DECADES = 6;

    private PercentileCurve() {}

    /** Returns the axis. */
    public static List<Double> x() {
        final List<Double> x = new ArrayList<>();
        for (int i = 0; i <= POINTS_PER_DECADE * DECADES; i++) {
            x.add(Math.pow(10, i / (double) POINTS_PER_DECADE));
        }
        return x;
    }

    /** Returns a value per point of the axis, and null where the operations are too few for one. */
    public static List<@Nullable Double> y(final Histogram histogram) {
        final List<@Nullable Double> y = new ArrayList<>();
        for (final double oneIn : x()) {
            y.add(
                    oneIn > histogram.getTotalCount()
                            ? null
                            : histogram.getValueAtPercentile(100 - 100 / oneIn) / NS_PER_MS);
        }
        return y;
    }
}
