package io.balsa.bench.result;

import io.balsa.bench.cluster.ClusterEvent;
import io.balsa.bench.load.Arrivals;
import io.balsa.bench.stats.LatencySummary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One load on the cluster and what came of it.
 *
 * @param name such as {@code closed-16} or {@code open-10000}; also the tag in the {@code .hlog}
 * @param kind CLOSED or OPEN
 * @param outstanding commands kept outstanding by a closed loop, 0 for an open one
 * @param ratePerSecond intended rate of an open loop, 0 for a closed one
 * @param arrivals how the commands of an open loop are spread over time; null for a closed one
 * @param arrivalSeed that the gaps between POISSON arrivals were drawn from, else null
 * @param commandBytes size of each command
 * @param warmupSeconds before the measured part
 * @param measuredSeconds of the measured part
 * @param startSeconds begin of the measured part since the start of the run
 * @param probe name of the look at the machine nearest in time, with whose limit the latencies are compared
 * @param failure why there are no numbers, or null
 * @param numbers null when the load failed
 * @param events what happened to the nodes in the measured part, in order of time
 * @param hlog file of the raw latencies, relative to the run's directory
 */
public record LoadRecord(
        String name,
        Kind kind,
        int outstanding,
        int ratePerSecond,
        Arrivals.@Nullable Kind arrivals,
        @Nullable Long arrivalSeed,
        int commandBytes,
        double warmupSeconds,
        double measuredSeconds,
        double startSeconds,
        String probe,
        @Nullable String failure,
        @Nullable Numbers numbers,
        List<ClusterEvent> events,
        String hlog) {
    /** How commands are timed. */
    public enum Kind {
        /** A command goes out when another is answered. */
        CLOSED,
        /** Commands go out at fixed times. */
        OPEN
    }

    /**
     * What a load that did not fail measured.
     *
     * @param commandsPerSecond answered in the measured part
     * @param response latency from the intended time of sending; in a closed loop from sending
     * @param service latency from the actual time of sending
     * @param hiccup how much later than asked a thread of the generator's JVM woke meanwhile; null in runs from before it was measured
     * @param limitMultipleP50 median response divided by the limit of the nearest look at the machine; null when the nodes were elsewhere
     * @param limitMultipleP99 99th percentile of the response divided by the same limit, or null
     * @param cpuMicrosPerCommand CPU time of all nodes
     * @param allocatedBytesPerCommand heap allocated by the leader's agent threads
     * @param syncsPerCommand forces of the log, all nodes together
     * @param collections of garbage, all nodes together
     */
    public record Numbers(
            double commandsPerSecond,
            LatencySummary response,
            LatencySummary service,
            @Nullable LatencySummary hiccup,
            @Nullable Double limitMultipleP50,
            @Nullable Double limitMultipleP99,
            double cpuMicrosPerCommand,
            double allocatedBytesPerCommand,
            double syncsPerCommand,
            long collections) {}

    /** Returns the tag of the service times in the file of a load's raw latencies. */
    public static String serviceTag(final String name) {
        return name + ".service";
    }

    /** Returns the tag of the hiccups in the file of a load's raw latencies. */
    public static String hiccupTag(final String name) {
        return name + ".hiccup";
    }
}
