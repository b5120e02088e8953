package io.balsa.bench.probe;

import io.balsa.bench.stats.LatencySummary;
import java.io.IOException;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;

/**
 * One look at disk and loopback, and the limit that follows. Disks drift by the hour, so a run looks more than once, and each
 * result is compared with the look nearest in time.
 *
 * @param name which look this is
 * @param atSeconds when it was taken, since the start of the run
 * @param sync a sync with nobody else at the disk
 * @param sharedSync each of three syncs started at the same moment
 * @param roundTrip a blocking round trip over loopback TCP
 */
public record MachineProbe(
        String name,
        double atSeconds,
        LatencySummary sync,
        LatencySummary sharedSync,
        LatencySummary roundTrip,
        CommitLimit limit) {
    /**
     * Takes a look.
     *
     * @param directory on the disk to be probed
     * @param messageBytes size of a round trip's message
     * @param durationNs for all three probes together
     * @throws IOException when disk or loopback refuse
     * @throws InterruptedException when the caller is to stop
     */
    public static MachineProbe take(
            final String name,
            final double atSeconds,
            final Path directory,
            final int messageBytes,
            final long durationNs)
            throws IOException, InterruptedException {
        final long partNs = durationNs / 3;
        final Histogram roundTrip = new RoundTripProbe(messageBytes).run(partNs);
        final Histogram sync = SyncProbe.alone(directory, partNs);
        final SharedSyncProbe shared = SharedSyncProbe.run(directory, partNs);
        final long roundTripNs = roundTrip.getValueAtPercentile(50);
        final long quorumNs = shared.quorumLatencies(roundTripNs).getValueAtPercentile(50);
        return new MachineProbe(
                name,
                atSeconds,
                LatencySummary.of(sync),
                LatencySummary.of(shared.latencies()),
                LatencySummary.of(roundTrip),
                CommitLimit.of(roundTripNs, sync.getValueAtPercentile(50), quorumNs));
    }
}
