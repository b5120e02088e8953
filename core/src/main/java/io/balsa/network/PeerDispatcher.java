package io.balsa.network;

import io.balsa.codec.EntryFrame;
import io.balsa.codec.EntryType;
import io.balsa.codec.FrameChecksum;
import io.balsa.codec.WireFrame;
import io.balsa.codec.sbe.peer.AppendReplyDecoder;
import io.balsa.codec.sbe.peer.AppendReplyFlagsDecoder;
import io.balsa.codec.sbe.peer.AppendRequestDecoder;
import io.balsa.codec.sbe.peer.HeartbeatDecoder;
import io.balsa.codec.sbe.peer.HeartbeatReplyDecoder;
import io.balsa.codec.sbe.peer.MessageHeaderDecoder;
import io.balsa.codec.sbe.peer.ReadReplyDecoder;
import io.balsa.codec.sbe.peer.ReadRequestDecoder;
import io.balsa.codec.sbe.peer.SnapshotEndedDecoder;
import io.balsa.codec.sbe.peer.SnapshotGoneDecoder;
import io.balsa.codec.sbe.peer.SnapshotOfferDecoder;
import io.balsa.codec.sbe.peer.SnapshotPartDecoder;
import io.balsa.codec.sbe.peer.SnapshotPullDecoder;
import io.balsa.codec.sbe.peer.SnapshotRequestDecoder;
import io.balsa.codec.sbe.peer.TimeoutNowDecoder;
import io.balsa.codec.sbe.peer.VoteReplyDecoder;
import io.balsa.codec.sbe.peer.VoteReplyFlagsDecoder;
import io.balsa.codec.sbe.peer.VoteRequestDecoder;
import io.balsa.codec.sbe.peer.VoteRequestFlagsDecoder;
import io.balsa.consensus.Raft;
import io.balsa.log.LogStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages off the {@link Transport}, checks them, tells the core and puts entries into the log: the receiving half of a
 * group's traffic.
 *
 * <p>A message is checked whole before the core or the log see any of it: version and layout, the checksum of its head, then
 * every entry's checksum, index and term, and last whether its numbers make sense. One that fails is counted, logged with the
 * reason and answered with {@code false}, upon which the transport closes the connection: after damage nothing tells where the
 * next message begins.
 *
 * <p>Threading: the transport's thread. Ownership: buffers are borrowed for the call; entries are copied once, into the log.
 * Allocates nothing except when a peer connects for the first time or a message is refused.
 */
public final class PeerDispatcher implements FrameHandler {
    private static final Logger LOGGER = System.getLogger("io.balsa.network");
    private static final int UNKNOWN_TEMPLATE = -1;

    private final PeerMessageHandler handler;
    private final SnapshotMessages snapshots;
    private final LogStore log;
    private final int groupId;
    private final NetworkCounters counters;

    /** One each, because a checksum calculator allocates when it is given another buffer than the time before. */
    private final Int2ObjectHashMap<FrameChecksum> checksums = new Int2ObjectHashMap<>();

    private final AppendEntries entries = new AppendEntries();
    private final VoteRequestDecoder voteRequest = new VoteRequestDecoder();
    private final VoteReplyDecoder voteReply = new VoteReplyDecoder();
    private final AppendRequestDecoder appendRequest = new AppendRequestDecoder();
    private final AppendReplyDecoder appendReply = new AppendReplyDecoder();
    private final HeartbeatDecoder heartbeat = new HeartbeatDecoder();
    private final HeartbeatReplyDecoder heartbeatReply = new HeartbeatReplyDecoder();
    private final TimeoutNowDecoder timeoutNow = new TimeoutNowDecoder();
    private final ReadRequestDecoder readRequest = new ReadRequestDecoder();
    private final ReadReplyDecoder readReply = new ReadReplyDecoder();
    private final SnapshotRequestDecoder snapshotRequest = new SnapshotRequestDecoder();

