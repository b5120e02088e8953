package io.balsa.network;

import io.balsa.snapshot.SnapshotId;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** Writes down what a dispatcher tells the core, one line each, and decides like a core from where entries are written. */
final class PeerTranscript implements PeerMessageHandler, SnapshotMessageHandler {
    private final List<String> lines = new ArrayList<>();
    private long writeFrom;

    /** Answers the next appends with this index. */
    PeerTranscript writingFrom(final long index) {
        writeFrom = index;
        return this;
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void onVoteRequest(
            final int from,
            final long term,
            final boolean preVote,
            final boolean leadershipTransfer,
            final int priority,
            final long lastIndex,
            final long lastTerm) {
        lines.add("voteRequest from=" + from + " term=" + term + " preVote=" + preVote + " transfer="
                + leadershipTransfer + " lastIndex=" + lastIndex + " lastTerm=" + lastTerm);
    }

    @Override
    public void onVoteReply(final int from, final long term, final boolean preVote, final boolean granted) {
        lines.add("voteReply from=" + from + " term=" + term + " preVote=" + preVote + " granted=" + granted);
    }

    @Override
    public void onCommitTold(final long index, final long term) {
        final int vote = lines.size() - 1;
        lines.set(vote, lines.get(vote) + " commit=" + index + "/" + term);
    }

    @Override
    public long onAppendRequest(
            final int from,
            final long term,
            final long prevIndex,
            final long prevTerm,
            final long entriesTerm,
            final int entryCount,
            final long commitIndex,
            final long readRound) {
        lines.add("appendRequest from=" + from + " term=" + term + " prevIndex=" + prevIndex + " prevTerm=" + prevTerm
                + " entriesTerm=" + entriesTerm + " entryCount=" + entryCount + " commitIndex=" + commitIndex
                + " readRound=" + readRound);
        return writeFrom;
    }

    @Override
    public void onAppendReply(
            final int from,
            final long term,
            final boolean rejected,
            final long index,
            final long hintIndex,
            final long hintTerm,
            final long readRound) {
        lines.add("appendReply from=" + from + " term=" + term + " rejected=" + rejected + " index=" + index
                + " hintIndex=" + hintIndex + " hintTerm=" + hintTerm + " readRound=" + readRound);
    }

    @Override
    public void onHeartbeat(final int from, final long term, final long commitIndex, final long readRound) {
        lines.add(
                "heartbeat from=" + from + " term=" + term + " commitIndex=" + commitIndex + " readRound=" + readRound);
    }

    @Override
    public void onHeartbeatReply(final int from, final long term, final long readRound) {
        lines.add("heartbeatReply from=" + from + " term=" + term + " readRound=" + readRound);
    }

    @Override
    public void onTimeoutNow(final int from, final long term) {
        lines.add("timeoutNow from=" + from + " term=" + term);
    }

    @Override
    public void onReadRequest(final int from, final long term, final long readId) {
        lines.add("readRequest from=" + from + " term=" + term + " readId=" + readId);
    }

    @Override
    public void onReadReply(final int from, final long term, final long readId, final long index) {
        lines.add("readReply from=" + from + " term=" + term + " readId=" + readId + " index=" + index);
    }

    @Override
    public void onSnapshotRequest(final int from, final long term, final long minIndex) {
        lines.add("snapshotRequest from=" + from + " term=" + term + " minIndex=" + minIndex);
    }

    @Override
    public void onMembershipEntry(final long index) {
        lines.add("membershipEntry index=" + index);
    }

    @Override
    public void onSnapshotOffer(final int from, final long term, final SnapshotId id) {
        lines.add("snapshotOffer from=" + from + " term=" + term + " " + id);
    }

    @Override
    public void onSnapshotPull(final int from, final SnapshotId id, final int fromPart, final int partCount) {
        lines.add("snapshotPull from=" + from + " " + id + " fromPart=" + fromPart + " partCount=" + partCount);
    }

    @Override
    public void onSnapshotPart(
            final int from,
            final SnapshotId id,
            final int number,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        lines.add("snapshotPart from=" + from + " " + id + " number=" + number + " bytes="
                + buffer.getStringWithoutLengthAscii(offset, length));
    }

    @Override
    public void onSnapshotGone(final int from, final SnapshotId id) {
        lines.add("snapshotGone from=" + from + " " + id);
    }

    @Override
    public void onSnapshotEnded(final int from, final long term, final long index, final boolean succeeded) {
        lines.add("snapshotEnded from=" + from + " term=" + term + " index=" + index + " succeeded=" + succeeded);
    }

    @Override
    public void onPeerDisconnected(final int peerId) {
        lines.add("disconnected peer=" + peerId);
    }

    @Override
    public void onPeerUnreachable(final int peer) {
        lines.add("unreachable peer=" + peer);
    }
}
