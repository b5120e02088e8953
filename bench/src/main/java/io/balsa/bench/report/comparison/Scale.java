package io.balsa.bench.report.comparison;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An axis of a drawing: values to shares of its length.
 *
 * @param low value at its beginning
 * @param high value at its end, larger
 * @param logarithmic whether equal lengths are equal ratios; {@code low} is above 0 then
 */
public record Scale(double low, double high, boolean logarithmic) {
    /** Values that are further apart than this many times get a logarithmic axis. */
    private static final double WIDE = 4;

    private static final double MARGIN = 0.05;
    private static final double[] STEPS = {1, 2, 5, 10};

    /** Returns an axis on which all values have their place, with a margin at both ends. */
    public static Scale of(final double... values) {
        final double low = Arrays.stream(values).min().orElse(0);
        final double high = Arrays.stream(values).max().orElse(1);
        if (low > 0 && high / low > WIDE) {
            final double margin = Math.pow(high / low, MARGIN);
            return new Scale(low / margin, high * margin, true);
        }
        final double margin = high > low ? MARGIN * (high - low) : Math.max(MARGIN * Math.abs(low), MARGIN);
        return new Scale(low - margin, high + margin, false);
    }

    /** Returns an axis that reaches as far to either side of 0. */
    public static Scale around(final double reach) {
        return new Scale(-reach, reach, false);
    }

    /** Returns where a value lies, from 0 to 1; what is beyond an end lies at that end. */
    public double at(final double value) {
        final double share = logarithmic
                ? Math.log(Math.max(value, low) / low) / Math.log(high / low)
                : (value - low) / (high - low);
        return Math.max(0, Math.min(1, share));
    }

    /** Returns whether a value has a place of its own. */
    boolean holds(final double value) {
        return value >= low && value <= high;
    }

    /** Returns round values for labels, ascending. */
    public List<Double> ticks(final int atMost) {
        if (logarithmic) {
            for (final double[] leads : new double[][] {{1, 2, 5}, {1, 3}, {1}}) {
                final List<Double> ticks = decades(leads);
                if (ticks.size() <= atMost || leads.length == 1) {
                    return ticks;
                }
            }
        }
        final double least = (high - low) / atMost;
        final double decade = Math.pow(10, Math.floor(Math.log10(least)));
        final double step = decade
                * Arrays.stream(STEPS)
                        .filter(lead -> lead * decade >= least)
                        .findFirst()
                        .orElse(10);
        final List<Double> ticks = new ArrayList<>();
        for (double i = Math.ceil(low / step); i * step <= high; i++) {
            ticks.add(i * step + 0.0);
        }
        return ticks;
    }

    private List<Double> decades(final double... leads) {
        final List<Double> ticks = new ArrayList<>();
        for (int power = (int) Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
            for (final double lead : leads) {
                final double tick = lead * Math.pow(10, power);
                if (holds(tick)) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }
}
