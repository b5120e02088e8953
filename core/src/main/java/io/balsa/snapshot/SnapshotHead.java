package io.balsa.snapshot;

import io.balsa.codec.FrameChecksum;
import io.balsa.codec.StoredRecord;
import io.balsa.codec.WireFrame;
import io.balsa.codec.sbe.storage.MemberRolesDecoder;
import io.balsa.codec.sbe.storage.MemberRolesEncoder;
import io.balsa.codec.sbe.storage.MessageHeaderDecoder;
import io.balsa.codec.sbe.storage.MessageHeaderEncoder;
import io.balsa.codec.sbe.storage.SnapshotHeadDecoder;
import io.balsa.codec.sbe.storage.SnapshotHeadEncoder;
import io.balsa.consensus.membership.Membership;
import io.balsa.disk.Damage;
import io.balsa.disk.StorageFormat;
import io.balsa.disk.StorageIdentity;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;
import org.agrona.DirectBuffer;

/**
 * What a snapshot says of itself: what it takes the place of, and who wrote it.
 *
 * @param writer the node that wrote it, which need not be the one that has it
 * @param sequence counts the snapshots in the order in which a node made them, from 1
 * @param index of the last log entry whose effect it holds, from 1
 * @param term of that entry, from 1
 * @param membership as of that entry
 * @param chunkLength bytes of every chunk but the last
 */
public record SnapshotHead(
        StorageIdentity writer, long sequence, long index, long term, Membership membership, int chunkLength) {
    /** Bytes of a head in the file: a sector, all of it checked. */
    static final int LENGTH = StoredRecord.LENGTH;
    /** What is sealed behind the message header: everything. */
    static final int SEALED_LENGTH = LENGTH - StoredRecord.MESSAGE_OFFSET - MessageHeaderEncoder.ENCODED_LENGTH;

    /** Checks the ranges. */
    public SnapshotHead {
        if (index < 1 || term < 1 || sequence < 1) {
            throw new IllegalArgumentException(
                    "snapshot of nothing: index=" + index + ", term=" + term + ", sequence=" + sequence + ", least=1");
        }
        if (!SnapshotConfig.isChunkLength(chunkLength)) {
            throw new IllegalArgumentException("chunk length out of range: chunkLength=" + chunkLength);
        }
    }

    /** Fills and seals a record. */
    void encode(final StoredRecord record) {
        record.clear();
        final SnapshotHeadEncoder encoder = new SnapshotHeadEncoder()
                .wrapAndApplyHeader(record.buffer(), StoredRecord.MESSAGE_OFFSET, new MessageHeaderEncoder())
                .formatVersion(StorageFormat.VERSION)
                .nodeId(writer.nodeId())
                .clusterId(writer.clusterId())
                .incarnation(writer.incarnation())
                .sequence(sequence)
                .lastIndex(index)
                .lastTerm(term)
                .chunkLength(chunkLength)
                .autoLeave(membership.autoLeave() ? 1 : 0);
        final SnapshotHeadEncoder.MembersEncoder members = encoder.membersCount(membership.memberCount());
        for (int slot = 0; slot < membership.memberCount(); slot++) {
            encodeMember(members.next(), slot);
        }
        record.seal(SEALED_LENGTH);
    }

    private void encodeMember(final SnapshotHeadEncoder.MembersEncoder member, final int slot) {
        final int nodeId = membership.memberAt(slot);
        final MemberRolesEncoder roles = member.nodeId(nodeId).roles().clear();
        roles.voter(membership.incoming(slot))
                .outgoingVoter(membership.outgoing(slot))
                .learner(membership.isLearner(nodeId))
                .nextLearner(contains(membership.learnersNext(), nodeId))
                .witness(membership.isWitness(nodeId));
    }

    /** Tells whether a record is a whole head, of whatever version. */
    static boolean isIn(final StoredRecord record) {
        return record.holds(SnapshotHeadDecoder.TEMPLATE_ID, new MessageHeaderDecoder());
    }

    /** Returns the checksum of a record. */
    static int checksum(final StoredRecord record) {
        return record.buffer().getInt(WireFrame.CHECKSUM_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    /** Tells whether a sector still holds the record, head or end, that had this checksum. */
    static boolean isRecord(final DirectBuffer sector, final int checksum, final FrameChecksum calculator) {
        return WireFrame.length(sector, 0) == LENGTH
                && sector.getInt(WireFrame.CHECKSUM_OFFSET, ByteOrder.LITTLE_ENDIAN) == checksum
                && WireFrame.isValid(sector, 0, LENGTH - WireFrame.HEADER_LENGTH, calculator);
    }

    /**
     * Reads a record.
     *
     * @param file where it is from, or will go
     * @throws io.balsa.disk.StorageException when it is damaged or of another format
     */
    static SnapshotHead decode(final StoredRecord record, final Path file) {
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        if (!record.holds(SnapshotHeadDecoder.TEMPLATE_ID, header)) {
            throw Damage.at(file, 0, "the head of a snapshot", "bytes that fail its checksum");
        }
        final SnapshotHeadDecoder decoder =
                new SnapshotHeadDecoder().wrapAndApplyHeader(record.buffer(), StoredRecord.MESSAGE_OFFSET, header);
        StorageFormat.check(file, decoder.formatVersion());
        try {
            return new SnapshotHead(
                    new StorageIdentity(decoder.clusterId(), decoder.nodeId(), decoder.incarnation()),
                    decoder.sequence(),
                    decoder.lastIndex(),
                    decoder.lastTerm(),
                    membershipOf(decoder),
                    decoder.chunkLength());
        } catch (final IllegalArgumentException | IndexOutOfBoundsException e) {
            throw Damage.at(file, 0, "the head of a snapshot", String.valueOf(e.getMessage()));
        }
    }

    private static Membership membershipOf(final SnapshotHeadDecoder decoder) {
        final int limit = decoder.limit();
        return Membership.of(
                        idsOf(decoder, limit, MemberRolesDecoder::voter),
                        idsOf(decoder, limit, MemberRolesDecoder::outgoingVoter),
                        idsOf(decoder, limit, MemberRolesDecoder::learner),
                        idsOf(decoder, limit, MemberRolesDecoder::nextLearner),
                        decoder.autoLeave() != 0)
                .withWitnesses(idsOf(decoder, limit, MemberRolesDecoder::witness));
    }

    private static int[] idsOf(
            final SnapshotHeadDecoder decoder, final int limit, final Predicate<MemberRolesDecoder> role) {
        decoder.limit(limit);
        final SnapshotHeadDecoder.MembersDecoder members = decoder.members();
        final int[] ids = new int[members.count()];
        int count = 0;
        while (members.hasNext()) {
            members.next();
            if (role.test(members.roles())) {
                ids[count++] = members.nodeId();
            }
        }
        return Arrays.copyOf(ids, count);
    }

    private static boolean contains(final int[] ids, final int nodeId) {
        return Arrays.binarySearch(ids, nodeId) >= 0;
    }
}
