package io.balsa.log;

import io.balsa.disk.Disk;
import io.balsa.disk.DiskFile;
import io.balsa.disk.DiskMapping;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The file of a segment, which comes and goes, and its memory while it is open.
 *
 * <p>Threading: {@link OpenSegments} opens, closes and counts under its monitor. Whoever has pinned the file reads and writes
 * it, as {@link LogSegment} says; the memory of a file that is closed has length zero.
 */
final class SegmentFile {
    private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

    private final Disk disk;
    private final Path path;
    private final int capacity;
    private final OffsetIndex index;
    private final UnsafeBuffer buffer = new UnsafeBuffer(NOTHING);

    private @Nullable DiskFile file;
    private @Nullable DiskMapping mapping;
    private ByteBuffer bytes = NOTHING;

    private int pins;
    private long lastUse;
    private boolean discarded;

    /** Names a file of {@code capacity} bytes; nothing is opened yet. */
    SegmentFile(final Disk disk, final Path path, final int capacity) {
        this.disk = disk;
        this.path = path;
        this.capacity = capacity;
        index = new OffsetIndex(capacity);
    }

    void open() throws IOException {
        final DiskFile opened = disk.open(path);
        boolean done = false;
        try {
            final DiskMapping mapped = opened.map(capacity);
            bytes = mapped.buffer();
            bytes.clear();
            buffer.wrap(bytes);
            mapping = mapped;
            file = opened;
            done = true;
        } finally {
            if (!done) {
                opened.close();
            }
        }
    }

    void close() {
        buffer.wrap(NOTHING);
        bytes = NOTHING;
        Objects.requireNonNull(mapping).close();
        mapping = null;
        final DiskFile opened = file();
        file = null;
        try {
            opened.close();
        } catch (final IOException e) {
            // Only files whose bytes are durable, or do not count any more, are closed: nothing is lost with them.
            return;
        }
    }

    boolean isOpen() {
        return file != null;
    }

    void pinned(final long use) {
        pins++;
        lastUse = use;
    }

    /** Takes a pin away and tells whether it was the last. */
    boolean unpinned() {
        if (pins == 0) {
            throw new IllegalStateException("segment is not pinned: file=" + path);
        }
        pins--;
        return pins == 0;
    }

    boolean isPinned() {
        return pins > 0;
    }

    long lastUse() {
        return lastUse;
    }

    /** Ends all use but that of the pins there are, and tells whether there are none. */
    boolean discarded() {
        final boolean before = discarded;
        discarded = true;
        return !before && pins == 0;
    }

    boolean isDiscarded() {
        return discarded;
    }

    Path path() {
        return path;
    }

    int capacity() {
        return capacity;
    }

    /** Returns where entries begin; it stays when the file is closed, until it is discarded. */
    OffsetIndex index() {
        return index;
    }

    /** Returns the memory. Pinned only. */
    UnsafeBuffer buffer() {
        return buffer;
    }

    /** Returns the same memory for a channel. Pinned only. */
    ByteBuffer bytes() {
        return bytes;
    }

    /** Returns the file. Pinned only. */
    DiskFile file() {
        return Objects.requireNonNull(file, "segment is not open");
    }
}
