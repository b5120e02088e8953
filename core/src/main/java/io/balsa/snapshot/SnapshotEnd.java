package io.balsa.snapshot;

import io.balsa.codec.StoredRecord;
import io.balsa.codec.sbe.storage.MessageHeaderDecoder;
import io.balsa.codec.sbe.storage.MessageHeaderEncoder;
import io.balsa.codec.sbe.storage.SnapshotEndDecoder;
import io.balsa.codec.sbe.storage.SnapshotEndEncoder;
import org.jspecify.annotations.Nullable;

/**
 * What stands at the end of a snapshot, written last.
 *
 * @param index of the snapshot
 * @param term of the snapshot
 * @param chunkCount chunks between head and end
 * @param checksum over the checksums of head and chunks, see {@link ChecksumChain}
 * @param contentLength bytes of state in all chunks
 */
record SnapshotEnd(long index, long term, int chunkCount, int checksum, long contentLength) {
    /** Fills and seals a record. */
    void encode(final StoredRecord record) {
        record.clear();
        new SnapshotEndEncoder()
                .wrapAndApplyHeader(record.buffer(), StoredRecord.MESSAGE_OFFSET, new MessageHeaderEncoder())
                .lastIndex(index)
                .lastTerm(term)
                .chunkCount(chunkCount)
                .checksum(checksum)
                .contentLength(contentLength);
        record.seal(SnapshotHead.SEALED_LENGTH);
    }

    /** Reads a record; returns null when it is no whole end. */
    static @Nullable SnapshotEnd decode(final StoredRecord record) {
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        if (!record.holds(SnapshotEndDecoder.TEMPLATE_ID, header)) {
            return null;
        }
        final SnapshotEndDecoder end =
                new SnapshotEndDecoder().wrapAndApplyHeader(record.buffer(), StoredRecord.MESSAGE_OFFSET, header);
        return new SnapshotEnd(end.lastIndex(), end.lastTerm(), end.chunkCount(), end.checksum(), end.contentLength());
    }

    /** Tells whether this is the end of a file with such a head and shape. */
    boolean belongsTo(final SnapshotHead head, final SnapshotShape shape) {
        return index == head.index()
                && term == head.term()
                && chunkCount == shape.chunkCount()
                && contentLength >= 0
                && SnapshotShape.ofContent(contentLength, head.chunkLength()).equals(shape);
    }
}
