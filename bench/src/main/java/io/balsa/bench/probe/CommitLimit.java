package io.balsa.bench.probe;

/**
 * The shortest time in which one durable command can be answered: client round trip + max(leader's sync, peer round trip +
 * follower's sync), of medians.
 *
 * <p>Client and peers talk over the same loopback, so one round trip serves for both. {@code ownDiskNs} takes the sync of a disk
 * that nobody else uses; {@code sharedDiskNs} takes rounds of three syncs at once, which is what three nodes on
 * one machine get. Results are given as multiples of the latter.
 *
 * @param ownDiskNs the limit if each node had this disk to itself, in ns
 * @param sharedDiskNs the limit with three nodes on this disk, in ns
 */
public record CommitLimit(long ownDiskNs, long sharedDiskNs) {
    /**
     * Computes the limit.
     *
     * @param roundTripNs median of a blocking loopback round trip
     * @param syncNs median of a sync alone
     * @param sharedQuorumNs median of max(leader's sync, round trip + faster follower's sync) over rounds of three syncs
     */
    public static CommitLimit of(final long roundTripNs, final long syncNs, final long sharedQuorumNs) {
        return new CommitLimit(roundTripNs + Math.max(syncNs, roundTripNs + syncNs), roundTripNs + sharedQuorumNs);
    }
}
