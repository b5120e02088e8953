package io.balsa.simulation;

import io.balsa.codec.sbe.peer.AppendReplyDecoder;
import io.balsa.codec.sbe.peer.AppendRequestDecoder;
import io.balsa.codec.sbe.peer.HeartbeatDecoder;
import io.balsa.codec.sbe.peer.HeartbeatReplyDecoder;
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
import io.balsa.codec.sbe.peer.VoteRequestDecoder;
import io.balsa.network.PeerMessage;
import org.agrona.DirectBuffer;

/** A message between nodes in words, for people. */
final class MessageText {
    private static final int AT = PeerMessage.BLOCK_OFFSET;

    private final VoteRequestDecoder voteRequest = new VoteRequestDecoder();
    private final VoteReplyDecoder voteReply = new VoteReplyDecoder();
    private final AppendRequestDecoder append = new AppendRequestDecoder();
    private final AppendReplyDecoder appendReply = new AppendReplyDecoder();
    private final HeartbeatDecoder heartbeat = new HeartbeatDecoder();
    private final HeartbeatReplyDecoder heartbeatReply = new HeartbeatReplyDecoder();
    private final SnapshotOfferDecoder offer = new SnapshotOfferDecoder();
    private final TimeoutNowDecoder timeoutNow = new TimeoutNowDecoder();
    private final SnapshotPullDecoder pull = new SnapshotPullDecoder();
    private final SnapshotPartDecoder part = new SnapshotPartDecoder();
    private final SnapshotEndedDecoder ended = new SnapshotEndedDecoder();

    private String type = "";
    private long term;
    private String detail = "";
    private MessageFields fields = MessageFields.NONE;

    /** Returns the message's name in the schema. */
    String type() {
        return type;
    }

    /** Returns the term that the message is of, 0 when it is of none. */
    long term() {
        return term;
    }

    /** Returns its fields. */
    String detail() {
        return detail;
    }

    /** Returns them for machines. */
    MessageFields fields() {
        return fields;
    }

    /** Reads a message. */
    void read(final SimMessage message) {
        final DirectBuffer buffer = message.buffer();
        switch (PeerMessage.templateId(buffer, 0)) {
            case VoteRequestDecoder.TEMPLATE_ID -> {
                voteRequest.wrap(buffer, AT, VoteRequestDecoder.BLOCK_LENGTH, 0);
                tell(
                        voteRequest.flags().preVote() ? "PreVoteRequest" : "VoteRequest",
                        voteRequest.term(),
                        "last=" + voteRequest.lastIndex() + "/" + voteRequest.lastTerm() + " commit="
                                + voteRequest.commitIndex());
                fields = new MessageFields(
                        voteRequest.lastIndex(),
                        voteRequest.lastTerm(),
                        0,
                        voteRequest.commitIndex(),
                        false,
                        voteRequest.flags().preVote());
            }
            case VoteReplyDecoder.TEMPLATE_ID -> {
                voteReply.wrap(buffer, AT, VoteReplyDecoder.BLOCK_LENGTH, 0);
                tell(
                        voteReply.flags().preVote() ? "PreVoteReply" : "VoteReply",
                        voteReply.term(),
                        (voteReply.flags().granted() ? "granted" : "refused") + " commit=" + voteReply.commitIndex());
                fields = new MessageFields(
                        0,
                        0,
                        0,
                        voteReply.commitIndex(),
                        !voteReply.flags().granted(),
                        voteReply.flags().preVote());
            }
            case AppendRequestDecoder.TEMPLATE_ID -> {
                append.wrap(buffer, AT, AppendRequestDecoder.BLOCK_LENGTH, 0);
                tell(
                        "AppendRequest",
                        append.term(),
                        "prev=" + append.prevIndex() + "/" + append.prevTerm() + " entries=" + append.entryCount()
                                + (append.entryCount() > 0 ? " of term=" + append.entriesTerm() : "") + " commit="
                                + append.commitIndex());
                fields = new MessageFields(
                        append.prevIndex(), append.prevTerm(), append.entryCount(), append.commitIndex(), false, false);
            }
            case AppendReplyDecoder.TEMPLATE_ID -> {
                appendReply.wrap(buffer, AT, AppendReplyDecoder.BLOCK_LENGTH, 0);
                tell(
                        "AppendReply",
                        appendReply.term(),
                        appendReply.flags().rejected()
                                ? "rejected prev=" + appendReply.index() + " hint=" + appendReply.hintIndex() + "/"
                                        + appendReply.hintTerm()
                                : "holds=" + appendReply.index());
                fields = new MessageFields(
                        appendReply.index(), 0, 0, 0, appendReply.flags().rejected(), false);
            }
            case HeartbeatDecoder.TEMPLATE_ID -> {
                heartbeat.wrap(buffer, AT, HeartbeatDecoder.BLOCK_LENGTH, 0);
                tell("Heartbeat", heartbeat.term(), "commit=" + heartbeat.commitIndex());
                fields = new MessageFields(0, 0, 0, heartbeat.commitIndex(), false, false);
            }
            case HeartbeatReplyDecoder.TEMPLATE_ID -> {
                heartbeatReply.wrap(buffer, AT, HeartbeatReplyDecoder.BLOCK_LENGTH, 0);
                tell("HeartbeatReply", heartbeatReply.term(), "round=" + heartbeatReply.readRound());
            }
            default -> readRare(buffer);
        }
    }

    private void readRare(final DirectBuffer buffer) {
        switch (PeerMessage.templateId(buffer, 0)) {
            case TimeoutNowDecoder.TEMPLATE_ID -> {
                timeoutNow.wrap(buffer, AT, TimeoutNowDecoder.BLOCK_LENGTH, 0);
                tell("TimeoutNow", timeoutNow.term(), "");
            }
            case SnapshotOfferDecoder.TEMPLATE_ID -> {
                offer.wrap(buffer, AT, SnapshotOfferDecoder.BLOCK_LENGTH, 0);
                tell("SnapshotOffer", offer.term(), "snapshot=" + offer.index() + "/" + offer.snapshotTerm());
            }
            case SnapshotPullDecoder.TEMPLATE_ID -> {
                pull.wrap(buffer, AT, SnapshotPullDecoder.BLOCK_LENGTH, 0);
                tell("SnapshotPull", 0, "snapshot=" + pull.index() + " from part=" + pull.fromPart());
            }
            case SnapshotPartDecoder.TEMPLATE_ID -> {
                part.wrap(buffer, AT, SnapshotPartDecoder.BLOCK_LENGTH, 0);
                tell("SnapshotPart", 0, "snapshot=" + part.index() + " part=" + part.number());
            }
            case SnapshotEndedDecoder.TEMPLATE_ID -> {
                ended.wrap(buffer, AT, SnapshotEndedDecoder.BLOCK_LENGTH, 0);
                tell("SnapshotEnded", ended.term(), "snapshot=" + ended.index());
            }
            case SnapshotRequestDecoder.TEMPLATE_ID -> tell("SnapshotRequest", 0, "");
            case SnapshotGoneDecoder.TEMPLATE_ID -> tell("SnapshotGone", 0, "");
            case ReadRequestDecoder.TEMPLATE_ID -> tell("ReadRequest", 0, "");
            case ReadReplyDecoder.TEMPLATE_ID -> tell("ReadReply", 0, "");
            default -> tell("Message " + PeerMessage.templateId(buffer, 0), 0, "");
        }
    }

    private void tell(final String newType, final long newTerm, final String newDetail) {
        type = newType;
        term = newTerm;
        detail = newDetail;
        fields = MessageFields.NONE;
    }
}
