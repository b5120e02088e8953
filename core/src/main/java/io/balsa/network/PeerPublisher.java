package io.balsa.network;

import io.balsa.codec.FrameChecksum;
import io.balsa.codec.WireFrame;
import io.balsa.codec.sbe.peer.AppendReplyEncoder;
import io.balsa.codec.sbe.peer.AppendRequestEncoder;
import io.balsa.codec.sbe.peer.HeartbeatEncoder;
import io.balsa.codec.sbe.peer.HeartbeatReplyEncoder;
import io.balsa.codec.sbe.peer.MessageHeaderEncoder;
import io.balsa.codec.sbe.peer.TimeoutNowEncoder;
import io.balsa.codec.sbe.peer.VoteReplyEncoder;
import io.balsa.codec.sbe.peer.VoteRequestEncoder;
import io.balsa.consensus.Taken;
import io.balsa.log.LogRange;
import io.balsa.log.LogStore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Puts what the core sends into messages and hands them to the {@link Transport}: the sending half of a group's traffic.
 *
 * <p>The methods mirror the {@code send} methods of {@link io.balsa.consensus.RaftOutput}, which also explains their
 * parameters. An append is a head made here and the entries' bytes exactly as the log holds them, gathered by the transport
 * in one write: entries are never encoded again and their checksums stay the leader's.
 *
 * <p>Threading: one thread, the same that calls the transport. Ownership: every buffer is this object's own or the log's; none
 * leaves a call. Allocates nothing after construction.
 */
public final class PeerPublisher {
    /** Largest head of a message: the fixed part of an append. */
    static final int MAX_HEAD_LENGTH = PeerMessage.BLOCK_OFFSET + AppendRequestEncoder.BLOCK_LENGTH;

    private static final ByteBuffer NO_BODY = ByteBuffer.allocateDirect(0);

    private final Transport transport;
    private final LogStore log;
    private final int groupId;
    private final int maxAppendBytes;

    private final UnsafeBuffer message = new UnsafeBuffer(ByteBuffer.allocateDirect(MAX_HEAD_LENGTH));
    private final FrameChecksum checksum = new FrameChecksum();
    private final LogRange range = new LogRange();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final VoteRequestEncoder voteRequest = new VoteRequestEncoder();
    private final VoteReplyEncoder voteReply = new VoteReplyEncoder();
    private final AppendRequestEncoder appendRequest = new AppendRequestEncoder();
    private final AppendReplyEncoder appendReply = new AppendReplyEncoder();
    private final HeartbeatEncoder heartbeat = new HeartbeatEncoder();
    private final HeartbeatReplyEncoder heartbeatReply = new HeartbeatReplyEncoder();
    private final TimeoutNowEncoder timeoutNow = new TimeoutNowEncoder();

    /**
     * Creates the publisher of one group.
     *
     * @param groupId of the Raft group, stamped on every message
     * @param maxAppendBytes most bytes of entries in one append, at least 1; a single larger entry travels alone
     */
    public PeerPublisher(final Transport transport, final LogStore log, final int groupId, final int maxAppendBytes) {
        if (maxAppendBytes < 1) {
            throw new IllegalArgumentException(
                    "append size out of range: maxAppendBytes=" + maxAppendBytes + "; at least 1");
        }
        this.transport = transport;
        this.log = log;
        this.groupId = groupId;
        this.maxAppendBytes = maxAppendBytes;
    }

    /**
     * Returns the longest message in bytes that a publisher with these limits sends: what a transport has to carry.
     *
     * @param maxAppendBytes as given to the constructor
     * @param maxPayloadLength the log's {@link LogStore#maxPayloadLength()}
     */
    public static int maxMessageLength(final int maxAppendBytes, final int maxPayloadLength) {
        return PeerMessage.maxAppendLength(maxAppendBytes, maxPayloadLength);
    }

    /** Sends RequestVote or PreVote; see {@link io.balsa.consensus.RaftOutput#sendVoteRequest}. */
    public boolean sendVoteRequest(
            final int peerId,
            final long term,
            final boolean preVote,
            final boolean leadershipTransfer,
            final int priority,
            final long lastIndex,
            final long lastTerm) {
        begin(VoteRequestEncoder.TEMPLATE_ID, VoteRequestEncoder.BLOCK_LENGTH);
        voteRequest
                .wrap(message, PeerMessage.BLOCK_OFFSET)
                .term(term)
                .priority(priority)
                .lastIndex(lastIndex)
                .lastTerm(lastTerm);
        voteRequest.flags().preVote(preVote).leadershipTransfer(leadershipTransfer);
        return send(peerId, VoteRequestEncoder.BLOCK_LENGTH);
    }

    /** Answers a vote request; see {@link io.balsa.consensus.RaftOutput#sendVoteReply}. */
    public boolean sendVoteReply(final int peerId, final long term, final boolean preVote, final boolean granted) {
        begin(VoteReplyEncoder.TEMPLATE_ID, VoteReplyEncoder.BLOCK_LENGTH);
        voteReply.wrap(message, PeerMessage.BLOCK_OFFSET).term(term);
        voteReply.flags().preVote(preVote).granted(granted);
        return send(peerId, VoteReplyEncoder.BLOCK_LENGTH);
    }

