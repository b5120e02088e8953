package io.balsa.kv;

import io.balsa.disk.Damage;
import io.balsa.disk.Disk;
import io.balsa.log.DirectoryInspection;
import io.balsa.log.DirectoryInspector;
import io.balsa.log.LogInspection;
import io.balsa.log.SegmentReport;
import io.balsa.log.SegmentReport.FoundDamage;
import io.balsa.snapshot.SnapshotFile;
import io.balsa.snapshot.SnapshotInspector;
import io.balsa.snapshot.SnapshotReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * All that was found in a node's data directory.
 *
 * @param directory identity, hard state, mark and log
 * @param snapshots oldest first
 */
record DataReport(DirectoryInspection directory, List<SnapshotReport> snapshots) {
    /**
     * Reads a data directory, every checksum of it. Where something looks damaged it looks again: a running node may have written
     * there meanwhile.
     *
     * @param progress told the bytes that were read
     */
    static DataReport of(final Disk disk, final Path directory, final LongConsumer progress) {
        final DataReport first = read(disk, directory, progress);
        return first.problems().isEmpty() ? first : read(disk, directory, progress);
    }

    private static DataReport read(final Disk disk, final Path directory, final LongConsumer progress) {
        // The log before the snapshots: where it begins, a snapshot was published before.
        final DirectoryInspection found = DirectoryInspector.inspect(disk, directory, progress);
        return new DataReport(found, SnapshotInspector.inspect(disk, directory, found.identity(), progress));
    }

    /** Returns what is wrong, a line each that says what to do; nothing when all is sound. */
    List<String> problems() {
        final List<String> problems = new ArrayList<>();
        add(problems, directory.hardStateDamage());
        add(problems, directory.catchUpDamage());
        final LogInspection log = directory.log();
        add(problems, log.markerDamage());
        for (final SegmentReport segment : log.segments()) {
            add(problems, problemOf(segment));
        }
        for (final SnapshotReport snapshot : snapshots) {
            add(problems, snapshot.damage());
        }
        final SnapshotFile newest = newestSnapshot();
        final long heldIndex = newest == null ? 0 : newest.head().index();
        if (heldIndex < log.baseIndex()) {
            problems.add("snapshot and log do not meet: directory=" + directory.path() + ", log begins after="
                    + log.baseIndex() + ", newest whole snapshot holds up to=" + heldIndex
                    + "; a snapshot is missing, put it back, or replace this node");
        }
        return problems;
    }

    /** Returns the newest snapshot that is whole, or null. */
    @Nullable
    SnapshotFile newestSnapshot() {
        SnapshotFile newest = null;
        for (final SnapshotReport snapshot : snapshots) {
            final SnapshotFile file = snapshot.found();
            if (snapshot.isWhole()
                    && file != null
                    && (newest == null || file.head().index() > newest.head().index())) {
                newest = file;
            }
        }
        return newest;
    }

    private static @Nullable String problemOf(final SegmentReport segment) {
        final FoundDamage damage = segment.damage();
        if (damage == null) {
            return null;
        }
        if (!damage.repairable()) {
            return damage.found();
        }
        return segment.state() == SegmentReport.State.MISSING
                ? Damage.missing(segment.file(), damage.found()).getMessage()
                : Damage.at(segment.file(), damage.offset(), damage.expected(), damage.found())
                        .getMessage();
    }

    private static void add(final List<String> problems, final @Nullable String problem) {
        if (problem != null) {
            problems.add(problem);
        }
    }
}
