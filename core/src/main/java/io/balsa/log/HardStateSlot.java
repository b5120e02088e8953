package io.balsa.log;

import io.balsa.codec.StoredRecord;
import io.balsa.codec.sbe.storage.HardStateDecoder;
import io.balsa.codec.sbe.storage.MessageHeaderDecoder;
import io.balsa.disk.StorageFormat;
import io.balsa.disk.StorageIdentity;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What one of the two slots of a {@link HardStateFile} holds.
 *
 * @param sequence counts the states stored; the higher of two slots is the newer
 * @param term the latest term
 * @param votedFor the candidate voted for in this term, 0 for none
 */
public record HardStateSlot(long sequence, long term, int votedFor) {
    /**
     * Reads a slot; returns null when it is damaged.
     *
     * @throws io.balsa.disk.StorageException when it is whole and another node's, or of another format
     */
    static @Nullable HardStateSlot decode(final StoredRecord record, final Path file, final StorageIdentity identity) {
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        if (!record.holds(HardStateDecoder.TEMPLATE_ID, header)) {
            return null;
        }
        final HardStateDecoder state =
                new HardStateDecoder().wrapAndApplyHeader(record.buffer(), StoredRecord.MESSAGE_OFFSET, header);
        StorageFormat.check(file, state.formatVersion());
        identity.requireSame(file, new StorageIdentity(state.clusterId(), state.nodeId(), state.incarnation()));
        return new HardStateSlot(state.sequence(), state.term(), state.votedFor());
    }
}
