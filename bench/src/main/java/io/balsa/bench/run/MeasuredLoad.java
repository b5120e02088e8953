package io.balsa.bench.run;

import io.balsa.bench.cluster.ClusterEvent;
import io.balsa.bench.cluster.ClusterUsage;
import io.balsa.bench.load.Arrivals;
import io.balsa.bench.load.LoadResult;
import io.balsa.bench.probe.MachineProbe;
import io.balsa.bench.result.LoadRecord;
import io.balsa.bench.result.StageRecord;
import io.balsa.bench.stats.LatencySummary;
import io.balsa.bench.stats.LatencyTrack;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A load that ran, before it is compared with the machine.
 *
 * @param startSeconds begin of the measured part since the start of the run
 * @param hiccups of this JVM in the measured part
 * @param used by the cluster in the measured part
 * @param completedMeanwhile commands answered between the two readings of the usage
 * @param events that happened to the nodes
 * @param stages where the time of its commands went; null when the leader did not note it for enough of them
 */
public record MeasuredLoad(
        LoadSpec spec,
        int commandBytes,
        double startSeconds,
        LoadResult result,
        LatencyTrack hiccups,
        ClusterUsage used,
        long completedMeanwhile,
        List<ClusterEvent> events,
        String hlog,
        @Nullable StageRecord stages) {
    private static final double NS_PER_US = 1e3;

    /**
     * Returns the record, compared with the look at the machine that was nearest in time.
     *
     * @param here whether the nodes ran on the machine that was looked at
     */
    LoadRecord toRecord(final List<MachineProbe> probes, final boolean here) {
        final double middle = startSeconds + spec.seconds() / 2;
        final MachineProbe nearest = probes.stream()
                .min(Comparator.comparingDouble(probe -> Math.abs(probe.atSeconds() - middle)))
                .orElseThrow();
        final String failure = result.failure(spec.ratePerSecond());
        final Arrivals arrivals = spec.arrivals();
        return new LoadRecord(
                spec.name(),
                spec.kind(),
                spec.outstanding(),
                spec.ratePerSecond(),
                arrivals == null ? null : arrivals.kind(),
                arrivals != null && arrivals.kind() == Arrivals.Kind.POISSON ? arrivals.seed() : null,
                commandBytes,
                spec.warmupSeconds(),
                spec.seconds(),
                startSeconds,
                nearest.name(),
                failure,
                failure == null ? numbers(here ? nearest.limit().sharedDiskNs() : null) : null,
                events,
                hlog);
    }

    private LoadRecord.Numbers numbers(final @Nullable Long limitNs) {
        final LatencySummary response = LatencySummary.of(result.response().total());
        final double commands = Math.max(1, completedMeanwhile);
        return new LoadRecord.Numbers(
                result.answeredPerSecond(),
                response,
                LatencySummary.of(result.service().total()),
                LatencySummary.of(hiccups.total()),
                limitNs == null ? null : response.p50Ns() / (double) limitNs,
                limitNs == null ? null : response.p99Ns() / (double) limitNs,
                used.cpuNs() / NS_PER_US / commands,
                used.leaderAllocatedBytes() / commands,
                used.syncs() / commands,
                used.collections());
    }
}
