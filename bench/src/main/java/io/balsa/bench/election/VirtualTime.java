package io.balsa.bench.election;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Time that passes when it is told to, and what is to happen in it.
 *
 * <p>A tick is {@value #TICK_MS} ms: fine enough for timeouts that differ by a single millisecond. Threading: one thread.
 */
final class VirtualTime {
    /** Length of a tick. */
    static final double TICK_MS = 0.1;

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::atTick).thenComparingLong(Event::number));
    private long nowTick;
    private long count;

    /** What is due together happens in the order in which it was asked for. */
    private record Event(long atTick, long number, Runnable action) {}

    /** Returns the nearest number of ticks. */
    static long ticks(final double ms) {
        return Math.round(ms / TICK_MS);
    }

    /** Returns how many ticks have passed. */
    long now() {
        return nowTick;
    }

    /** Has something happen later. */
    void after(final long ticks, final Runnable action) {
        events.add(new Event(nowTick + ticks, count++, action));
    }

    /** A tick passes, and what is due happens. */
    void tick() {
        nowTick++;
        Event next = events.peek();
        while (next != null && next.atTick() <= nowTick) {
            events.remove();
            next.action().run();
            next = events.peek();
        }
    }
}
