package io.balsa.snapshot;

import io.balsa.disk.Disk;
import io.balsa.disk.StorageException;
import io.balsa.disk.StorageIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Reads all snapshots in a data directory and reports which are whole; changes nothing, so that it may look at a running node.
 *
 * <p>Threading: stateless; waits for the disk. Errors: {@link StorageException} when the directory cannot be listed. Damage is
 * reported, not thrown.
 */
public final class SnapshotInspector {
    private SnapshotInspector() {}

    /**
     * Inspects the snapshots of a node, oldest first. One that is deleted meanwhile is left out.
     *
     * @param owner the node
     * @param progress told the bytes that were read, a chunk at a time
     */
    public static List<SnapshotReport> inspect(
            final Disk disk, final Path dataDirectory, final StorageIdentity owner, final LongConsumer progress) {
        final Path directory = dataDirectory.resolve(SnapshotStore.DIRECTORY);
        final List<SnapshotReport> reports = new ArrayList<>();
        if (!disk.isDirectory(directory)) {
            return reports;
        }
        final List<Path> files;
        try {
            files = disk.list(directory);
        } catch (final IOException e) {
            throw StorageException.of("snapshots cannot be listed", directory, e);
        }
        for (final Path file : files) {
            if (SnapshotStore.nameOf(file).endsWith(SnapshotStore.SNAPSHOT)) {
                final SnapshotReport report = inspectFile(disk, file, owner, progress);
                if (report.isWhole() || disk.exists(file)) {
                    reports.add(report);
                }
            }
        }
        return reports;
    }

    private static SnapshotReport inspectFile(
            final Disk disk, final Path file, final StorageIdentity owner, final LongConsumer progress) {
        SnapshotFile found = null;
        try (SnapshotReader reader = SnapshotReader.open(disk, file)) {
            found = reader.file();
            SnapshotStore.requireOurs(found, owner);
            reader.verify(progress);
            return new SnapshotReport(file, found, null);
        } catch (final StorageException e) {
            return new SnapshotReport(file, found, e.getMessage());
        }
    }
}
