package io.balsa.network;

import io.balsa.codec.sbe.peer.AppendReplyEncoder;
import io.balsa.codec.sbe.peer.AppendRequestEncoder;
import io.balsa.codec.sbe.peer.HeartbeatEncoder;
import io.balsa.codec.sbe.peer.HeartbeatReplyEncoder;
import io.balsa.codec.sbe.peer.ReadReplyEncoder;
import io.balsa.codec.sbe.peer.ReadRequestEncoder;
import io.balsa.codec.sbe.peer.SnapshotRequestEncoder;
import io.balsa.codec.sbe.peer.TimeoutNowEncoder;
import io.balsa.codec.sbe.peer.VoteReplyEncoder;
import io.balsa.codec.sbe.peer.VoteRequestEncoder;
import io.balsa.consensus.Taken;
import io.balsa.log.LogRange;
import io.balsa.log.LogStore;
import java.nio.ByteBuffer;

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

    private final Transport transport;
    private final LogStore log;
    private final int maxAppendBytes;

    private final MessageSender sender;
    private final LogRange range = new LogRange();
    private final VoteRequestEncoder voteRequest = new VoteRequestEncoder();
    private final VoteReplyEncoder voteReply = new VoteReplyEncoder();
    private final AppendRequestEncoder appendRequest = new AppendRequestEncoder();
    private final AppendReplyEncoder appendReply = new AppendReplyEncoder();
    private final HeartbeatEncoder heartbeat = new HeartbeatEncoder();
    private final HeartbeatReplyEncoder heartbeatReply = new HeartbeatReplyEncoder();
    private final TimeoutNowEncoder timeoutNow = new TimeoutNowEncoder();
    private final ReadRequestEncoder readRequest = new ReadRequestEncoder();
    private final ReadReplyEncoder readReply = new ReadReplyEncoder();
    private final SnapshotRequestEncoder snapshotRequest = new SnapshotRequestEncoder();

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
        this.maxAppendBytes = maxAppendBytes;
        sender = new MessageSender(transport, groupId, MAX_HEAD_LENGTH);
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
            final long lastTerm,
            final long commitIndex,
            final long commitTerm) {
        voteRequest
                .wrap(
                        sender.begin(VoteRequestEncoder.TEMPLATE_ID, VoteRequestEncoder.BLOCK_LENGTH),
                        PeerMessage.BLOCK_OFFSET)
                .term(term)
                .priority(priority)
                .lastIndex(lastIndex)
                .lastTerm(lastTerm)
                .commitIndex(commitIndex)
                .commitTerm(commitTerm);
        voteRequest.flags().preVote(preVote).leadershipTransfer(leadershipTransfer);
        return sender.send(peerId);
    }

    /** Answers a vote request; see {@link io.balsa.consensus.RaftOutput#sendVoteReply}. */
    public boolean sendVoteReply(
            final int peerId,
            final long term,
            final boolean preVote,
            final boolean granted,
            final long commitIndex,
            final long commitTerm) {
        voteReply
                .wrap(
                        sender.begin(VoteReplyEncoder.TEMPLATE_ID, VoteReplyEncoder.BLOCK_LENGTH),
                        PeerMessage.BLOCK_OFFSET)
                .term(term)
                .commitIndex(commitIndex)
                .commitTerm(commitTerm);
        voteReply.flags().preVote(preVote).granted(granted);
        return sender.send(peerId);
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
        final int sentCount = entryCount == 0 ? 0 : log.map(prevIndex + 1, entryCount, maxAppendBytes, range);
        appendRequest
                .wrap(
                        sender.begin(AppendRequestEncoder.TEMPLATE_ID, AppendRequestEncoder.BLOCK_LENGTH),
                        PeerMessage.BLOCK_OFFSET)
                .entryCount(sentCount)
                .term(term)
                .prevIndex(prevIndex)
                .prevTerm(prevTerm)
                .entriesTerm(entriesTerm)
                .commitIndex(commitIndex)
                .readRound(readRound);
        if (sentCount == 0) {
            return sender.send(peerId) ? Taken.of(0, 0) : Taken.NOTHING;
        }
        final ByteBuffer entries = range.bytes();
        return sender.send(peerId, entries) ? Taken.of(sentCount, entries.remaining()) : Taken.NOTHING;
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
        appendReply
                .wrap(
                        sender.begin(AppendReplyEncoder.TEMPLATE_ID, AppendReplyEncoder.BLOCK_LENGTH),
                        PeerMessage.BLOCK_OFFSET)
                .term(term)
                .index(index)
                .hintIndex(hintIndex)
                .hintTerm(hintTerm)
                .readRound(readRound);
        appendReply.flags().rejected(rejected);
        return sender.send(peerId);
    }

    /** Sends a heartbeat; see {@link io.balsa.consensus.RaftOutput#sendHeartbeat}. */
    public boolean sendHeartbeat(final int peerId, final long term, final long commitIndex, final long readRound) {
        heartbeat
                .wrap(
                        sender.begin(HeartbeatEncoder.TEMPLATE_ID, HeartbeatEncoder.BLOCK_LENGTH),
                        PeerMessage.BLOCK_OFFSET)
                .term(term)
                .commitIndex(commitIndex)
                .readRound(readRound);
        return sender.send(peerId);
    }

    /** Answers a heartbeat; see {@link io.balsa.consensus.RaftOutput#sendHeartbeatReply}. */
    public boolean sendHeartbeatReply(final int peerId, final long term, final long readRound) {
        heartbeatReply
                .wrap(
                        sender.begin(HeartbeatReplyEncoder.TEMPLATE_ID, HeartbeatReplyEncoder.BLOCK_LENGTH),
                        PeerMessage.BLOCK_OFFSET)
                .term(term)
                .readRound(readRound);
        return sender.send(peerId);
    }

    /** Asks the leader to confirm reads; see {@link io.balsa.consensus.RaftOutput#sendReadRequest}. */
    public boolean sendReadRequest(final int peerId, final long term, final long readId) {
        readRequest
                .wrap(
                        sender.begin(ReadRequestEncoder.TEMPLATE_ID, ReadRequestEncoder.BLOCK_LENGTH),
                        PeerMessage.BLOCK_OFFSET)
                .term(term)
                .readId(readId);
        return sender.send(peerId);
    }

    /** Confirms a follower's reads; see {@link io.balsa.consensus.RaftOutput#sendReadReply}. */
    public boolean sendReadReply(final int peerId, final long term, final long readId, final long index) {
        readReply
                .wrap(
                        sender.begin(ReadReplyEncoder.TEMPLATE_ID, ReadReplyEncoder.BLOCK_LENGTH),
                        PeerMessage.BLOCK_OFFSET)
                .term(term)
                .readId(readId)
                .index(index);
        return sender.send(peerId);
    }

    /** Asks the leader for a snapshot; see {@link io.balsa.consensus.RaftOutput#sendSnapshotRequest}. */
    public boolean sendSnapshotRequest(final int peerId, final long term, final long minIndex) {
        snapshotRequest
                .wrap(
                        sender.begin(SnapshotRequestEncoder.TEMPLATE_ID, SnapshotRequestEncoder.BLOCK_LENGTH),
                        PeerMessage.BLOCK_OFFSET)
                .term(term)
                .minIndex(minIndex);
        return sender.send(peerId);
    }

    /** Tells a follower to campaign at once; see {@link io.balsa.consensus.RaftOutput#sendTimeoutNow}. */
    public boolean sendTimeoutNow(final int peerId, final long term) {
        timeoutNow
                .wrap(
                        sender.begin(TimeoutNowEncoder.TEMPLATE_ID, TimeoutNowEncoder.BLOCK_LENGTH),
                        PeerMessage.BLOCK_OFFSET)
                .term(term);
        return sender.send(peerId);
    }
}
