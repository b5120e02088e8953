package io.balsa.bench.history;

import org.jspecify.annotations.Nullable;

/**
 * A measured number.
 *
 * @param metric what was measured: {@code load.closed-16.p50}, {@code fork.LogAppendBenchmark.append.time}
 * @param unit of value and spread
 * @param better which direction is
 * @param value the number itself
 * @param spread most of its parts lay within {@code value} plus or minus this; {@code null} when there was only one
 * @param n parts that it is made of: forks, intervals of a load, kills
 */
public record Figure(
        String metric,
        String unit,
        Better better,
        double value,
        @Nullable Double spread,
        int n) {
    /** Which of two numbers one would rather have. */
    public enum Better {
        /** Times, bytes. */
        LESS,
        /** Rates. */
        MORE
    }
}
