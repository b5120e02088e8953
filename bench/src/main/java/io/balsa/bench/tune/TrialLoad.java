package io.balsa.bench.tune;

import io.balsa.bench.load.Arrivals;
import io.balsa.bench.run.LoadSpec;

/**
 * The load of a trial.
 *
 * @param outstanding of warm-up and closed loop
 * @param warmupSeconds until the hot code is compiled
 * @param closedSeconds of the closed loop, a fifth of them unmeasured
 * @param openSeconds of the open loop, a fifth of them unmeasured
 */
record TrialLoad(int outstanding, double warmupSeconds, double closedSeconds, double openSeconds) {
    private static final double WARMUP_SHARE = 0.4;
    private static final double CLOSED_SHARE = 0.25;
    private static final double OPEN_SHARE = 0.35;
    private static final double UNMEASURED = 0.2;

    /** More trials are worth more than longer ones, as long as these are warm and see the tail. */
    private static final double TRIALS = 70;

    private static final double SHORTEST = 3.5;
    private static final double LONGEST = 36;

    /** Returns the load of trials of which there are as many as a search of some minutes wants. */
    static TrialLoad of(final double minutes, final int outstanding) {
        final double seconds =
                Math.max(SHORTEST, Math.min(LONGEST, 60 * minutes / TRIALS - ClusterArena.OVERHEAD_SECONDS));
        return new TrialLoad(outstanding, WARMUP_SHARE * seconds, CLOSED_SHARE * seconds, OPEN_SHARE * seconds);
    }

    /** Returns how long all of it takes. */
    double seconds() {
        return warmupSeconds + closedSeconds + openSeconds;
    }

    LoadSpec warmup() {
        return new LoadSpec("warmup", outstanding, null, warmupSeconds / 2, warmupSeconds / 2);
    }

    LoadSpec closed(final String name) {
        return new LoadSpec(name, outstanding, null, UNMEASURED * closedSeconds, (1 - UNMEASURED) * closedSeconds);
    }

    LoadSpec open(final String name, final int ratePerSecond) {
        return new LoadSpec(
                name, 0, Arrivals.constant(ratePerSecond), UNMEASURED * openSeconds, (1 - UNMEASURED) * openSeconds);
    }
}
