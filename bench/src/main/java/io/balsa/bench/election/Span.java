package io.balsa.bench.election;

import java.util.SplittableRandom;

/**
 * How long something takes: a time drawn uniformly.
 *
 * @param leastMs inclusive, from 0
 * @param mostMs inclusive
 */
public record Span(double leastMs, double mostMs) {
    /** Checks the order. */
    public Span {
        if (!(leastMs >= 0 && leastMs <= mostMs)) {
            throw new IllegalArgumentException("a span must rise from 0: leastMs=" + leastMs + ", mostMs=" + mostMs);
        }
    }

    /** Draws a time, in ticks. */
    long draw(final SplittableRandom random) {
        return random.nextLong(VirtualTime.ticks(leastMs), VirtualTime.ticks(mostMs) + 1);
    }
}
