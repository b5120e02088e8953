package io.balsa.bench.result;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The search for the highest rate at which a percentile of the response time stays within an objective.
 *
 * @param percentile that is looked at, above 0 and below 100
 * @param objectiveNs that it must not exceed
 * @param ratePerSecond the highest rate that kept it, per second; 0 when not even the first did
 * @param steps in order of time
 */
public record KneeRecord(double percentile, long objectiveNs, int ratePerSecond, List<Step> steps) {
    /**
     * A rate that was tried.
     *
     * @param ratePerSecond that was intended
     * @param commandsPerSecond that were answered
     * @param latencyNs the percentile of the response time; null when nothing was answered
     * @param kept whether rate and objective were kept
     * @param failure why the load would have no numbers elsewhere, such as a missed rate, or null
     * @param hlog file of the raw latencies, relative to the run's directory
     */
    public record Step(
            int ratePerSecond,
            double commandsPerSecond,
            @Nullable Long latencyNs,
            boolean kept,
            @Nullable String failure,
            String hlog) {}
}
