package io.balsa.simulation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.balsa.simulation.TlaState.Role;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One node of a {@link TlaTrace}: keeps what came in and went out during a step until it is seen what the step made of the node, and then
 * tells it in the order of the specification: received, roles, entries, commit, sent.
 */
final class TlaNode {
    private static final Pattern VOTERS = Pattern.compile("voters=\\(([\\d ]*)\\)");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final int id;
    private final List<String> lines;
    private final List<TlaMessage> received = new ArrayList<>();
    private final List<TlaMessage> sent = new ArrayList<>();
    private final Queue<TlaMessage> ownAnswers = new ArrayDeque<>();
    private final List<String> owedAnswers = new ArrayList<>();
    private long sentNs;
    private final Set<Integer> heardFollowers = new HashSet<>();
    private String membership = "";
    private @Nullable TlaState state;
    private long persistedIndex;
    private long toldByVote;

    TlaNode(final int id, final List<String> lines) {
        this.id = id;
        this.lines = lines;
    }

    /** Takes the node's membership; false when it had another one before. */
    boolean join(final String newMembership) {
        final boolean first = membership.isEmpty();
        membership = first ? newMembership : membership;
        return first || membership.equals(newMembership);
    }

    void receive(final TlaMessage message) {
        tellSent();
        received.add(message);
        if (message.isFromLeader()) {
            owedAnswers.add(message.type() + "Resp " + message.endIndex());
        }
    }

    /** Takes what a vote message says is committed. */
    void hearOfCommit(final long index) {
        toldByVote = Math.max(toldByVote, index);
    }

    /** Tells whether the node that is now so could have learned of what it newly committed from vote messages alone. */
    boolean isCommittingByVote(final TlaState now) {
        return state != null
                && now.role() != TlaState.Role.LEADER
                && now.commit() > state.commit()
                && now.commit() <= toldByVote
                && received.stream().noneMatch(each -> each.isFromLeader() && each.commit() >= now.commit());
    }

    /** Takes a message that left, and returns it as the specification knows it; null when it does not know such a message. */
    @Nullable
    TlaMessage send(final long timeNs, final TlaMessage message) {
        // Balsa may answer early with what it held before; the specification answers once, with what the request
        // brought.
        if (message.answersLeader()
                && !owedAnswers.remove(message.type() + " " + message.fields().index())) {
            return null;
        }
        if (sentNs < timeNs) {
            tellSent();
        }
        sentNs = timeNs;
        final boolean answered = heardFollowers.contains(message.to())
                || received.stream().anyMatch(each -> each.from() == message.to() && isAnswer(each));
        final TlaMessage known = message.afterAnswer(answered);
        sent.add(known);
        return known;
    }

    private static boolean isAnswer(final TlaMessage message) {
        return message.type().equals("MsgAppResp") && !message.fields().rejected();
    }

    /** The log is on the disk so far; what that means for a leader is told with the state that is seen next. */
    void persist(final long lastIndex) {
        persistedIndex = lastIndex;
    }

    /** What arrived since the last step has no effect. */
    void crash() {
        if (sent.isEmpty()) {
            received.clear();
        }
    }

    /** Tells a step that sent something and changed nothing that is seen. */
    void tellSent() {
        if (!sent.isEmpty() && state != null) {
            tell(state);
        }
    }

    /** Tells what happened since the last time; this is how the node is seen now. */
    void tell(final long timeNs, final TlaState now) {
        if (sentNs < timeNs) {
            tellSent();
        }
        tell(now);
    }

    private void tell(final TlaState now) {
        if (state == null) {
            state = now;
            event("InitState", now, null);
            return;
        }
        TlaState at = state;
        for (final TlaMessage message : received) {
            at = hear(at, message, now);
        }
        received.clear();
        at = takeRole(at, now);
        at = replicate(at, now);
        answerItself(at);
        sendAll(at, at.commit());
        if (at.role() == Role.LEADER && now.commit() > at.commit()) {
            at = at.committing(now.commit());
            event("Commit", at, null);
        }
        state = now;
        sendAll(now, Long.MAX_VALUE);
    }

    private TlaState hear(final TlaState before, final TlaMessage message, final TlaState now) {
        if (message.term() > now.term()) {
            return before;
        }
        TlaState at = before;
        event("Receive" + message.event(), at, message);
        if (message.term() > at.term()) {
            at = at.in(message.term(), 0).as(Role.FOLLOWER);
            event("BecomeFollower", at, null);
        } else if (message.isFromLeader() && message.term() == at.term() && at.role() == Role.CANDIDATE) {
            at = at.as(Role.FOLLOWER);
            event("BecomeFollower", at, null);
        }
        if (isAnswer(message)) {
            heardFollowers.add(message.from());
        }
        return message.term() == at.term() ? afterwards(at, message, now) : at;
    }