    /**
     * Sends entries, as many as lie together in the log and fit the limit; see
     * {@link io.balsa.consensus.RaftOutput#sendAppendRequest}.
     *
     * @return how many entries were taken and their bytes as frames, or {@link Taken#NOTHING}
     */
    public long sendAppendRequest(
            final int peerId,
            final long term,
            final long prevIndex,
            final long prevTerm,
            final long entriesTerm,
            final int entryCount,
            final long commitIndex,
            final long readRound) {
        if (!transport.isConnected(peerId)) {
            return Taken.NOTHING;
        }
        ByteBuffer entries = NO_BODY;
        int sentCount = 0;
        if (entryCount > 0) {
            sentCount = log.map(prevIndex + 1, entryCount, maxAppendBytes, range);
            entries = range.bytes();
        }
        begin(AppendRequestEncoder.TEMPLATE_ID, AppendRequestEncoder.BLOCK_LENGTH);
        appendRequest
                .wrap(message, PeerMessage.BLOCK_OFFSET)
                .entryCount(sentCount)
                .term(term)
                .prevIndex(prevIndex)
                .prevTerm(prevTerm)
                .entriesTerm(entriesTerm)
                .commitIndex(commitIndex)
                .readRound(readRound);
        return send(peerId, AppendRequestEncoder.BLOCK_LENGTH, entries)
                ? Taken.of(sentCount, entries.remaining())
                : Taken.NOTHING;
    }

    /** Answers an append; see {@link io.balsa.consensus.RaftOutput#sendAppendReply}. */
    public boolean sendAppendReply(
            final int peerId,
            final long term,
            final boolean rejected,
            final long index,
            final long hintIndex,
            final long hintTerm,
            final long readRound) {
        begin(AppendReplyEncoder.TEMPLATE_ID, AppendReplyEncoder.BLOCK_LENGTH);
        appendReply
                .wrap(message, PeerMessage.BLOCK_OFFSET)
                .term(term)
                .index(index)
                .hintIndex(hintIndex)
                .hintTerm(hintTerm)
                .readRound(readRound);
        appendReply.flags().rejected(rejected);
        return send(peerId, AppendReplyEncoder.BLOCK_LENGTH);
    }

    /** Sends a heartbeat; see {@link io.balsa.consensus.RaftOutput#sendHeartbeat}. */
    public boolean sendHeartbeat(final int peerId, final long term, final long commitIndex, final long readRound) {
        begin(HeartbeatEncoder.TEMPLATE_ID, HeartbeatEncoder.BLOCK_LENGTH);
        heartbeat
                .wrap(message, PeerMessage.BLOCK_OFFSET)
                .term(term)
                .commitIndex(commitIndex)
                .readRound(readRound);
        return send(peerId, HeartbeatEncoder.BLOCK_LENGTH);
    }

    /** Answers a heartbeat; see {@link io.balsa.consensus.RaftOutput#sendHeartbeatReply}. */
    public boolean sendHeartbeatReply(final int peerId, final long term, final long readRound) {
        begin(HeartbeatReplyEncoder.TEMPLATE_ID, HeartbeatReplyEncoder.BLOCK_LENGTH);
        heartbeatReply.wrap(message, PeerMessage.BLOCK_OFFSET).term(term).readRound(readRound);
        return send(peerId, HeartbeatReplyEncoder.BLOCK_LENGTH);
    }

    /** Tells a follower to campaign at once; see {@link io.balsa.consensus.RaftOutput#sendTimeoutNow}. */
    public boolean sendTimeoutNow(final int peerId, final long term) {
        begin(TimeoutNowEncoder.TEMPLATE_ID, TimeoutNowEncoder.BLOCK_LENGTH);
        timeoutNow.wrap(message, PeerMessage.BLOCK_OFFSET).term(term);
        return send(peerId, TimeoutNowEncoder.BLOCK_LENGTH);
    }

    /**
     * Writes the header, and the group id with the four bytes behind it: those hold the flags of messages that have some and
     * stay zero in the others, and the buffer still holds the previous message.
     */
    private void begin(final int templateId, final int blockLength) {
        header.wrap(message, WireFrame.HEADER_LENGTH)
                .blockLength(blockLength)
                .templateId(templateId)
                .schemaId(MessageHeaderEncoder.SCHEMA_ID)
                .version(MessageHeaderEncoder.SCHEMA_VERSION);
        message.putLong(PeerMessage.BLOCK_OFFSET, groupId & 0xFFFF_FFFFL, ByteOrder.LITTLE_ENDIAN);
    }

    private boolean send(final int peerId, final int blockLength) {
        return send(peerId, blockLength, NO_BODY);
    }

    private boolean send(final int peerId, final int blockLength, final ByteBuffer body) {
        final int coveredLength = MessageHeaderEncoder.ENCODED_LENGTH + blockLength;
        WireFrame.seal(message, 0, coveredLength, body.remaining(), checksum);
        return transport.offer(peerId, message, 0, WireFrame.HEADER_LENGTH + coveredLength, body);
    }
}
