package io.balsa.consensus;

/**
 * Rounds in which a leader asks its followers whether they still follow it (dissertation, 6.4): a number that every message to
 * them carries and every answer echoes, and the time at which each round began.
 *
 * <p>An answer to a round says that its sender followed this leader at some moment after the round began. Numbers rise over all
 * terms. The time of a round is that of the newest {@link #onClock} before it, which may be too early and never too late: a
 * lease that is counted from it ends rather too soon (dissertation, 6.4.1).
 *
 * <p>Threading: the owner of the {@link Raft}.
 */
final class ReadRounds {
    private static final long[] NONE = {};

    /** Rounds whose time is remembered; an answer that comes later than that renews no lease. */
    private static final int REMEMBERED = 128;

    private static final long NEVER = Long.MIN_VALUE;

    private long[] beganNs = NONE;
    private long newest;
    private long nowNs = NEVER;

    /** Returns the newest round begun, 0 for none. */
    long newest() {
        return newest;
    }

    /** Takes in the edge's clock; one that goes back is an error of the edge's and changes nothing. */
    void onClock(final long timeNs) {
        nowNs = Math.max(nowNs, timeNs);
    }

    /** Begins a round. */
    long begin(final boolean remembersTime) {
        newest++;
        if (remembersTime && beganNs.length == 0) {
            beganNs = new long[REMEMBERED];
            for (int i = 0; i < REMEMBERED; i++) {
                beganNs[i] = NEVER;
            }
        }
        if (beganNs.length > 0) {
            // Also of a round that nobody remembers: what its place holds is of another.
            beganNs[(int) (newest % REMEMBERED)] = remembersTime ? nowNs : NEVER;
        }
        return newest;
    }

    /** Tells whether less than {@code durationNs} have passed since a round began. */
    boolean isWithin(final long round, final long durationNs, final long timeNs) {
        if (round <= 0 || newest - round >= REMEMBERED || beganNs.length == 0) {
            return false;
        }
        final long began = beganNs[(int) (round % REMEMBERED)];
        return began != NEVER && timeNs >= began && timeNs - began < durationNs;
    }
}