    /**
     * Creates the dispatcher of one group.
     *
     * @param groupId of the Raft group; a message of another is refused
     */
    public PeerDispatcher(
            final Raft raft,
            final LogStore log,
            final SnapshotMessageHandler snapshots,
            final int groupId,
            final NetworkCounters counters) {
        this(new RaftInputs(raft), log, snapshots, groupId, counters);
    }

    PeerDispatcher(
            final PeerMessageHandler handler,
            final LogStore log,
            final SnapshotMessageHandler snapshots,
            final int groupId,
            final NetworkCounters counters) {
        this.handler = handler;
        this.snapshots = new SnapshotMessages(snapshots);
        this.log = log;
        this.groupId = groupId;
        this.counters = counters;
    }

    @Override
    public void onPeerConnected(final int peerId) {
        checksumOf(peerId);
    }

    @Override
    public void onPeerDisconnected(final int peerId) {
        handler.onPeerUnreachable(peerId);
        snapshots.onPeerDisconnected(peerId);
    }

    @Override
    public boolean onFrame(final int fromPeerId, final DirectBuffer buffer, final int offset, final int length) {
        final FrameChecksum checksum = checksumOf(fromPeerId);
        String fault = checkHead(buffer, offset, length, checksum);
        if (fault == null) {
            fault = dispatch(fromPeerId, buffer, offset, length, checksum);
        }
        if (fault != null) {
            counters.increment(NetworkCounter.BAD_MESSAGES);
            LOGGER.log(
                    Level.WARNING,
                    "message refused, its connection is closed: peer=" + fromPeerId + ", fault=" + fault + ", length="
                            + length);
            return false;
        }
        return true;
    }

    /** Returns what is wrong with everything but the values, or null. */
    private @Nullable String checkHead(
            final DirectBuffer buffer, final int offset, final int length, final FrameChecksum checksum) {
        if (length < PeerMessage.MIN_LENGTH) {
            return "too short";
        }
        if (PeerMessage.schemaId(buffer, offset) != MessageHeaderDecoder.SCHEMA_ID) {
            return "not a peer message";
        }
        if (PeerMessage.version(buffer, offset) != MessageHeaderDecoder.SCHEMA_VERSION) {
            return "another version than the handshake agreed on";
        }
        final int templateId = PeerMessage.templateId(buffer, offset);
        final int blockLength = blockLengthOf(templateId);
        if (blockLength == UNKNOWN_TEMPLATE) {
            return "unknown kind of message";
        }
        if (PeerMessage.blockLength(buffer, offset) != blockLength) {
            return "wrong block length";
        }
        final int headLength = PeerMessage.BLOCK_OFFSET + blockLength;
        if (length < headLength || (length > headLength && !mayHaveBody(templateId))) {
            return "wrong length";
        }
        if (!WireFrame.isValid(buffer, offset, headLength - WireFrame.HEADER_LENGTH, checksum)) {
            return "checksum does not match";
        }
        final int group = buffer.getInt(offset + PeerMessage.BLOCK_OFFSET, ByteOrder.LITTLE_ENDIAN);
        return group == groupId ? null : "unknown group";
    }

    private static boolean mayHaveBody(final int templateId) {
        return templateId == AppendRequestDecoder.TEMPLATE_ID || templateId == SnapshotPartDecoder.TEMPLATE_ID;
    }

