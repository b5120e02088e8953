package io.balsa.bench.cluster;

/**
 * What the nodes used since their start; the difference of two is what a load cost.
 *
 * @param leaderId the leader when this was read
 * @param cpuNs CPU time of all node processes
 * @param leaderAllocatedBytes heap allocated by the agent threads of the leader
 * @param syncs forces of the log on all nodes
 * @param collections of garbage on all nodes
 */
public record ClusterUsage(int leaderId, long cpuNs, long leaderAllocatedBytes, long syncs, long collections) {
    /** Returns what was used since an earlier reading. */
    public ClusterUsage since(final ClusterUsage earlier) {
        return new ClusterUsage(
                leaderId,
                cpuNs - earlier.cpuNs,
                leaderAllocatedBytes - earlier.leaderAllocatedBytes,
                syncs - earlier.syncs,
                collections - earlier.collections);
    }
}
