package io.balsa.bench.tune;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One search, saved as {@code tuning.json}. The fields and their units are the format; results/README.md documents them and a test
 * compares the two.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION}; raised when a field changes its meaning or goes away
 * @param id name of the search's directory
 * @param startedAt in UTC, ISO 8601
 * @param minutes that it was given
 * @param seed of every order that was drawn
 * @param from the profile that was to be improved
 * @param name of the profile to be written
 * @param load of each trial
 * @param screenError standard error of an effect
 * @param screenMargin an effect beyond it is no noise
 * @param winner of the race, null when there was none
 * @param verdicts of the confirmation, that on the objective first; empty without a winner
 * @param promoted whether the winner is better: then it was written
 * @param reasons in words, the decisive one first
 * @param written where the tuned profile was written, null when it was not
 * @param before what nodes of the profile run with
 * @param after what those of the winner run with; the same without a winner
 */
public record TuningRecord(
        int schemaVersion,
        String id,
        String startedAt,
        double elapsedSeconds,
        double minutes,
        Objective objective,
        long seed,
        String from,
        String name,
        Load load,
        List<Effect> effects,
        double screenError,
        double screenMargin,
        List<CandidateRecord> candidates,
        @Nullable String winner,
        List<MetricVerdict> verdicts,
        boolean promoted,
        List<String> reasons,
        @Nullable String written,
        Nodes before,
        Nodes after) {
    /** The version of this format. */
    public static final int SCHEMA_VERSION = 1;

    /**
     * What each trial was loaded with.
     *
     * @param commandBytes size of each command
     * @param outstanding of warm-up and closed loop
     * @param ratePerSecond of the open loop
     * @param warmupSeconds before the loops
     * @param closedSeconds of the closed loop, a fifth of them unmeasured
     * @param openSeconds of the open loop, a fifth of them unmeasured
     */
    public record Load(
            int commandBytes,
            int outstanding,
            int ratePerSecond,
            double warmupSeconds,
            double closedSeconds,
            double openSeconds) {}

    /**
     * What nodes run with.
     *
     * @param settings effective ones, defaults included, by key
     * @param jvmArguments flags of the JVM
     */
    public record Nodes(Map<String, String> settings, List<String> jvmArguments) {}
}
