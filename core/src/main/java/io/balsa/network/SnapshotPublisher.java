package io.balsa.network;

import io.balsa.codec.sbe.peer.SnapshotEndedEncoder;
import io.balsa.codec.sbe.peer.SnapshotGoneEncoder;
import io.balsa.codec.sbe.peer.SnapshotOfferEncoder;
import io.balsa.codec.sbe.peer.SnapshotPartEncoder;
import io.balsa.codec.sbe.peer.SnapshotPullEncoder;
import io.balsa.snapshot.SnapshotId;
import java.nio.ByteBuffer;

/**
 * Puts what is said about snapshots into messages; the other half is {@link SnapshotMessageHandler}, whose methods mirror these.
 *
 * <p>Threading: one thread, the same that calls the transport. Ownership: buffers are borrowed for the call. Every method returns
 * false when the message was not taken: the peer is not connected or its queue is full.
 */
public final class SnapshotPublisher {
    private static final int MAX_HEAD_LENGTH = PeerMessage.BLOCK_OFFSET + SnapshotOfferEncoder.BLOCK_LENGTH;

    private final MessageSender sender;
    private final SnapshotOfferEncoder offer = new SnapshotOfferEncoder();
    private final SnapshotPullEncoder pull = new SnapshotPullEncoder();
    private final SnapshotPartEncoder part = new SnapshotPartEncoder();
    private final SnapshotGoneEncoder gone = new SnapshotGoneEncoder();
    private final SnapshotEndedEncoder ended = new SnapshotEndedEncoder();

    /**
     * Creates the publisher of one group.
     *
     * @param groupId of the Raft group, stamped on every message
     */
    public SnapshotPublisher(final Transport transport, final int groupId) {
        sender = new MessageSender(transport, groupId, MAX_HEAD_LENGTH);
    }

    /**
     * Returns the longest message in bytes that carries a part: what a transport has to carry.
     *
     * @param maxPartLength of a snapshot
     */
    public static int maxMessageLength(final int maxPartLength) {
        return Math.addExact(PeerMessage.BLOCK_OFFSET + SnapshotPartEncoder.BLOCK_LENGTH, maxPartLength);
    }

    /** Offers a snapshot. */
    public boolean sendOffer(final int peerId, final long term, final SnapshotId id) {
        offer.wrap(
                        sender.begin(SnapshotOfferEncoder.TEMPLATE_ID, SnapshotOfferEncoder.BLOCK_LENGTH),
                        PeerMessage.BLOCK_OFFSET)
                .term(term)
                .index(id.index())
                .snapshotTerm(id.term())
                .writer(id.writer())
                .length(id.length());
        return sender.send(peerId);
    }

    /** Asks for parts. */
    public boolean sendPull(final int peerId, final SnapshotId id, final int fromPart, final int partCount) {
        pull.wrap(
                        sender.begin(SnapshotPullEncoder.TEMPLATE_ID, SnapshotPullEncoder.BLOCK_LENGTH),
                        PeerMessage.BLOCK_OFFSET)
                .fromPart(fromPart)
                .index(id.index())
                .snapshotTerm(id.term())
                .writer(id.writer())
                .length(id.length())
                .partCount(partCount);
        return sender.send(peerId);
    }

    /**
     * Sends a part.
     *
     * @param bytes of it, from position to limit
     */
    public boolean sendPart(final int peerId, final SnapshotId id, final int number, final ByteBuffer bytes) {
        part.wrap(
                        sender.begin(SnapshotPartEncoder.TEMPLATE_ID, SnapshotPartEncoder.BLOCK_LENGTH),
                        PeerMessage.BLOCK_OFFSET)
                .number(number)
                .index(id.index())
                .snapshotTerm(id.term())
                .writer(id.writer())
                .length(id.length());
        return sender.send(peerId, bytes);
    }

    /**
     * Says that this node does not have a snapshot that it was asked for.
     *
     * @param id of the newest that it has, of index 0 for none
     */
    public boolean sendGone(final int peerId, final SnapshotId id) {
        gone.wrap(
                        sender.begin(SnapshotGoneEncoder.TEMPLATE_ID, SnapshotGoneEncoder.BLOCK_LENGTH),
                        PeerMessage.BLOCK_OFFSET)
                .index(id.index())
                .snapshotTerm(id.term())
                .writer(id.writer())
                .length(id.length());
        return sender.send(peerId);
    }

    /** Tells how a snapshot ended that was offered. */
    public boolean sendEnded(final int peerId, final long term, final long index, final boolean succeeded) {
        ended.wrap(
                        sender.begin(SnapshotEndedEncoder.TEMPLATE_ID, SnapshotEndedEncoder.BLOCK_LENGTH),
                        PeerMessage.BLOCK_OFFSET)
                .term(term)
                .index(index);
        ended.flags().succeeded(succeeded);
        return sender.send(peerId);
    }
}
