package io.balsa.bench.result;

import io.balsa.bench.probe.MachineProbe;
import io.balsa.bench.stats.LatencySummary;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run, saved as {@code run.json}. The fields and their units are the format; results/README.md documents them and a test
 * compares the two.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION}; raised when a field changes its meaning or goes away
 * @param id name of the run's directory
 * @param startedAt in UTC, ISO 8601
 * @param durable whether the nodes synced before they acknowledged
 * @param cluster that was measured
 * @param problems what could not be measured, or must not have happened; empty when all went well
 * @param settings effective values of the profile's {@code bench.properties}
 * @param nodeProperties effective settings of each node but who and where it is
 * @param hiccup oversleeping of an idle machine
 * @param probes looks at the machine, in order
 * @param limit of a durable commit on this machine over all looks
 * @param knee the search for the highest rate that keeps an objective; null when none was asked for
 */
public record RunRecord(
        int schemaVersion,
        String id,
        String profile,
        String startedAt,
        double elapsedSeconds,
        String commit,
        boolean dirty,
        boolean durable,
        ClusterRecord cluster,
        List<String> problems,
        Map<String, String> settings,
        Map<String, String> nodeProperties,
        LatencySummary hiccup,
        List<MachineProbe> probes,
        LimitSpread limit,
        List<LoadRecord> loads,
        @Nullable KneeRecord knee,
        List<FailoverRecord> failovers,
        List<MicroRecord> benchmarks) {
    /** The version of this format. */
    public static final int SCHEMA_VERSION = 1;
}