    private static int blockLengthOf(final int templateId) {
        return switch (templateId) {
            case VoteRequestDecoder.TEMPLATE_ID -> VoteRequestDecoder.BLOCK_LENGTH;
            case VoteReplyDecoder.TEMPLATE_ID -> VoteReplyDecoder.BLOCK_LENGTH;
            case AppendRequestDecoder.TEMPLATE_ID -> AppendRequestDecoder.BLOCK_LENGTH;
            case AppendReplyDecoder.TEMPLATE_ID -> AppendReplyDecoder.BLOCK_LENGTH;
            case HeartbeatDecoder.TEMPLATE_ID -> HeartbeatDecoder.BLOCK_LENGTH;
            case HeartbeatReplyDecoder.TEMPLATE_ID -> HeartbeatReplyDecoder.BLOCK_LENGTH;
            case TimeoutNowDecoder.TEMPLATE_ID -> TimeoutNowDecoder.BLOCK_LENGTH;
            case ReadRequestDecoder.TEMPLATE_ID -> ReadRequestDecoder.BLOCK_LENGTH;
            case ReadReplyDecoder.TEMPLATE_ID -> ReadReplyDecoder.BLOCK_LENGTH;
            case SnapshotRequestDecoder.TEMPLATE_ID -> SnapshotRequestDecoder.BLOCK_LENGTH;
            case SnapshotOfferDecoder.TEMPLATE_ID -> SnapshotOfferDecoder.BLOCK_LENGTH;
            case SnapshotPullDecoder.TEMPLATE_ID -> SnapshotPullDecoder.BLOCK_LENGTH;
            case SnapshotPartDecoder.TEMPLATE_ID -> SnapshotPartDecoder.BLOCK_LENGTH;
            case SnapshotGoneDecoder.TEMPLATE_ID -> SnapshotGoneDecoder.BLOCK_LENGTH;
            case SnapshotEndedDecoder.TEMPLATE_ID -> SnapshotEndedDecoder.BLOCK_LENGTH;
            default -> UNKNOWN_TEMPLATE;
        };
    }

    private @Nullable String dispatch(
            final int from,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final FrameChecksum checksum) {
        final int templateId = PeerMessage.templateId(buffer, offset);
        final int block = offset + PeerMessage.BLOCK_OFFSET;
        return switch (templateId) {
            case AppendRequestDecoder.TEMPLATE_ID -> onAppendRequest(from, buffer, offset, length, checksum);
            case AppendReplyDecoder.TEMPLATE_ID -> onAppendReply(from, buffer, block);
            case HeartbeatDecoder.TEMPLATE_ID -> onHeartbeat(from, buffer, block);
            case HeartbeatReplyDecoder.TEMPLATE_ID -> onHeartbeatReply(from, buffer, block);
            case VoteRequestDecoder.TEMPLATE_ID -> onVoteRequest(from, buffer, block);
            case VoteReplyDecoder.TEMPLATE_ID -> onVoteReply(from, buffer, block);
            case TimeoutNowDecoder.TEMPLATE_ID -> onTimeoutNow(from, buffer, block);
            case ReadRequestDecoder.TEMPLATE_ID -> onReadRequest(from, buffer, block);
            case ReadReplyDecoder.TEMPLATE_ID -> onReadReply(from, buffer, block);
            case SnapshotRequestDecoder.TEMPLATE_ID -> onSnapshotRequest(from, buffer, block);
            case SnapshotOfferDecoder.TEMPLATE_ID -> snapshots.onOffer(from, buffer, block);
            case SnapshotPullDecoder.TEMPLATE_ID -> snapshots.onPull(from, buffer, block);
            case SnapshotPartDecoder.TEMPLATE_ID ->
                snapshots.onPart(
                        from, buffer, block, length - PeerMessage.BLOCK_OFFSET - SnapshotPartDecoder.BLOCK_LENGTH);
            case SnapshotGoneDecoder.TEMPLATE_ID -> snapshots.onGone(from, buffer, block);
            case SnapshotEndedDecoder.TEMPLATE_ID -> snapshots.onEnded(from, buffer, block);
            default -> throw new AssertionError("unchecked template: templateId=" + templateId);
        };
    }

