package io.balsa.kv;

import io.balsa.disk.Disk;
import io.balsa.node.NodeRestore;
import io.balsa.snapshot.SnapshotCopy;
import io.balsa.snapshot.SnapshotFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes the folder of a new cluster that begins with a backup, as {@link ClusterProcesses} has it.
 *
 * <p>Everything is made under another name and gets its own in one step, so that a crash never leaves some nodes with the backup's
 * state and others, that would outvote them, with none.
 *
 * <p>Threading: stateless; waits for the disk.
 */
final class ClusterRestore {
    private static final String UNFINISHED = ".restoring";

    private ClusterRestore() {}

    /**
     * Makes the folder.
     *
     * @param folder not there, or empty
     * @param clusterId of the new cluster, not the backup's
     * @param size nodes, 1 to {@link ClusterProcesses#MAX_SIZE}
     * @param firstPort where to begin to look for free ports
     * @throws IllegalArgumentException when cluster id or size make no sense
     * @throws ClusterException when the folder is not empty or cannot be written
     * @throws io.balsa.disk.StorageException when the backup is damaged
     */
    static ClusterProcesses restore(
            final Disk disk,
            final Path backup,
            final Path folder,
            final long clusterId,
            final int size,
            final int firstPort,
            final LongConsumer progress) {
        if (size < 1 || size > ClusterProcesses.MAX_SIZE) {
            throw new IllegalArgumentException(
                    "a cluster on one machine has 1 to " + ClusterProcesses.MAX_SIZE + " nodes: --nodes=" + size);
        }
        final Path unfinished = folder.resolveSibling(folder.getFileName() + UNFINISHED);
        final SnapshotFile source = SnapshotCopy.verify(disk, backup, progress);
        NodeRestore.requireNewCluster(source, clusterId);
        requireFree(folder);
        if (Files.exists(unfinished)) {
            throw new ClusterException(
                    "an earlier restore did not end: folder=" + unfinished + "; delete it and try again");
        }
        final List<Integer> nodeIds = IntStream.rangeClosed(1, size).boxed().toList();
        for (final int nodeId : nodeIds) {
            final Path data = NodeProcess.dataDirectory(ClusterProcesses.nodeFolder(unfinished, nodeId));
            NodeRestore.restore(disk, backup, data, clusterId, nodeId, nodeIds, progress);
        }
        try {
            for (final int nodeId : nodeIds) {
                disk.syncDirectory(ClusterProcesses.nodeFolder(unfinished, nodeId));
            }
            disk.syncDirectory(unfinished);
            disk.rename(unfinished, folder);
            disk.syncDirectory(Objects.requireNonNull(folder.toAbsolutePath().getParent()));
        } catch (final IOException e) {
            throw new ClusterException(
                    "the restored cluster cannot be given its name: folder=" + folder + ", cause=" + e, e);
        }
        // Without its description nothing in the folder starts.
        return ClusterProcesses.describe(folder, clusterId, size, firstPort, NodeProfile.ofDefaults());
    }

    private static void requireFree(final Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> content = Files.isDirectory(folder) ? Files.list(folder) : Stream.of(folder)) {
            if (content.findAny().isPresent()) {
                throw new ClusterException(
                        "the folder is not empty: folder=" + folder + "; name another one, or move what is there away");
            }
        } catch (final IOException e) {
            throw new ClusterException("the folder cannot be listed: folder=" + folder + ", cause=" + e, e);
        }
    }
}
