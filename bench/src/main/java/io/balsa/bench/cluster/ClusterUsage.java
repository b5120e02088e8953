package io.balsa.bench.cluster;

import io.balsa.client.StatusReport;
import io.balsa.kv.ClusterException;
import java.util.List;

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
    /**
     * Adds up what the nodes say about themselves.
     *
     * @param oneProcess whether all say the same of one process that they share
     * @throws ClusterException when none of them leads
     */
    public static ClusterUsage of(final List<StatusReport> reports, final boolean oneProcess) {
        int leaderId = 0;
        long cpuNs = 0;
        long leaderAllocatedBytes = 0;
        long syncs = 0;
        long collections = 0;
        for (final StatusReport report : reports) {
            syncs += report.syncs();
            cpuNs = oneProcess ? report.cpuNs() : cpuNs + report.cpuNs();
            collections = oneProcess ? report.gcCount() : collections + report.gcCount();
            if (report.leaderId() == report.nodeId()) {
                leaderId = report.nodeId();
                leaderAllocatedBytes = report.allocatedBytes();
            }
        }
        if (leaderId == 0) {
            throw new ClusterException("no node leads");
        }
        return new ClusterUsage(leaderId, cpuNs, leaderAllocatedBytes, syncs, collections);
    }

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
