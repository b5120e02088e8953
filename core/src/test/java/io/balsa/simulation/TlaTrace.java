package io.balsa.simulation;

import io.balsa.consensus.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a run as newline-delimited JSON in the form that the TLA+ trace validation of etcd's raft reads ({@code Traceetcdraft.tla} in
 * etcd-io/raft), so that the published specification can judge it.
 *
 * <p>A line is {@code {"tag": "trace", "ts": its number, "event": {name, nid, state: {term, vote, commit}, role, log, conf, msg}}};
 * numbers of nodes are strings, {@code log} is the last index, {@code conf} the two sets of voters. What becomes which event:
 *
 * <pre>
 * a node is seen for the first time        InitState
 * it campaigns (role CANDIDATE)            BecomeCandidate, and its vote for itself: SendRequestVoteResponse, Ready,
 *                                          ReceiveRequestVoteResponse
 * it leads                                 BecomeLeader
 * it follows, by a message or by itself    BecomeFollower
 * a leader appends an entry                Replicate, and its own answer: SendAppendEntriesResponse
 * a leader's log is on its disk            Ready, ReceiveAppendEntriesResponse from itself
 * a leader's commit index grows            Commit
 * VoteRequest, VoteReply                   (Send|Receive)RequestVote(Request|Response), MsgVote, MsgVoteResp
 * AppendRequest, AppendReply               (Send|Receive)AppendEntries(Request|Response), MsgApp, MsgAppResp
 * Heartbeat, HeartbeatReply                the same, MsgHeartbeat, MsgHeartbeatResp
 * messages have left                       Ready
 * </pre>
 *
 * A {@code Receive} line shows the node as it was before, any other line as it was after. Where Balsa and the specification differ:
 *
 * <ul>
 *   <li>A group of etcd begins with an entry of its members that is committed in term 1, one of Balsa with an empty log in term 0. So every
 *       index and every term is written one higher than it is.
 *   <li>Pre-votes change nothing that the specification knows: their messages are left out, and PRE_CANDIDATE is a follower.
 *   <li>A node that hears a leader does not listen to a vote request of a higher term (dissertation, section 4.2.3). Such a request is
 *       left out, as if it were lost; so is whatever else the term of its receiver does not follow.
 *   <li>The specification persists everything with {@code Ready} before messages leave. A leader of Balsa sends while it writes, so
 *       {@code Ready} stands where messages leave; that a leader counts only what it has written is kept, by its answer to itself.
 *   <li>One answer may stand for several requests; the specification's other answers are then never received. An answer that says less than
 *       the last index of a request, because the rest is not on disk yet, or only that the leader is heard, is left out.
 *   <li>An AppendRequest says the leader's commit index, the specification's at most the last index that it carries; the line says the
 *       latter.
 *   <li>A node may take several messages in one step. The states between them are worked out from the messages; what is seen of the node
 *       after the step is what counts for the next line.
 * </ul>
 *
 * The trace ends before the first event that the specification has no word for, {@link #endReason()}: a restart (Balsa does not store the
 * commit index; the specification does), a membership that is not the first, a snapshot, a commit learned from a vote message. Times
 * and labels are left out.
 *
 * <p>Threading: the run's one thread.
 */
final class TlaTrace implements RunTrace {
    private static final Map<String, String> TYPES = Map.of(
            "VoteRequest", "MsgVote",
            "VoteReply", "MsgVoteResp",
            "PreVoteRequest", "MsgPreVote",
            "PreVoteReply", "MsgPreVoteResp",
            "AppendRequest", "MsgApp",
            "AppendReply", "MsgAppResp",
            "Heartbeat", "MsgHeartbeat",
            "HeartbeatReply", "MsgHeartbeatResp");

    private final List<String> lines = new ArrayList<>();
    private final Map<Integer, TlaNode> nodes = new HashMap<>();
    private final Map<Long, TlaMessage> messages = new HashMap<>();
    private String endReason = "";
    private long nowNs;

    /** Returns why the trace ended before the run did; empty when it did not. */
    String endReason() {
        return endReason;
    }

    /** Tells all that is still waiting for what comes after it, and returns the lines. */
    List<String> lines() {
        if (endReason.isEmpty()) {
            nodes.values().forEach(TlaNode::tellSent);
        }
        return lines;
    }

    /** Writes the lines to a file, which is replaced if it exists. */
    void write(final Path file) throws IOException {
        Files.write(file, lines());
    }

    @Override
    public void onMembership(final long timeNs, final int nodeId, final String membership) {
        if (endReason.isEmpty() && !node(nodeId).join(membership)) {
            end("a membership changes");
        }
    }

    @Override
    public void onState(
            final long timeNs,
            final int nodeId,
            final Role role,
            final long term,
            final int votedFor,
            final int leaderId,
            final long firstIndex,
            final long lastIndex,
            final long lastTerm,
            final long commitIndex,
            final long appliedIndex) {
        if (!endReason.isEmpty()) {
            return;
        }
        final TlaState now = new TlaState(TlaState.Role.of(role), term, votedFor, lastIndex, commitIndex);
        if (node(nodeId).isCommittingByVote(now)) {
            end("a vote message tells a node of a commit");
        } else {
            node(nodeId).tell(timeNs, now);
        }
    }

    @Override
    public void onPersist(final long timeNs, final int nodeId, final long lastIndex) {
        if (endReason.isEmpty()) {
            node(nodeId).persist(lastIndex);
        }
    }

    @Override
    public void onSend(
            final long timeNs,
            final long messageId,
            final int from,
            final int to,
            final String type,
            final long term,
            final String detail) {
        nowNs = timeNs;
        if (!endReason.isEmpty()) {
            return;
        }
        if (type.equals("SnapshotOffer")) {
            end("a snapshot is offered");
        } else if (TYPES.containsKey(type)) {
            messages.put(messageId, new TlaMessage(TYPES.get(type), from, to, term, MessageFields.NONE, false));
        }
    }

    @Override
    public void onFields(final long messageId, final MessageFields fields) {
        final TlaMessage message = messages.remove(messageId);
        if (message != null && endReason.isEmpty()) {
            final TlaMessage whole =
                    new TlaMessage(message.type(), message.from(), message.to(), message.term(), fields, false);
            final TlaMessage known =
                    fields.preVote() ? whole : node(message.from()).send(nowNs, whole);
            if (known != null) {
                messages.put(messageId, known);
            }
        }
    }

    @Override
    public void onDeliver(final long timeNs, final long messageId) {
        final TlaMessage message = messages.remove(messageId);
        if (message == null || !endReason.isEmpty()) {
            return;
        }
        if (message.isAboutVote()) {
            node(message.to()).hearOfCommit(message.fields().commitIndex());
        }
        if (!message.fields().preVote()) {
            node(message.from()).tellSent();
            node(message.to()).receive(message);
        }
    }

    @Override
    public void onLose(final long timeNs, final long messageId, final String reason) {
        messages.remove(messageId);
    }

    @Override
    public void onFault(final long timeNs, final int nodeId, final String kind, final String text) {
        if (kind.equals("crash")) {
            node(nodeId).crash();
        } else if (kind.equals("restart")) {
            end("a node restarts");
        }
    }

    private void end(final String reason) {
        lines();
        endReason = reason;
    }

    private TlaNode node(final int nodeId) {
        return nodes.computeIfAbsent(nodeId, id -> new TlaNode(id, lines));
    }
}
