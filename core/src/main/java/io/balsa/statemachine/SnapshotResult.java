package io.balsa.statemachine;

import io.balsa.snapshot.SnapshotFile;
import io.balsa.snapshot.SnapshotHead;
import org.jspecify.annotations.Nullable;

/**
 * How a snapshot ended.
 *
 * @param head of what was to be written
 * @param file the newest snapshot, of {@code head} or newer; null when it failed
 * @param error why it failed, such as a {@link io.balsa.disk.DiskFullException}, after which another may be taken when there is
 *     room; null when it did not
 */
public record SnapshotResult(
        SnapshotHead head,
        @Nullable SnapshotFile file,
        @Nullable Exception error) {}
