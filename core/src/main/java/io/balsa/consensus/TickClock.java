package io.balsa.consensus;

/**
 * How many ticks have passed, and when the next one is due that anything waits for. All others cost a count and a comparison: a
 * process may hold many thousand groups in which nothing happens.
 *
 * <p>Whoever waits keeps the tick at which its waiting began, in a field whose name ends in {@code AtTick}. A deadline may move on
 * without a word, since a tick that comes too early does nothing; what may bring one forward calls {@link #wake}.
 *
 * <p>Threading: the owner of the {@link Raft}.
 */
final class TickClock {
    private long nowTick;
    private long dueAtTick;

    /** @return whether somebody may have waited for this tick */
    boolean tick() {
        return ++nowTick >= dueAtTick;
    }

    /** Returns the number of ticks so far. */
    long now() {
        return nowTick;
    }

    /** Nothing happens before this tick, as things are now. */
    void sleepUntil(final long tick) {
        dueAtTick = tick;
    }

    /** Things are different now: the next tick is not to be slept through. */
    void wake() {
        dueAtTick = 0;
    }
}
