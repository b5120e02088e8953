package io.balsa.snapshot;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What {@link SnapshotInspector} found in one file.
 *
 * @param file the snapshot
 * @param found what it says of itself, null when that cannot be read
 * @param damage what is wrong with it, null when it is whole
 */
public record SnapshotReport(
        Path file, @Nullable SnapshotFile found, @Nullable String damage) {
    /** Tells whether every byte is as it was written, and belongs here. */
    public boolean isWhole() {
        return damage == null;
    }
}
