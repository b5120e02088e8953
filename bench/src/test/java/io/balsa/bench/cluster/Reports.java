package io.balsa.bench.cluster;

import io.balsa.client.StatusReport;
import io.balsa.codec.sbe.client.NodeRole;
import io.balsa.codec.sbe.client.SyncMode;

/** What nodes tell, made up for tests: what matters is set, the rest is plausible. */
final class Reports {
    private int leaderId = 1;
    private long term = 3;
    private long clusterId = 7;
    private long processId;
    private long cpuNs;
    private long allocatedBytes;
    private long gcCount;
    private long syncs;
    private long slowSyncs;
    private long slowSyncNs;

    Reports leader(final long newTerm, final int newLeaderId) {
        term = newTerm;
        leaderId = newLeaderId;
        return this;
    }

    Reports cluster(final long id) {
        clusterId = id;
        return this;
    }

    Reports process(final long id) {
        processId = id;
        return this;
    }

    Reports used(final long newCpuNs, final long newAllocatedBytes, final long newSyncs) {
        cpuNs = newCpuNs;
        allocatedBytes = newAllocatedBytes;
        syncs = newSyncs;
        return this;
    }

    Reports collections(final long count) {
        gcCount = count;
        return this;
    }

    Reports slowSyncs(final long count, final long tookNs) {
        slowSyncs = count;
        slowSyncNs = tookNs;
        return this;
    }

    StatusReport of(final int nodeId) {
        return new StatusReport(
                clusterId,
                nodeId,
                nodeId == leaderId ? NodeRole.LEADER : NodeRole.FOLLOWER,
                term,
                leaderId,
                1,
                10,
                10,
                10,
                0,
                SyncMode.EVERY_BATCH,
                processId == 0 ? 100 + nodeId : processId,
                1_000,
                cpuNs,
                allocatedBytes,
                gcCount,
                syncs,
                slowSyncs,
                slowSyncNs,
                0,
                0,
                0,
                0,
                0,
                1,
                "/data/" + nodeId);
    }
}
