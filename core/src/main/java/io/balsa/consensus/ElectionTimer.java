package io.balsa.consensus;

/**
 * Ticks since a leader was last heard, against a timeout drawn anew from [least, most) each time it is
 * restarted, so that rarely two nodes campaign at once (paper, 5.2).
 *
 * <p>The generator is owned and seeded: a run replays exactly. Threading: the owner of the {@link Raft}.
 */
final class ElectionTimer {
    private final TickClock clock;
    private int leastTicks;
    private int mostTicks;
    private long randomState;
    private long startedAtTick;
    private int timeoutTicks;

    ElectionTimer(final TickClock clock, final int leastTicks, final int mostTicks, final long seed) {
        this.clock = clock;
        this.randomState = seed == 0 ? 0x9E3779B97F4A7C15L : seed;
        configure(leastTicks, mostTicks);
    }

    /**
     * Changes the bounds, and draws anew: a leader that goes on being heard never restarts the timeout, and one below the new
     * bounds would break a lease that relies on them.
     */
    void configure(final int least, final int most) {
        leastTicks = least;
        mostTicks = most;
        draw();
    }

    /** Returns the number of ticks so far, for tests. */
    long now() {
        return clock.now();
    }

    /** Sets the timeout of this period, in place of the one drawn. */
    void timeoutAfter(final int ticks) {
        timeoutTicks = ticks;
        clock.wake();
    }

    /** Begins a new period with a newly drawn timeout. */
    void restart() {
        startedAtTick = clock.now();
        draw();
    }

    /** Begins the period anew and keeps the timeout drawn: a leader or a rightful candidate was heard. */
    void onHeard() {
        startedAtTick = clock.now();
    }

    /** Tells whether it is time to campaign. */
    boolean hasTimedOut() {
        return clock.now() >= dueAtTick();
    }

    /** Returns when that is, unless the leader is heard again. */
    long dueAtTick() {
        return startedAtTick + timeoutTicks;
    }

    /** Tells whether a leader was heard within the least timeout: no vote is due (dissertation, 4.2.3). */
    boolean isWithinLeastTimeout() {
        return clock.now() - startedAtTick < leastTicks;
    }

    private void draw() {
        clock.wake();
        timeoutTicks = leastTicks + (int) Long.remainderUnsigned(nextRandom(), mostTicks - leastTicks);
    }

    /** xorshift64* of Marsaglia and Vigna: small, fast, and good enough to tell nodes apart. */
    private long nextRandom() {
        long x = randomState;
        x ^= x >>> 12;
        x ^= x << 25;
        x ^= x >>> 27;
        randomState = x;
        return (x * 0x2545F4914F6CDD1DL) >>> 16;
    }
}
