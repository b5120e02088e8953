package io.balsa.bench.report.comparison;

import io.balsa.bench.report.Format;

/**
 * The unit in which times of a benchmark are read.
 *
 * @param name such as {@code µs/op}
 * @param divisor from the unit of the record
 */
record TimeUnit(String name, double divisor) {
    private static final double MANY = 1e4;
    private static final double PER_STEP = 1e3;

    /** Returns a larger unit than that of the record when a typical time has many digits. */
    static TimeUnit of(final String recorded, final double typical) {
        if (!recorded.startsWith("ns") || !(typical >= MANY)) {
            return new TimeUnit(recorded, 1);
        }
        final String per = recorded.substring(2);
        return typical >= MANY * PER_STEP
                ? new TimeUnit("ms" + per, PER_STEP * PER_STEP)
                : new TimeUnit("µs" + per, PER_STEP);
    }

    /** Returns a recorded time in this unit. */
    double of(final double recorded) {
        return recorded / divisor;
    }

    /** Returns a recorded time in words. */
    String text(final double recorded) {
        return Format.digits(of(recorded)) + " " + name;
    }
}
