package io.balsa.simulation;

import io.balsa.codec.sbe.peer.AppendReplyDecoder;
import io.balsa.codec.sbe.peer.VoteReplyDecoder;
import io.balsa.codec.sbe.peer.VoteRequestDecoder;
import io.balsa.network.PeerMessage;

/**
 * Reads the promises that nodes make to each other out of their messages: votes, and entries that are held.
 *
 * <p>Threading: one thread.
 */
final class MessageReader implements MessageWatch {
    private final SimScheduler scheduler;
    private final Checkers checkers;
    private final Moments moments;
    private final RunTrace trace;
    private final VoteRequestDecoder voteRequest = new VoteRequestDecoder();
    private final VoteReplyDecoder voteReply = new VoteReplyDecoder();
    private final AppendReplyDecoder appendReply = new AppendReplyDecoder();
    private final MessageText text = new MessageText();

    MessageReader(final SimScheduler scheduler, final Checkers checkers, final Moments moments, final RunTrace trace) {
        this.scheduler = scheduler;
        this.checkers = checkers;
        this.moments = moments;
        this.trace = trace;
    }

    @Override
    public void onSend(final SimMessage message) {
        final int templateId = PeerMessage.templateId(message.buffer(), 0);
        if (templateId == VoteReplyDecoder.TEMPLATE_ID) {
            onVoteReply(message);
        } else if (templateId == AppendReplyDecoder.TEMPLATE_ID) {
            onAppendReply(message);
        } else if (templateId == VoteRequestDecoder.TEMPLATE_ID) {
            onVoteRequest(message);
        }
        if (trace != RunTrace.NONE) {
            show(message);
            trace.onFields(message.id(), text.fields());
        }
    }

    private void show(final SimMessage message) {
        text.read(message);
        trace.onSend(
                scheduler.nowNs(), message.id(), message.from(), message.to(), text.type(), text.term(), text.detail());
    }

    @Override
    public void onEcho(final SimMessage message) {
        if (trace != RunTrace.NONE) {
            show(message);
        }
    }

    private void onVoteRequest(final SimMessage message) {
        voteRequest.wrap(
                message.buffer(),
                PeerMessage.BLOCK_OFFSET,
                VoteRequestDecoder.BLOCK_LENGTH,
                VoteRequestDecoder.SCHEMA_VERSION);
        if (!voteRequest.flags().preVote()) {
            moments.on(Moment.CAMPAIGN, message.from());
        }
    }

    private void onVoteReply(final SimMessage message) {
        voteReply.wrap(
                message.buffer(),
                PeerMessage.BLOCK_OFFSET,
                VoteReplyDecoder.BLOCK_LENGTH,
                VoteReplyDecoder.SCHEMA_VERSION);
        if (!voteReply.flags().granted()) {
            return;
        }
        if (voteReply.flags().preVote()) {
            moments.on(Moment.PRE_VOTE, message.to());
        } else {
            moments.on(Moment.VOTE, message.from());
            checkers.quorum().onVote(message.from(), voteReply.term(), message.to());
            checkers.electionSafety().onVote(message.from(), voteReply.term(), message.to());
            checkers.monotonicCommit().onTermTold(message.from(), voteReply.term());
        }
    }

    private void onAppendReply(final SimMessage message) {
        appendReply.wrap(
                message.buffer(),
                PeerMessage.BLOCK_OFFSET,
                AppendReplyDecoder.BLOCK_LENGTH,
                AppendReplyDecoder.SCHEMA_VERSION);
        if (!appendReply.flags().rejected()) {
            moments.on(Moment.ACKNOWLEDGED, message.from());
            checkers.monotonicCommit().onTermTold(message.from(), appendReply.term());
            checkers.durability().onTold(message.from(), appendReply.index());
        }
    }

    @Override
    public void onDeliver(final SimMessage message) {
        trace.onDeliver(scheduler.nowNs(), message.id());
    }

    @Override
    public void onLose(final SimMessage message, final String reason) {
        trace.onLose(scheduler.nowNs(), message.id(), reason);
    }

    @Override
    public void onRefused(final SimMessage message) {
        text.read(message);
        throw new SimViolation(
                "every message makes sense",
                "node=" + message.to() + " refuses a message of node=" + message.from() + ": " + text.type() + " "
                        + text.detail());
    }
}
