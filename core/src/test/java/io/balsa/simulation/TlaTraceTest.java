package io.balsa.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.balsa.consensus.Role;
import io.balsa.disk.SimDisk.Survival;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A run in the words of the specification. Each line of {@link #words}: name, node, term, vote, log, commit, message. */
class TlaTraceTest {
    private final TlaTrace trace = new TlaTrace();

    @Test
    void shouldTellAnElectionWhenOneOfTwoNodesCampaigns() throws IOException {
        start();
        state(10, 1, Role.PRE_CANDIDATE, 0, 0, 0, 0);
        send(11, 1, 1, 2, "VoteRequest", 1, new MessageFields(0, 0, 0, 0, false, true));
        trace.onDeliver(12, 1);
        send(20, 2, 1, 2, "VoteRequest", 1, new MessageFields(0, 0, 0, 0, false, false));
        state(20, 1, Role.CANDIDATE, 1, 1, 0, 0);
        trace.onDeliver(30, 2);
        send(30, 3, 2, 1, "VoteReply", 1, new MessageFields(0, 0, 0, 0, false, false));
        state(30, 2, Role.FOLLOWER, 1, 1, 0, 0);
        trace.onDeliver(40, 3);
        state(40, 1, Role.LEADER, 1, 1, 1, 0);

        assertThat(words())
                .containsExactly(
                        "InitState 1 StateFollower 1 0 1 1",
                        "InitState 2 StateFollower 1 0 1 1",
                        "BecomeCandidate 1 StateCandidate 2 1 1 1",
                        "SendRequestVoteResponse 1 StateCandidate 2 1 1 1 MsgVoteResp 1>1 term=2 0/0 entries=0 commit=0",
                        "Ready 1 StateCandidate 2 1 1 1",
                        "ReceiveRequestVoteResponse 1 StateCandidate 2 1 1 1 MsgVoteResp 1>1 term=2 0/0 entries=0 commit=0",
                        "SendRequestVoteRequest 1 StateCandidate 2 1 1 1 MsgVote 1>2 term=2 1/1 entries=0 commit=0",
                        "Ready 1 StateCandidate 2 1 1 1",
                        "ReceiveRequestVoteRequest 2 StateFollower 1 0 1 1 MsgVote 1>2 term=2 1/1 entries=0 commit=0",
                        "BecomeFollower 2 StateFollower 2 0 1 1",
                        "SendRequestVoteResponse 2 StateFollower 2 1 1 1 MsgVoteResp 2>1 term=2 0/0 entries=0 commit=0",
                        "Ready 2 StateFollower 2 1 1 1",
                        "ReceiveRequestVoteResponse 1 StateCandidate 2 1 1 1 MsgVoteResp 2>1 term=2 0/0 entries=0 commit=0",
                        "BecomeLeader 1 StateLeader 2 1 1 1",
                        "Replicate 1 StateLeader 2 1 2 1",
                        "SendAppendEntriesResponse 1 StateLeader 2 1 2 1 MsgAppResp 1>1 term=2 2/1 entries=0 commit=0");
    }

    @Test
    void shouldLeaveOutAVoteRequestWhenItsReceiverDoesNotListen() throws IOException {
        start();
        send(10, 1, 1, 2, "VoteRequest", 5, new MessageFields(0, 0, 0, 0, false, false));
        state(10, 1, Role.CANDIDATE, 5, 1, 0, 0);
        trace.onDeliver(20, 1);
        state(20, 2, Role.FOLLOWER, 0, 0, 0, 0);

        assertThat(words()).noneMatch(line -> line.startsWith("ReceiveRequestVoteRequest"));
    }

    @Test
    void shouldEndWhenANodeRestarts() throws IOException {
        start();
        trace.onFault(10, 2, "crash", "");
        final List<String> before = words();
        trace.onFault(11, 2, "restart", "");
        state(12, 2, Role.FOLLOWER, 3, 0, 0, 0);

        assertThat(words()).isEqualTo(before);
        assertThat(trace.endReason()).isEqualTo("a node restarts");
    }

    @Test
    void shouldEndWhenAMembershipChanges() throws IOException {
        start();
        trace.onMembership(10, 1, "voters=(1 2 3)");

        assertThat(trace.endReason()).isEqualTo("a membership changes");
    }

    /** What the specification checks first of each line, over a whole run with an election, commands, loss and a crash. */
    @Test
    void shouldTellEachNodesTermAndCommitRisingWhenARunIsTold() throws IOException {
        final SimWorld world = new SimWorld(11, 3, 1, 0, 30e6, trace);
        world.weather().drop(0.1);
        world.start();
        world.scheduler().runUntil(400_000_000L);
        final SimMachine leader = world.leader();
        assertThat(leader).isNotNull();
        leader.cutPower(Survival.FORCED_ONLY, Long.MAX_VALUE / 2);
        world.scheduler().runUntil(1_200_000_000L);

        final Map<String, Long> last = new HashMap<>();
        final List<String> names = new ArrayList<>();
        for (final JsonNode line : events()) {
            final String nid = line.get("nid").asText();
            names.add(line.get("name").asText());
            for (final String field : List.of("term", "commit")) {
                final long now = line.get("state").get(field).asLong();
                assertThat(now).as(line.toString()).isGreaterThanOrEqualTo(last.getOrDefault(nid + field, 0L));
                last.put(nid + field, now);
            }
            assertThat(line.get("log").asLong()).as(line.toString()).isGreaterThanOrEqualTo(last.get(nid + "commit"));
        }
        assertThat(trace.endReason()).isEmpty();
        assertThat(names.stream().filter("BecomeLeader"::equals)).hasSize(2);
        assertThat(names).contains("Commit", "Replicate", "ReceiveAppendEntriesResponse");
    }

    private void start() {
        for (int nodeId = 1; nodeId <= 2; nodeId++) {
            trace.onMembership(0, nodeId, "voters=(1 2)");
            state(0, nodeId, Role.FOLLOWER, 0, 0, 0, 0);
        }
    }

    private void state(
            final long timeNs,
            final int nodeId,
            final Role role,
            final long term,
            final int vote,
            final long lastIndex,
            final long commitIndex) {
        trace.onState(timeNs, nodeId, role, term, vote, 0, 1, lastIndex, 0, commitIndex, commitIndex);
    }

    private void send(
            final long timeNs,
            final long messageId,
            final int from,
            final int to,
            final String type,
            final long term,
            final MessageFields fields) {
        trace.onSend(timeNs, messageId, from, to, type, term, "");
        trace.onFields(messageId, fields);
    }

    private List<JsonNode> events() throws IOException {
        final List<JsonNode> events = new ArrayList<>();
        for (final String line : trace.lines()) {
            final JsonNode read = new ObjectMapper().readTree(line);
            assertThat(read.get("tag").asText()).isEqualTo("trace");
            events.add(read.get("event"));
        }
        return events;
    }

    private List<String> words() throws IOException {
        final List<String> words = new ArrayList<>();
        for (final JsonNode event : events()) {
            assertThat(event.get("conf").toString()).isEqualTo("[[\"1\",\"2\"],[]]");
            final JsonNode state = event.get("state");
            words.add(String.join(
                            " ",
                            event.get("name").asText(),
                            event.get("nid").asText(),
                            event.get("role").asText(),
                            state.get("term").asText(),
                            state.get("vote").asText(),
                            event.get("log").asText(),
                            state.get("commit").asText())
                    + (event.has("msg") ? " " + message(event.get("msg")) : ""));
        }
        return words;
    }

    private static String message(final JsonNode message) {
        return message.get("type").asText() + " " + message.get("from").asText() + ">"
                + message.get("to").asText() + " term=" + message.get("term") + " " + message.get("index") + "/"
                + message.get("logTerm") + " entries=" + message.get("entries") + " commit=" + message.get("commit");
    }
}
