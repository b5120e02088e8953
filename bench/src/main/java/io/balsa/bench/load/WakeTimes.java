package io.balsa.bench.load;

/**
 * When a generator is to be woken so that it sends on time: at each arrival, but not more often than a period. What falls due within a
 * period goes out together at its end.
 *
 * <p>Threading: one thread.
 */
final class WakeTimes {
    private final ArrivalTimes arrivals;
    private final long minPeriodNs;
    private long dueNs;
    private long wakeNs;

    WakeTimes(final ArrivalTimes arrivals, final long minPeriodNs) {
        this.arrivals = arrivals;
        this.minPeriodNs = minPeriodNs;
        dueNs = arrivals.nextNs();
        wakeNs = dueNs;
    }

    /** Returns the next time to wake it, in ns on the monotonic clock. */
    long nextNs() {
        return wakeNs;
    }

    /** It was woken: whatever is due by now goes out. */
    void onWoken(final long nowNs) {
        while (dueNs <= nowNs) {
            dueNs = arrivals.nextNs();
        }
        wakeNs = Math.max(dueNs, wakeNs + minPeriodNs);
    }
}
