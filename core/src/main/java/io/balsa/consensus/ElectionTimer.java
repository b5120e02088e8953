package io.balsa.consensus;

/**
 * Ticks since a leader was last heard, against a timeout drawn anew from [least, most) each time it is
 * restarted, so that rarely two nodes campaign at once (paper, 5.2).
 *
 * <p>The generator is owned and seeded: a run replays exactly. Threading: the owner of the {@link Raft}.
 */
final class ElectionTimer {
    private int leastTicks;
    private int mostTicks;
    private long randomState;
    private int elapsedTicks;
    private int timeoutTicks;

    ElectionTimer(final int leastTicks, final int mostTicks, final long seed) {
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

    /** Sets the timeout of this period, in place of the one drawn. */
    void timeoutAfter(final int ticks) {
        timeoutTicks = ticks;
    }

    /** Begins a new period with a newly drawn timeout. */
    void restart() {
        elapsedTicks = 0;
        draw();
    }

    /** Begins the period anew and keeps the timeout drawn: a leader or a rightful candidate was heard. */
    void onHeard() {
        elapsedTicks = 0;
    }

    void tick() {
        elapsedTicks++;
    }

    /** Tells whether it is time to campaign. */
    boolean hasTimedOut() {
        return elapsedTicks >= timeoutTicks;
    }

    /** Tells whether a leader was heard within the least timeout: no vote is due (dissertation, 4.2.3). */
    boolean isWithinLeastTimeout() {
        return elapsedTicks < leastTicks;
    }

    private void draw() {
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
