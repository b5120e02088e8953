package io.balsa.bench.tune;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One trial: a fresh cluster with a candidate's settings, and what it measured. A line of {@code trials.ndjson}.
 *
 * @param order of the trial in the search, from 1
 * @param phase that it belongs to
 * @param round within the phase, from 1: trials of a round took turns
 * @param candidate its name; the profile's own, or that with {@code again} in the confirmation
 * @param changes to the profile, by the name of the factor
 * @param startedAt UTC, ISO 8601
 * @param seconds that it took, start of the nodes included
 * @param figures null when the trial failed
 * @param failure why there are none, or null
 */
public record TrialRecord(
        int order,
        Phase phase,
        int round,
        String candidate,
        Map<String, String> changes,
        String startedAt,
        double seconds,
        @Nullable Figures figures,
        @Nullable String failure) {}
