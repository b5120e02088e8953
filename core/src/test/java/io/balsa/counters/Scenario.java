package io.balsa.counters;

import java.util.List;

/**
 * A fixed load on a calm cluster.
 *
 * @param nodeCount of the cluster
 * @param outstanding requests that are always under way
 * @param requestBytes of a command or query
 * @param reads whether queries are sent, else commands
 * @param beginsSegments whether the log's segments are so small that new ones begin all the time
 */
record Scenario(int nodeCount, int outstanding, int requestBytes, boolean reads, boolean beginsSegments) {
    /** Answers before anything is counted: elections are over by then. */
    static final int WARMUP = 1_000;

    /** Answers that are counted. A count divided by it has four decimals at most, so that the file is exact. */
    static final int COUNTED = 2_000;

    /** All requests fill less than half of a segment, so that the next one is laid out all the time and never done. */
    private static final int SEGMENT_BYTES = 4 << 20;

    private static final int LARGE_SEGMENT_BYTES = 26 << 20;
    /** Holds about 250 of the large requests. */
    private static final int SHORT_SEGMENT_BYTES = 1 << 20;

    private static final int SMALL = 32;
    private static final int LARGE = 4 << 10;

    private static final List<Scenario> ALL = List.of(
            writes(1, 1, SMALL),
            writes(3, 1, SMALL),
            writes(3, 16, SMALL),
            writes(3, 256, SMALL),
            writes(3, 1, LARGE),
            writes(3, 16, LARGE),
            writes(3, 256, LARGE),
            new Scenario(3, 16, LARGE, false, true),
            writes(5, 1, SMALL),
            writes(5, 16, SMALL),
            writes(5, 256, SMALL),
            reads(1, 1),
            reads(3, 1),
            reads(3, 16),
            reads(3, 256),
            reads(5, 16));

    private static Scenario writes(final int nodeCount, final int outstanding, final int requestBytes) {
        return new Scenario(nodeCount, outstanding, requestBytes, false, false);
    }

    private static Scenario reads(final int nodeCount, final int outstanding) {
        return new Scenario(nodeCount, outstanding, SMALL, true, false);
    }

    static List<Scenario> all() {
        return ALL;
    }

    /** Returns a scenario by name. */
    static Scenario of(final String name) {
        return ALL.stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such scenario: name=" + name));
    }

    /** Returns its name in the file. */
    String name() {
        return (reads ? "read" : "write") + "/" + nodeCount + "-nodes/" + requestBytes + "-bytes/" + outstanding
                + "-outstanding" + (beginsSegments ? "/short-segments" : "");
    }

    /** Returns the size of the log's segments. */
    int segmentBytes() {
        if (beginsSegments) {
            return SHORT_SEGMENT_BYTES;
        }
        return requestBytes == LARGE ? LARGE_SEGMENT_BYTES : SEGMENT_BYTES;
    }
}
