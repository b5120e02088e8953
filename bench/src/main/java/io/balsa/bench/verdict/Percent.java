package io.balsa.bench.verdict;

import java.util.Locale;

/** Logarithms of ratios in words. */
public final class Percent {
    private Percent() {}

    /** Returns a change with its sign: {@code +4.7%}. */
    public static String signed(final double logRatio) {
        return String.format(Locale.ROOT, "%+.1f%%", Estimate.percent(logRatio));
    }

    /** Returns a distance to both sides: {@code ±2.0%}. */
    public static String around(final double logRatio) {
        return String.format(Locale.ROOT, "±%.1f%%", Estimate.percent(logRatio));
    }

    /** Returns a share: {@code 12%}. */
    static String share(final double share) {
        return String.format(Locale.ROOT, "%.0f%%", 100 * share);
    }
}
