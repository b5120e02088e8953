package io.balsa.consensus;

/**
 * Ticks since a leader was last heard, against a timeout drawn anew from [electionTicks, 2 * electionTicks) each time it is
 * restarted, so that rarely two nodes campaign at once (paper, 5.2).
 *
 * <p>The generator is owned and seeded: a run replays exactly. Threading: the owner of the {@link Raft}.
 */
final class ElectionTimer {
    private final int electionTicks;
    private long randomState;
    private int elapsedTicks;
    private int timeoutTicks;

    ElectionTimer(final int electionTicks, final long seed) {
        this.electionTicks = electionTicks;
        this.randomState = seed == 0 ? 0x9E3779B97F4A7C15L : seed;
        restart();
    }

    /** Begins a new period with a newly drawn timeout. */
    void restart() {
        elapsedTicks = 0;
        timeoutTicks = electionTicks + (int) Long.remainderUnsigned(nextRandom(), electionTicks);
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
        return elapsedTicks < electionTicks;
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
