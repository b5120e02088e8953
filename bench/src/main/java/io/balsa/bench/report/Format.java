package io.balsa.bench.report;

import java.util.Locale;

/** Numbers as people read them. */
public final class Format {
    private static final double NS_PER_US = 1e3;
    private static final double NS_PER_MS = 1e6;
    private static final double NS_PER_S = 1e9;

    private Format() {}

    /** Milliseconds without the unit, for a column: three or four digits that count. */
    static String ms(final long ns) {
        return digits(ns / NS_PER_MS);
    }

    /** A time with the unit that suits it. */
    static String time(final long ns) {
        if (ns < NS_PER_MS) {
            return digits(ns / NS_PER_US, 1) + " µs";
        }
        return ns < NS_PER_S ? digits(ns / NS_PER_MS, 2) + " ms" : digits(ns / NS_PER_S, 2) + " s";
    }

    /** A whole number with separators. */
    public static String count(final long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A number rounded to a whole one, with separators. */
    public static String count(final double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    /** A number with as many decimals as its size asks for, at most three. */
    public static String digits(final double value) {
        return digits(value, 3);
    }

    /** Seconds with two decimals. */
    static String seconds(final double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** A multiple of the limit. */
    static String multiple(final double value) {
        return String.format(Locale.ROOT, "%.2fx", value);
    }

    private static String digits(final double value, final int atMost) {
        final double size = Math.abs(value);
        final int decimals = size < 10 ? 3 : size < 100 ? 2 : size < 1000 ? 1 : 0;
        return String.format(Locale.ROOT, "%,." + Math.min(atMost, decimals) + "f", value);
    }
}
