package io.balsa.bench.election;

import java.util.List;

/**
 * A line of the figure: the bounds that election timeouts are drawn from.
 *
 * @param leastMs the least timeout; heartbeats are sent twice in that time
 * @param mostMs the greatest; with {@code leastMs} there is no randomness
 */
public record Timeouts(int leastMs, int mostMs) {
    /** The upper graph: more and more randomness. */
    public static final List<Timeouts> RANDOMNESS = List.of(
            new Timeouts(150, 150),
            new Timeouts(150, 151),
            new Timeouts(150, 155),
            new Timeouts(150, 175),
            new Timeouts(150, 200),
            new Timeouts(150, 300));

    /** The lower graph: shorter and shorter timeouts; its last line is also the last of the upper one. */
    public static final List<Timeouts> SCALE = List.of(
            new Timeouts(12, 24),
            new Timeouts(25, 50),
            new Timeouts(50, 100),
            new Timeouts(100, 200),
            new Timeouts(150, 300));

    /** Returns the name of the line, such as {@code 150-155}. */
    public String name() {
        return leastMs + "-" + mostMs;
    }

    int leastTicks() {
        return Math.toIntExact(VirtualTime.ticks(leastMs));
    }

    /** Returns the bound below which timeouts are drawn: one tick above the least where there is to be no randomness. */
    int mostTicks() {
        return Math.max(leastTicks() + 1, Math.toIntExact(VirtualTime.ticks(mostMs)));
    }

    int heartbeatTicks() {
        return leastTicks() / 2;
    }
}