    /** Works out what a message of its term leaves behind. */
    private static TlaState afterwards(final TlaState at, final TlaMessage message, final TlaState now) {
        final boolean votes = message.type().equals("MsgVote") && now.vote() == message.from();
        final boolean accepts = message.isFromLeader() && message.fields().index() <= at.log();
        final long commit = Math.max(at.commit(), Math.min(message.commit(), now.commit()));
        if (votes && now.term() == at.term()) {
            return at.voting(message.from());
        }
        if (!accepts) {
            return at;
        }
        return at.holding(Math.max(at.log(), message.endIndex())).committing(commit);
    }

    private TlaState takeRole(final TlaState before, final TlaState now) {
        TlaState at = before;
        while ((now.role() != Role.FOLLOWER && at.term() < now.term())
                || (now.role() == Role.LEADER && at.role() == Role.FOLLOWER)) {
            at = at.in(at.term() + 1, id).as(Role.CANDIDATE);
            event("BecomeCandidate", at, null);
            final TlaMessage vote = TlaMessage.toItself("MsgVoteResp", id, at.term(), 0);
            event("Send" + vote.event(), at, vote);
            event("Ready", at, null);
            event("Receive" + vote.event(), at, vote);
        }
        if (now.role() == Role.LEADER && at.role() != Role.LEADER) {
            at = at.as(Role.LEADER);
            heardFollowers.clear();
            event("BecomeLeader", at, null);
        } else if (now.role() == Role.FOLLOWER && at.role() != Role.FOLLOWER) {
            at = at.as(Role.FOLLOWER);
            event("BecomeFollower", at, null);
        }
        if (now.role() != Role.LEADER) {
            ownAnswers.clear();
        }
        return at;
    }

    private TlaState replicate(final TlaState before, final TlaState now) {
        TlaState at = before;
        while (now.role() == Role.LEADER && at.log() < now.log()) {
            at = at.holding(at.log() + 1);
            event("Replicate", at, null);
            final TlaMessage answer = TlaMessage.toItself("MsgAppResp", id, at.term(), at.log());
            event("Send" + answer.event(), at, answer);
            ownAnswers.add(answer);
        }
        return at;
    }

    private void answerItself(final TlaState at) {
        while (!ownAnswers.isEmpty() && ownAnswers.element().fields().index() <= persistedIndex) {
            final TlaMessage answer = ownAnswers.remove();
            event("Ready", at, null);
            event("Receive" + answer.event(), at, answer);
        }
    }

    /** Tells what was sent with a commit index up to the given one. */
    private void sendAll(final TlaState at, final long mostCommit) {
        boolean any = false;
        for (final TlaMessage message : List.copyOf(sent)) {
            if (message.fields().commitIndex() <= mostCommit) {
                sent.remove(message);
                event("Send" + message.event(), at, message);
                any = true;
            }
        }
        if (any) {
            event("Ready", at, null);
        }
    }

    // ---- lines; every index and term is one higher than Balsa's, see TlaTrace

    private void event(final String name, final TlaState at, final @Nullable TlaMessage message) {
        final ObjectNode line = MAPPER.createObjectNode();
        line.put("tag", "trace").put("ts", String.format(Locale.ROOT, "%08d", lines.size() + 1));
        final ObjectNode event = line.putObject("event").put("name", name).put("nid", name(id));
        event.putObject("state")
                .put("term", at.term() + 1)
                .put("vote", name(at.vote()))
                .put("commit", at.commit() + 1);
        event.put("role", at.role().word()).put("log", at.log() + 1);
        final ArrayNode conf = event.putArray("conf");
        final ArrayNode voters = conf.addArray();
        conf.addArray();
        final Matcher found = VOTERS.matcher(membership);
        if (found.find()) {
            Pattern.compile(" ").splitAsStream(found.group(1)).forEach(voters::add);
        }
        if (message != null) {
            write(message, event.putObject("msg"));
        }
        lines.add(line.toString());
    }

    private static void write(final TlaMessage message, final ObjectNode msg) {
        msg.put("type", message.type()).put("term", message.term() + 1);
        msg.put("from", name(message.from())).put("to", name(message.to()));
        msg.put("entries", message.fields().entryCount());
        msg.put("logTerm", message.isAboutLog() ? message.fields().logTerm() + 1 : 0);
        msg.put("index", message.isAboutLog() ? message.fields().index() + 1 : 0);
        msg.put("commit", message.toldCommit()).put("vote", name(0));
        msg.put("reject", message.fields().rejected()).put("rejectHint", 0);
    }

    private static String name(final int nodeId) {
        return Integer.toString(nodeId);
    }
}
