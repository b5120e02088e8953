package io.balsa.bench.stats;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * The latencies of one measured phase: as a whole, and per interval of the time at which they were recorded.
 *
 * <p>Everything is allocated up front, so that recording disturbs nothing. Threading: one thread records; others read when
 * it is done.
 */
public final class LatencyTrack {
    private final long startNs;
    private final long intervalNs;
    private final Histogram total = LatencyHistogram.create();
    private final Histogram[] intervals;

    /**
     * Makes an empty track.
     *
     * @param startNs of the phase on the monotonic clock
     * @param lengthNs of the phase; what is recorded later counts into the last interval
     * @param intervalNs length of one interval
     * @param startEpochMs the wall clock's time at {@code startNs}, for the log
     */
    public LatencyTrack(
            final String tag, final long startNs, final long lengthNs, final long intervalNs, final long startEpochMs) {
        this.startNs = startNs;
        this.intervalNs = intervalNs;
        intervals = new Histogram[(int) Math.max(1, (lengthNs + intervalNs - 1) / intervalNs)];
        for (int i = 0; i < intervals.length; i++) {
            final Histogram interval = LatencyHistogram.create();
            interval.setTag(tag);
            interval.setStartTimeStamp(startEpochMs + i * intervalNs / 1_000_000);
            interval.setEndTimeStamp(startEpochMs + (i + 1) * intervalNs / 1_000_000);
            intervals[i] = interval;
        }
    }

    /** Counts a latency that was observed at {@code nowNs}. */
    public void record(final long nowNs, final long latencyNs) {
        LatencyHistogram.record(total, latencyNs);
        final long interval = (nowNs - startNs) / intervalNs;
        LatencyHistogram.record(intervals[(int) Math.max(0, Math.min(intervals.length - 1, interval))], latencyNs);
    }

    /** Returns all latencies of the phase. */
    public Histogram total() {
        return total;
    }

    /** Returns the histogram of each interval, in order, with tag and time stamps. */
    public List<Histogram> intervals() {
        return new ArrayList<>(List.of(intervals));
    }
}
