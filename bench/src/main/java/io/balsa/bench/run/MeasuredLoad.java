package io.balsa.bench.run;

import io.balsa.bench.cluster.ClusterUsage;
import io.balsa.bench.load.LoadResult;
import io.balsa.bench.probe.MachineProbe;
import io.balsa.bench.result.LoadRecord;
import io.balsa.bench.stats.LatencySummary;
import java.util.Comparator;
import java.util.List;

/**
 * A load that ran, before it is compared with the machine.
 *
 * @param startSeconds begin of the measured part since the start of the run
 * @param used by the cluster in the measured part
 * @param completedMeanwhile commands answered between the two readings of the usage
 */
public record MeasuredLoad(
        LoadSpec spec,
        int commandBytes,
        double startSeconds,
        LoadResult result,
        ClusterUsage used,
        long completedMeanwhile,
        String hlog) {
    private static final double NS_PER_US = 1e3;

    /** Returns the record, compared with the look at the machine that was nearest in time. */
    LoadRecord toRecord(final List<MachineProbe> probes) {
        final double middle = startSeconds + spec.seconds() / 2;
        final MachineProbe nearest = probes.stream()
                .min(Comparator.comparingDouble(probe -> Math.abs(probe.atSeconds() - middle)))
                .orElseThrow();
        final String failure = result.failure(spec.ratePerSecond());
        return new LoadRecord(
                spec.name(),
                spec.kind(),
                spec.outstanding(),
                spec.ratePerSecond(),
                commandBytes,
                spec.warmupSeconds(),
                spec.seconds(),
                startSeconds,
                nearest.name(),
                failure,
                failure == null ? numbers(nearest.limit().sharedDiskNs()) : null,
                hlog);
    }

    private LoadRecord.Numbers numbers(final long limitNs) {
        final LatencySummary response = LatencySummary.of(result.response().total());
        final double commands = Math.max(1, completedMeanwhile);
        return new LoadRecord.Numbers(
                result.answeredPerSecond(),
                response,
                LatencySummary.of(result.service().total()),
                response.p50Ns() / (double) limitNs,
                response.p99Ns() / (double) limitNs,
                used.cpuNs() / NS_PER_US / commands,
                used.leaderAllocatedBytes() / commands,
                used.syncs() / commands,
                used.collections());
    }
}
