package io.balsa.simulation;

import io.balsa.node.Member;
import io.balsa.node.NodeConfig;
import io.balsa.node.NodeSetting;
import io.balsa.node.ThreadingMode;
import java.nio.file.Path;

/** The settings that nodes of a run are started with: small sizes, so that everything that happens in a big log happens in a short run. */
final class SimSettings {
    private static final int FIRST_PEER_PORT = 7_000;
    private static final int FIRST_CLIENT_PORT = 8_000;

    private final int nodeCount;
    private final Member[] members;
    private final long snapshotEntries;

    SimSettings(final int nodeCount, final SimRandom random) {
        this.nodeCount = nodeCount;
        members = new Member[nodeCount];
        for (int i = 0; i < nodeCount; i++) {
            members[i] = new Member(i + 1, "node-" + (i + 1), FIRST_PEER_PORT + i, FIRST_CLIENT_PORT + i);
        }
        snapshotEntries = random.between(100, 600);
    }

    int nodeCount() {
        return nodeCount;
    }

    /** Returns how many entries there are between two snapshots at most. */
    long snapshotEntries() {
        return snapshotEntries;
    }

    /** Returns where a node's files are. */
    static Path directoryOf(final int nodeId) {
        return Path.of("/data/node-" + nodeId);
    }

    /** Returns the settings of a node; those that may differ from node to node and change at a restart are drawn. */
    NodeConfig configOf(final int nodeId, final SimRandom random) {
        return NodeConfig.builder()
                .clusterId(42)
                .nodeId(nodeId)
                .members(members)
                .dataDirectory(directoryOf(nodeId))
                .threadingMode(ThreadingMode.INVOKER)
                .set(NodeSetting.ELECTION_TICKS, random.between(15, 25))
                .set(NodeSetting.HEARTBEAT_TICKS, random.between(3, 5))
                .set(NodeSetting.SEGMENT_BYTES, 64 << 10)
                .set(NodeSetting.APPEND_BUFFER_BYTES, 64 << 10)
                .set(NodeSetting.MAX_COMMAND_BYTES, 1 << 10)
                .set(NodeSetting.MAX_RESPONSE_BYTES, 1 << 10)
                .set(NodeSetting.INGRESS_RING_BYTES, 64 << 10)
                .set(NodeSetting.EGRESS_RING_BYTES, 64 << 10)
                .set(NodeSetting.READ_QUEUE_BYTES, 64 << 10)
                .set(NodeSetting.APPEND_MAX_BYTES, random.between(4 << 10, 16 << 10))
                .set(NodeSetting.APPEND_MAX_ENTRIES, random.between(1, 64))
                .set(NodeSetting.INFLIGHT_MAX, random.between(1, 16))
                .set(NodeSetting.UNCOMMITTED_MAX, random.between(32, 256))
                .set(NodeSetting.EAGER_COMMIT, random.between(0, 1))
                .set(NodeSetting.APPLY_BEFORE_PERSIST, random.between(0, 1))
                .set(NodeSetting.APPLY_BATCH, random.between(1, random.between(1, 64)))
                .set(NodeSetting.SNAPSHOT_ENTRIES, snapshotEntries)
                .set(NodeSetting.LOG_TAIL_ENTRIES, random.between(0, 100))
                .set(NodeSetting.SNAPSHOT_CHUNK_BYTES, 4 << 10)
                .set(NodeSetting.SNAPSHOT_FROM_FOLLOWERS, random.between(0, 1))
                .set(NodeSetting.SYNC_STALL_MS, 500)
                .set(NodeSetting.MAPPED_SEGMENTS, 4)
                .build();
    }
}
