package io.balsa.log;

import io.balsa.codec.StoredRecord;
import io.balsa.codec.sbe.storage.MessageHeaderDecoder;
import io.balsa.codec.sbe.storage.MessageHeaderEncoder;
import io.balsa.codec.sbe.storage.SegmentHeadDecoder;
import io.balsa.codec.sbe.storage.SegmentHeadEncoder;
import io.balsa.disk.Damage;
import io.balsa.disk.StorageException;
import io.balsa.disk.StorageFormat;
import io.balsa.disk.StorageIdentity;
import java.nio.file.Path;

/**
 * What a segment file says of itself. Written once, before the first entry reaches the file.
 *
 * @param identity of the node that wrote it
 * @param sequence number of the segment, as in the file's name, from 1 without gaps
 * @param firstIndex log index of the first entry
 * @param previousTerm term of the entry before that one, 0 when there is none
 * @param capacity length of the file in bytes
 */
record SegmentHeader(StorageIdentity identity, long sequence, long firstIndex, long previousTerm, int capacity) {
    /** Fills and seals a record. */
    void encode(final StoredRecord record) {
        record.clear();
        new SegmentHeadEncoder()
                .wrapAndApplyHeader(record.buffer(), StoredRecord.MESSAGE_OFFSET, new MessageHeaderEncoder())
                .formatVersion(StorageFormat.VERSION)
                .nodeId(identity.nodeId())
                .clusterId(identity.clusterId())
                .incarnation(identity.incarnation())
                .sequence(sequence)
                .firstIndex(firstIndex)
                .previousTerm(previousTerm)
                .capacity(capacity);
        record.seal(SegmentHeadEncoder.BLOCK_LENGTH);
    }

    /**
     * Reads the header of a segment and checks that it belongs where it lies.
     *
     * @throws StorageException when it is damaged, of another format, of another node, or a copy of another segment
     */
    static SegmentHeader decode(
            final StoredRecord record,
            final Path file,
            final StorageIdentity identity,
            final long sequence,
            final long fileLength) {
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        if (!record.holds(SegmentHeadDecoder.TEMPLATE_ID, header)) {
            throw Damage.at(
                    file,
                    SegmentLayout.HEADER_OFFSET,
                    "a segment header",
                    record.isZero() ? "zeroes, and a segment behind it" : "bytes that fail its checksum");
        }
        requireOwn(record, file, identity);
        final SegmentHeadDecoder head =
                new SegmentHeadDecoder().wrapAndApplyHeader(record.buffer(), StoredRecord.MESSAGE_OFFSET, header);
        if (head.sequence() != sequence) {
            throw Damage.at(file, SegmentLayout.HEADER_OFFSET, "segment " + sequence, "segment " + head.sequence());
        }
        if (head.capacity() != fileLength) {
            throw Damage.at(file, fileLength, "a file of " + head.capacity() + " bytes", fileLength + " bytes");
        }
        return new SegmentHeader(identity, sequence, head.firstIndex(), head.previousTerm(), head.capacity());
    }

    /**
     * Refuses a header that is not damaged but of another format or node.
     *
     * @throws StorageException naming both
     */
    static void requireOwn(final StoredRecord record, final Path file, final StorageIdentity identity) {
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        if (record.holds(SegmentHeadDecoder.TEMPLATE_ID, header)) {
            final SegmentHeadDecoder head =
                    new SegmentHeadDecoder().wrapAndApplyHeader(record.buffer(), StoredRecord.MESSAGE_OFFSET, header);
            StorageFormat.check(file, head.formatVersion());
            identity.requireSame(file, new StorageIdentity(head.clusterId(), head.nodeId(), head.incarnation()));
        }
    }
}
