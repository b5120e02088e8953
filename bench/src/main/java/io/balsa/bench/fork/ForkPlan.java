package io.balsa.bench.fork;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A benchmark and how long a fork of it measures.
 *
 * @param benchmark class and method
 * @param parameters each with one value
 * @param mode what is kept of it
 * @param warmupIterations unmeasured ones
 * @param iterations measured ones
 * @param iterationMs length of each
 */
public record ForkPlan(
        String benchmark,
        Map<String, String> parameters,
        Mode mode,
        int warmupIterations,
        int iterations,
        int iterationMs) {
    /** What is kept of a fork. */
    public enum Mode {
        /** The mean time per operation of each iteration. */
        AVERAGE("avgt"),
        /** The time of single operations as well: percentiles. */
        SAMPLE("sample");

        private final String jmhName;

        Mode(final String jmhName) {
            this.jmhName = jmhName;
        }

        String jmhName() {
            return jmhName;
        }
    }

    private static final Pattern TEXT = Pattern.compile("(\\w+\\.\\w+)(?:\\{([^{}]+)})?(@sample)?");

    /** Start of the JVM, handshake, set-up of the benchmark. */
    private static final double START_SECONDS = 0.9;

    private static final double MS_PER_SECOND = 1e3;

    /**
     * Reads {@code Class.method}, with {@code {key=value, ...}} behind it where it has parameters, as {@link ForkRecord#key} writes,
     * and {@code @sample} at the end where percentiles are wanted.
     *
     * @throws IllegalArgumentException when it is nothing of the kind
     */
    public static ForkPlan parse(
            final String text, final int warmupIterations, final int iterations, final int iterationMs) {
        final Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "not a benchmark: found=" + text + ", expected=Class.method{key=value, key=value}@sample");
        }
        final Map<String, String> parameters = new TreeMap<>();
        if (matcher.group(2) != null) {
            for (final String pair : matcher.group(2).split(",", -1)) {
                final int equals = pair.indexOf('=');
                if (equals <= 0) {
                    throw new IllegalArgumentException(
                            "not a parameter of a benchmark: found=" + pair + ", expected=key=value, in=" + text);
                }
                parameters.put(
                        pair.substring(0, equals).strip(),
                        pair.substring(equals + 1).strip());
            }
        }
        final Mode mode = matcher.group(3) == null ? Mode.AVERAGE : Mode.SAMPLE;
        return new ForkPlan(matcher.group(1), parameters, mode, warmupIterations, iterations, iterationMs);
    }

    /** Returns class, method and parameters, as {@link ForkRecord#key} does. */
    public String key() {
        return parameters.isEmpty() ? benchmark : benchmark + parameters;
    }

    /** Returns about how long a fork takes. */
    public double seconds() {
        return START_SECONDS + (warmupIterations + iterations) * iterationMs / MS_PER_SECOND;
    }
}
