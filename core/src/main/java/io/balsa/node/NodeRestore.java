package io.balsa.node;

import io.balsa.consensus.membership.Membership;
import io.balsa.disk.Disk;
import io.balsa.disk.StorageException;
import io.balsa.disk.StorageIdentity;
import io.balsa.log.DataDirectory;
import io.balsa.log.HardStateFile;
import io.balsa.log.LogConfig;
import io.balsa.log.SegmentedLog;
import io.balsa.snapshot.SnapshotCopy;
import io.balsa.snapshot.SnapshotFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Makes the data directory of a node that begins with a backup: its state, the backup's term without a vote, and an empty log
 * behind it.
 *
 * <p>It is a node of a new cluster. Those of the old one, some of which may still run, refuse it in the handshake, and it them:
 * they would else outvote what was restored, or it would roll them back.
 *
 * <p>The snapshot comes first: wherever a crash falls, what is there holds the backup's state or nothing. A node with nothing can
 * outvote it, though, so whoever restores several nodes gives them their final place when all are made.
 *
 * <p>Threading: stateless; waits for the disk.
 */
public final class NodeRestore {
    private NodeRestore() {}

    /**
     * Makes the directory.
     *
     * @param backup a snapshot
     * @param dataDirectory of the new node; made when it is not there, else empty
     * @param clusterId of the new cluster, not the backup's and not 0
     * @param nodeId of the new node, among the members
     * @param memberIds all nodes of the new cluster, which all vote
     * @param progress told the bytes that were read, a chunk at a time
     * @return what the node begins with
     * @throws IllegalArgumentException when the cluster id is 0 or the backup's, or the node is no member
     * @throws StorageException when the backup is damaged, or the directory is not empty or cannot be written
     */
    public static SnapshotFile restore(
            final Disk disk,
            final Path backup,
            final Path dataDirectory,
            final long clusterId,
            final int nodeId,
            final List<Integer> memberIds,
            final LongConsumer progress) {
        requireNewCluster(SnapshotCopy.describe(disk, backup), clusterId);
        if (!memberIds.contains(nodeId)) {
            throw new IllegalArgumentException("not a member: nodeId=" + nodeId + ", members=" + memberIds);
        }
        final StorageIdentity identity = new StorageIdentity(clusterId, nodeId, new SecureRandom().nextLong());
        final Membership membership = Membership.ofVoters(
                memberIds.stream().mapToInt(Integer::intValue).toArray());
        requireEmpty(disk, dataDirectory);
        final SnapshotFile adopted = SnapshotCopy.adopt(disk, backup, dataDirectory, identity, membership, progress);
        try (DataDirectory directory = DataDirectory.open(
                disk, dataDirectory, clusterId, nodeId, identity.incarnation(), LogConfig.defaults())) {
            try (HardStateFile hardState = directory.openHardState()) {
                hardState.store(adopted.head().term(), 0);
                hardState.force();
            }
            try (SegmentedLog log = directory.openLog()) {
                log.reset(adopted.head().index(), adopted.head().term());
            }
        }
        return adopted;
    }

    /**
     * Refuses to restore a cluster under its own id.
     *
     * @throws IllegalArgumentException naming it
     */
    public static void requireNewCluster(final SnapshotFile backup, final long clusterId) {
        if (clusterId == 0 || clusterId == backup.head().writer().clusterId()) {
            throw new IllegalArgumentException("a restored cluster needs an id of its own: clusterId=" + clusterId
                    + ", the backup's=" + backup.head().writer().clusterId()
                    + "; take another one, not 0, or nodes of the old cluster could not tell it from theirs");
        }
    }

    private static void requireEmpty(final Disk disk, final Path dataDirectory) {
        try {
            if (disk.exists(dataDirectory)
                    && (!disk.isDirectory(dataDirectory)
                            || !disk.list(dataDirectory).isEmpty())) {
                throw new StorageException("data directory is not empty: path=" + dataDirectory
                        + "; name another one, or move what is there away");
            }
            disk.createDirectories(dataDirectory);
        } catch (final IOException e) {
            throw StorageException.of("data directory cannot be made", dataDirectory, e);
        }
    }
}
