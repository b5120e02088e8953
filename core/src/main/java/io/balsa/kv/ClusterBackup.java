package io.balsa.kv;

import io.balsa.client.ClientConfig;
import io.balsa.client.SnapshotPromise;
import io.balsa.client.SnapshotRequest;
import io.balsa.client.StatusProbe;
import io.balsa.client.StatusReport;
import io.balsa.disk.Disk;
import io.balsa.disk.StorageException;
import io.balsa.disk.StorageIdentity;
import io.balsa.log.DirectoryInspector;
import io.balsa.snapshot.SnapshotCopy;
import io.balsa.snapshot.SnapshotFile;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.agrona.concurrent.SystemNanoClock;

/**
 * Takes a backup of a running cluster: everything acknowledged before it began.
 *
 * <p>The leader is asked for a snapshot, and the file is copied out of its data directory; so this runs on the leader's machine.
 * The cluster serves its clients meanwhile.
 *
 * <p>Threading: one owner; blocks.
 */
final class ClusterBackup {
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);
    private static final long TELL_INTERVAL_NS = 2_000_000_000L;

    private final Disk disk;
    private final PrintWriter err;

    ClusterBackup(final Disk disk, final PrintWriter err) {
        this.disk = disk;
        this.err = err;
    }

    /**
     * Takes the backup.
     *
     * @param leader how to find the cluster's leader
     * @param to must not be there
     * @param timeout for the leader to write its snapshot
     * @throws ClusterException when there is none in time, or the leader is on another machine
     */
    SnapshotFile create(final ClientConfig leader, final Path to, final Duration timeout) {
        final SnapshotPromise promise = SnapshotRequest.send(leader);
        final StatusReport status = StatusProbe.ask(promise.address(), 0, PROBE_TIMEOUT);
        final Path directory = Path.of(status.dataDirectory());
        // Before its snapshot is waited for, perhaps for long.
        requireThisMachine(status, promise, directory);
        await(promise, timeout);
        final SnapshotFile copy = copyNewest(directory, to);
        if (copy.head().index() < promise.index()) {
            throw new ClusterException(
                    "the newest snapshot in the leader's directory is older than the leader says: dir="
                            + directory + ", expected index=" + promise.index() + " or later, found index="
                            + copy.head().index() + ", backup=" + to + "; do not rely on this backup");
        }
        return copy;
    }

    private void await(final SnapshotPromise promise, final Duration timeout) {
        final long startNs = System.nanoTime();
        long toldNs = startNs;
        while (true) {
            final StatusReport status = StatusProbe.ask(promise.address(), 0, PROBE_TIMEOUT);
            if (status.snapshotIndex() >= promise.index()) {
                return;
            }
            final long nowNs = System.nanoTime();
            if (nowNs - startNs >= timeout.toNanos()) {
                throw new ClusterException("no snapshot within " + timeout.toSeconds() + " s: node="
                        + promise.nodeId() + ", address=" + promise.address() + ", expected index=" + promise.index()
                        + " or later, found index=" + status.snapshotIndex()
                        + "; the node's log says why (a full disk?), or give it longer with --timeout");
            }
            if (nowNs - toldNs >= TELL_INTERVAL_NS) {
                toldNs = nowNs;
                err.println("node " + promise.nodeId() + " writes a snapshot of index " + promise.index()
                        + " or later, " + (nowNs - startNs) / 1_000_000_000L + " s ...");
            }
            NodeProcess.pause();
        }
    }

    private void requireThisMachine(final StatusReport status, final SnapshotPromise promise, final Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new ClusterException("the leader's data directory is not on this machine: node="
                    + promise.nodeId() + ", address=" + promise.address() + ", dir=" + directory
                    + "; run this on the leader's machine");
        }
        final StorageIdentity found = DirectoryInspector.identityOf(disk, directory);
        if (found.clusterId() != status.clusterId() || found.nodeId() != status.nodeId()) {
            throw new ClusterException("the directory of that name on this machine is another node's: dir=" + directory
                    + ", expected=cluster " + status.clusterId() + " node " + status.nodeId() + ", found=" + found
                    + "; run this on the leader's machine, address=" + promise.address());
        }
    }

    private SnapshotFile copyNewest(final Path directory, final Path to) {
        while (true) {
            final Path newest = SnapshotCopy.newest(disk, directory);
            if (newest == null) {
                throw new ClusterException("no snapshot in the leader's directory: dir=" + directory);
            }
            try {
                return SnapshotCopy.copy(disk, newest, to, new ReadingProgress(err, SystemNanoClock.INSTANCE));
            } catch (final StorageException e) {
                if (disk.exists(newest)) {
                    throw e;
                }
                // Newer ones took its place, and it was deleted before it could be opened.
            }
        }
    }
}
