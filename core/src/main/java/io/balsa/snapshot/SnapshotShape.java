package io.balsa.snapshot;

import io.balsa.codec.StoredRecord;
import org.agrona.BitUtil;

/**
 * Where the parts of a snapshot file lie: part 0 is the head, the last one the end, the chunks are between.
 *
 * @param fileLength in bytes
 * @param chunkLength bytes of every chunk but the last, which may be shorter
 */
record SnapshotShape(long fileLength, int chunkLength) {
    private static final int RECORD_LENGTH = StoredRecord.LENGTH;
    /** Head and end. */
    private static final long LEAST_LENGTH = 2L * RECORD_LENGTH;

    /** Tells whether a file of this length can be a snapshot, whatever its chunks are. */
    static boolean isFileLength(final long length) {
        final long mostParts = (length - LEAST_LENGTH) / SnapshotConfig.MIN_CHUNK_LENGTH;
        return length >= LEAST_LENGTH && length % RECORD_LENGTH == 0 && mostParts < Integer.MAX_VALUE - 2;
    }

    /** Returns the shape of a file with so many bytes of state. */
    static SnapshotShape ofContent(final long contentLength, final int chunkLength) {
        final int perChunk = chunkLength - ChunkLayout.HEADER_LENGTH;
        final long full = contentLength / perChunk;
        final long rest = contentLength % perChunk;
        final long last = rest == 0 ? 0 : BitUtil.align(rest + ChunkLayout.HEADER_LENGTH, RECORD_LENGTH);
        return new SnapshotShape(LEAST_LENGTH + full * chunkLength + last, chunkLength);
    }

    int chunkCount() {
        return (int) ((fileLength - LEAST_LENGTH + chunkLength - 1) / chunkLength);
    }

    int partCount() {
        return chunkCount() + 2;
    }

    /** Returns the number of the last part. */
    int endPart() {
        return chunkCount() + 1;
    }

    boolean isChunk(final int part) {
        return part > 0 && part < endPart();
    }

    long offset(final int part) {
        if (part == endPart()) {
            return fileLength - RECORD_LENGTH;
        }
        return part == 0 ? 0 : RECORD_LENGTH + (part - 1L) * chunkLength;
    }

    int length(final int part) {
        return isChunk(part) ? (int) Math.min(chunkLength, fileLength - RECORD_LENGTH - offset(part)) : RECORD_LENGTH;
    }
}
