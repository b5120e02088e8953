package io.balsa.snapshot;

import io.balsa.codec.StoredRecord;

/**
 * The settings of snapshots.
 *
 * @param chunkLength bytes of a chunk in files written from now on, {@value #MIN_CHUNK_LENGTH} to {@value #MAX_CHUNK_LENGTH}, a
 *     multiple of a sector: what is checked, sent and asked for at once
 * @param retainedCount snapshots kept, the newest included, at least 1
 * @param sendBytesPerSecond bandwidth that sending snapshots to all nodes together may take, at least {@code chunkLength}
 */
public record SnapshotConfig(int chunkLength, int retainedCount, long sendBytesPerSecond) {
    /** Least length of a chunk in bytes. */
    public static final int MIN_CHUNK_LENGTH = 4 * 1024;
    /** Greatest length of a chunk in bytes; a longer one in a file is damage. */
    public static final int MAX_CHUNK_LENGTH = 256 * 1024;

    /** Checks the ranges. */
    public SnapshotConfig {
        if (!isChunkLength(chunkLength)) {
            throw new IllegalArgumentException("chunk length out of range: chunkLength=" + chunkLength + ", least="
                    + MIN_CHUNK_LENGTH + ", most=" + MAX_CHUNK_LENGTH + ", multiple of=" + StoredRecord.LENGTH);
        }
        if (retainedCount < 1) {
            throw new IllegalArgumentException(
                    "no snapshot would be kept: retainedCount=" + retainedCount + ", least=1");
        }
        if (sendBytesPerSecond < chunkLength) {
            throw new IllegalArgumentException("bandwidth is less than a chunk per second: sendBytesPerSecond="
                    + sendBytesPerSecond + ", chunkLength=" + chunkLength);
        }
    }

    /** Chunks of 128 KiB, two snapshots kept, 64 MiB per second. */
    public static SnapshotConfig defaults() {
        return new SnapshotConfig(128 * 1024, 2, 64L << 20);
    }

    /** Tells whether chunks of a file can be as long as this. */
    static boolean isChunkLength(final int length) {
        return length >= MIN_CHUNK_LENGTH && length <= MAX_CHUNK_LENGTH && length % StoredRecord.LENGTH == 0;
    }
}