    private @Nullable String onAppendRequest(
            final int from,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final FrameChecksum checksum) {
        final AppendRequestDecoder message =
                appendRequest.wrap(buffer, offset + PeerMessage.BLOCK_OFFSET, AppendRequestDecoder.BLOCK_LENGTH, 0);
        final long term = message.term();
        final long prevIndex = message.prevIndex();
        final long prevTerm = message.prevTerm();
        final long entriesTerm = message.entriesTerm();
        final int entryCount = message.entryCount();
        final long commitIndex = message.commitIndex();
        final long readRound = message.readRound();
        if (isNegative(term, prevIndex, prevTerm)
                || isNegative(entriesTerm, entryCount, commitIndex)
                || readRound < 0) {
            return "negative number";
        }
        if (prevIndex > Long.MAX_VALUE - entryCount) {
            return "index out of range";
        }
        if (prevTerm > term || (entryCount > 0 && (entriesTerm < prevTerm || entriesTerm > term))) {
            return "terms do not rise from entry to entry to message";
        }
        final int headLength = PeerMessage.BLOCK_OFFSET + AppendRequestDecoder.BLOCK_LENGTH;
        final String fault = entries.wrap(buffer, offset + headLength, length - headLength)
                .check(prevIndex + 1, entryCount, entriesTerm, log.maxPayloadLength(), checksum);
        if (fault != null) {
            return fault;
        }
        if (length - headLength > EntryFrame.alignedLength(0) && !log.canTake(length - headLength)) {
            // As if it were lost: the leader sends it again, and by then there may be room.
            counters.increment(NetworkCounter.APPENDS_WITHOUT_ROOM);
            return null;
        }
        final long writeFrom = handler.onAppendRequest(
                from, term, prevIndex, prevTerm, entriesTerm, entryCount, commitIndex, readRound);
        if (writeFrom > 0) {
            write(writeFrom, prevIndex, entryCount);
        }
        return null;
    }

    /** Appends the message's entries from {@code firstIndex} on; what the log holds from there on is another leader's. */
    private void write(final long firstIndex, final long prevIndex, final int entryCount) {
        if (firstIndex <= log.lastIndex()) {
            log.truncateSuffix(firstIndex);
        }
        final int skippedCount = (int) (firstIndex - prevIndex - 1);
        final int from = entries.offsetAfter(skippedCount);
        log.appendFrames(firstIndex, entryCount - skippedCount, entries.buffer(), from, entries.endOffset() - from);
        if (entries.holdMembership()) {
            tellMemberships(firstIndex, from);
        }
    }

    private void tellMemberships(final long firstIndex, final int from) {
        long index = firstIndex;
        int offset = from;
        while (offset < entries.endOffset()) {
            if (EntryFrame.type(entries.buffer(), offset) == EntryType.MEMBERSHIP) {
                handler.onMembershipEntry(index);
            }
            offset += EntryFrame.align(EntryFrame.length(entries.buffer(), offset));
            index++;
        }
    }

    private @Nullable String onAppendReply(final int from, final DirectBuffer buffer, final int block) {
        final AppendReplyDecoder message = appendReply.wrap(buffer, block, AppendReplyDecoder.BLOCK_LENGTH, 0);
        final AppendReplyFlagsDecoder flags = message.flags();
        final long term = message.term();
        final long index = message.index();
        final long hintIndex = message.hintIndex();
        final long hintTerm = message.hintTerm();
        final long readRound = message.readRound();
        if (isNegative(term, index, hintIndex) || isNegative(hintTerm, readRound, 0)) {
            return "negative number";
        }
        handler.onAppendReply(from, term, flags.rejected(), index, hintIndex, hintTerm, readRound);
        return null;
    }

    private @Nullable String onHeartbeat(final int from, final DirectBuffer buffer, final int block) {
        final HeartbeatDecoder message = heartbeat.wrap(buffer, block, HeartbeatDecoder.BLOCK_LENGTH, 0);
        final long term = message.term();
        final long commitIndex = message.commitIndex();
        final long readRound = message.readRound();
        if (isNegative(term, commitIndex, readRound)) {
            return "negative number";
        }
        handler.onHeartbeat(from, term, commitIndex, readRound);
        return null;
    }

