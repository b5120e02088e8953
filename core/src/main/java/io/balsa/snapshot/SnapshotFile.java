package io.balsa.snapshot;

import java.nio.file.Path;

/**
 * A whole snapshot in the directory.
 *
 * @param path of the file, which is deleted when enough newer ones are there
 * @param head what it says of itself
 * @param length of the file in bytes
 */
public record SnapshotFile(Path path, SnapshotHead head, long length) {
    /** Returns what names the file among nodes. */
    public SnapshotId id() {
        return new SnapshotId(head.index(), head.term(), head.writer().incarnation(), length);
    }
}
