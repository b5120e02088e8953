package io.balsa.bench.load;

import io.balsa.bench.stats.LatencyTrack;
import org.jspecify.annotations.Nullable;

/**
 * What a load generator saw.
 *
 * @param intended commands that fell due in the measured part; in a closed loop, those that were sent
 * @param answered of them, commands answered before the measured part was over
 * @param unanswered commands of the whole load that had no answer when waiting ended
 * @param refused commands of the whole load that were answered with a failure
 * @param firstRefusal the first of these failures
 * @param response latency from the intended time of sending
 * @param service latency from the actual time of sending; the same track in a closed loop
 */
public record LoadResult(
        long intended,
        long answered,
        long unanswered,
        long refused,
        @Nullable String firstRefusal,
        double measuredSeconds,
        LatencyTrack response,
        LatencyTrack service) {
    /** Share of an open loop's commands that must be answered in time for its numbers to mean anything. */
    public static final double REQUIRED_SHARE = 0.99;

    /** Returns the rate of answers in the measured part. */
    public double answeredPerSecond() {
        return answered / measuredSeconds;
    }

    /**
     * Tells why the load's numbers must not be reported, or null when they may.
     *
     * @param ratePerSecond the rate of an open loop that was to be kept, 0 for a closed loop
     */
    public @Nullable String failure(final int ratePerSecond) {
        if (refused > 0) {
            return "commands failed: count=" + refused + ", first=" + firstRefusal;
        }
        if (unanswered > 0) {
            return "commands left without an answer: count=" + unanswered;
        }
        if (answered == 0) {
            return "no command was answered in the measured time: seconds=" + measuredSeconds;
        }
        if (ratePerSecond > 0 && answered < REQUIRED_SHARE * intended) {
            // Not the mean rate: of Poisson arrivals more or fewer than that were due.
            return "rate missed: intended=%,.0f/s, achieved=%,.0f/s"
                    .formatted(intended / measuredSeconds, answeredPerSecond());
        }
        return null;
    }
}