    private @Nullable String onHeartbeatReply(final int from, final DirectBuffer buffer, final int block) {
        final HeartbeatReplyDecoder message = heartbeatReply.wrap(buffer, block, HeartbeatReplyDecoder.BLOCK_LENGTH, 0);
        final long term = message.term();
        final long readRound = message.readRound();
        if (isNegative(term, readRound, 0)) {
            return "negative number";
        }
        handler.onHeartbeatReply(from, term, readRound);
        return null;
    }

    private @Nullable String onVoteRequest(final int from, final DirectBuffer buffer, final int block) {
        final VoteRequestDecoder message = voteRequest.wrap(buffer, block, VoteRequestDecoder.BLOCK_LENGTH, 0);
        final VoteRequestFlagsDecoder flags = message.flags();
        final long term = message.term();
        final long lastIndex = message.lastIndex();
        final long lastTerm = message.lastTerm();
        final int priority = message.priority();
        final long commitIndex = message.commitIndex();
        final long commitTerm = message.commitTerm();
        if (isNegative(term, lastIndex, lastTerm) || isNegative(priority, commitIndex, commitTerm)) {
            return "negative number";
        }
        handler.onVoteRequest(from, term, flags.preVote(), flags.leadershipTransfer(), priority, lastIndex, lastTerm);
        handler.onCommitTold(commitIndex, commitTerm);
        return null;
    }

    private @Nullable String onVoteReply(final int from, final DirectBuffer buffer, final int block) {
        final VoteReplyDecoder message = voteReply.wrap(buffer, block, VoteReplyDecoder.BLOCK_LENGTH, 0);
        final VoteReplyFlagsDecoder flags = message.flags();
        final long term = message.term();
        final long commitIndex = message.commitIndex();
        final long commitTerm = message.commitTerm();
        if (isNegative(term, commitIndex, commitTerm)) {
            return "negative number";
        }
        handler.onVoteReply(from, term, flags.preVote(), flags.granted());
        handler.onCommitTold(commitIndex, commitTerm);
        return null;
    }

    private @Nullable String onTimeoutNow(final int from, final DirectBuffer buffer, final int block) {
        final long term = timeoutNow
                .wrap(buffer, block, TimeoutNowDecoder.BLOCK_LENGTH, 0)
                .term();
        if (term < 0) {
            return "negative number";
        }
        handler.onTimeoutNow(from, term);
        return null;
    }

    private @Nullable String onReadRequest(final int from, final DirectBuffer buffer, final int block) {
        final ReadRequestDecoder message = readRequest.wrap(buffer, block, ReadRequestDecoder.BLOCK_LENGTH, 0);
        final long term = message.term();
        final long readId = message.readId();
        if (isNegative(term, readId, 0)) {
            return "negative number";
        }
        handler.onReadRequest(from, term, readId);
        return null;
    }

    private @Nullable String onReadReply(final int from, final DirectBuffer buffer, final int block) {
        final ReadReplyDecoder message = readReply.wrap(buffer, block, ReadReplyDecoder.BLOCK_LENGTH, 0);
        final long term = message.term();
        final long readId = message.readId();
        final long index = message.index();
        if (isNegative(term, readId, index)) {
            return "negative number";
        }
        handler.onReadReply(from, term, readId, index);
        return null;
    }

    private @Nullable String onSnapshotRequest(final int from, final DirectBuffer buffer, final int block) {
        final SnapshotRequestDecoder message =
                snapshotRequest.wrap(buffer, block, SnapshotRequestDecoder.BLOCK_LENGTH, 0);
        final long term = message.term();
        final long minIndex = message.minIndex();
        if (isNegative(term, minIndex, 0)) {
            return "negative number";
        }
        handler.onSnapshotRequest(from, term, minIndex);
        return null;
    }

    private static boolean isNegative(final long a, final long b, final long c) {
        return (a | b | c) < 0;
    }

    private FrameChecksum checksumOf(final int peerId) {
        FrameChecksum checksum = checksums.get(peerId);
        if (checksum == null) {
            checksum = new FrameChecksum();
            checksums.put(peerId, checksum);
        }
        return checksum;
    }
}
