package io.balsa.counters;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The counters of one replay. What is counted before {@link #begin} and after {@link #end} does not count.
 *
 * <p>Threading: one thread.
 */
final class Counts {
    private final long[] values = new long[Counter.values().length];
    private boolean counting;

    /** Counts, without allocating: an agent may be running. */
    void add(final Counter counter, final long count) {
        if (counting) {
            values[counter.ordinal()] += count;
        }
    }

    void begin() {
        counting = true;
        addMeter(-1);
    }

    void end() {
        addMeter(1);
        counting = false;
    }

    private void addMeter(final int sign) {
        add(Counter.ALLOCATED_BYTES, sign * Meter.allocatedBytes());
        add(Counter.COPIES, sign * Meter.copies());
        add(Counter.COPIED_BYTES, sign * Meter.copiedBytes());
    }

    /** Returns what was counted, by the counters' names. */
    Map<String, Long> values() {
        final Map<String, Long> named = new LinkedHashMap<>();
        for (final Counter counter : Counter.values()) {
            named.put(counter.key(), values[counter.ordinal()]);
        }
        return named;
    }
}
