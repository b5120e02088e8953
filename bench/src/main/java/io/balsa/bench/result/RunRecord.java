package io.balsa.bench.result;

import io.balsa.bench.probe.MachineProbe;
import io.balsa.bench.stats.LatencySummary;
import java.util.List;
import java.util.Map;

/**
 * One run, saved as {@code run.json}. The fields and their units are the format; results/README.md documents them and a test
 * compares the two.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION}; raised when a field changes its meaning or goes away
 * @param id name of the run's directory
 * @param startedAt in UTC, ISO 8601
 * @param durable whether the nodes synced before they acknowledged
 * @param problems what could not be measured, or must not have happened; empty when all went well
 * @param settings effective values of the profile's {@code bench.properties}
 * @param nodeProperties effective settings of each node but who and where it is
 * @param hiccup oversleeping of an idle machine
 * @param probes looks at the machine, in order
 * @param limit of a durable commit over all looks
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
        List<String> problems,
        Map<String, String> settings,
        Map<String, String> nodeProperties,
        LatencySummary hiccup,
        List<MachineProbe> probes,
        LimitSpread limit,
        List<LoadRecord> loads,
        List<FailoverRecord> failovers,
        List<MicroRecord> benchmarks) {
    /** The version of this format. */
    public static final int SCHEMA_VERSION = 1;
}
