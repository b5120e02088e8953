package io.balsa.bench.tune;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A candidate of the race.
 *
 * @param name within the search
 * @param changes to the profile, by the name of the factor
 * @param rounds that it ran
 * @param estimate of its cost against the profile's in the race, the logarithm of a ratio: below 0 is better
 * @param dropped why it dropped out, or null
 */
public record CandidateRecord(
        String name,
        Map<String, String> changes,
        int rounds,
        double estimate,
        @Nullable String dropped) {}
