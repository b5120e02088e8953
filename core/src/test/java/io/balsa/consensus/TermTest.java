package io.balsa.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Terms as a logical clock: Raft paper, section 5.1 and figure 2, "All Servers". */
class TermTest {

    /** Every message of a higher term, from node 2. */
    static Stream<Arguments> messagesOfTerm9() {
        return messages(9);
    }

    /** Every message of a lower term, from node 2, that would do something in the right term. */
    static Stream<Arguments> messagesOfTerm1() {
        return messages(1);
    }

    private static Stream<Arguments> messages(final long term) {
        return Stream.of(
                message("vote request", raft -> raft.onVoteRequest(2, term, false, false, 0, 9, 9)),
                message("vote reply", raft -> raft.onVoteReply(2, term, false, true)),
                message("refused pre-vote", raft -> raft.onVoteReply(2, term, true, false)),
                message("append", raft -> raft.onAppendRequest(2, term, 0, 0, term, 1, 0, 0)),
                message("append reply", raft -> raft.onAppendReply(2, term, false, 1, 0, 0, 0)),
                message("heartbeat", raft -> raft.onHeartbeat(2, term, 0, 0)),
                message("heartbeat reply", raft -> raft.onHeartbeatReply(2, term, 0)));
    }

    private static Arguments message(final String name, final Consumer<Raft> input) {
        return Arguments.of(Named.of(name, input));
    }

    @ParameterizedTest
    @MethodSource("messagesOfTerm9")
    void shouldEnterHigherTermWhenFollowerSeesIt(final Consumer<Raft> message) {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 2, 1);

        message.accept(node.raft());

        assertThat(node.raft().term()).isEqualTo(9);
        assertThat(node.raft().role()).isEqualTo(Role.FOLLOWER);
    }

    @ParameterizedTest
    @MethodSource("messagesOfTerm9")
    void shouldStepDownWhenCandidateSeesHigherTerm(final Consumer<Raft> message) {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 2, 0).candidate();

        message.accept(node.raft());

        assertThat(node.raft().term()).isEqualTo(9);
        assertThat(node.raft().role()).isEqualTo(Role.FOLLOWER);
    }

    @ParameterizedTest
    @MethodSource("messagesOfTerm9")
    void shouldStepDownWhenLeaderSeesHigherTerm(final Consumer<Raft> message) {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 2, 0).leader();
        assertThat(node.raft().isLeader()).isTrue();

        message.accept(node.raft());

        assertThat(node.raft().term()).isEqualTo(9);
        assertThat(node.raft().role()).isEqualTo(Role.FOLLOWER);
        assertThat(node.raft().propose(1)).isEqualTo(Refusal.NOT_LEADER);
    }

    @ParameterizedTest
    @MethodSource("messagesOfTerm1")
    void shouldChangeNothingWhenMessageIsOfLowerTerm(final Consumer<Raft> message) {
        final ScriptedRaft follower = ScriptedRaft.recovered(3, 2, 0, 1);
        final ScriptedRaft candidate = ScriptedRaft.recovered(3, 1, 0, 1).candidate();
        final ScriptedRaft leader = ScriptedRaft.recovered(3, 1, 0, 1).leader();

        for (final ScriptedRaft node : new ScriptedRaft[] {follower, candidate, leader}) {
            final Role role = node.raft().role();
            final long lastIndex = node.raft().lastIndex();
            final int votedFor = node.raft().status().votedFor();

            message.accept(node.raft());

            assertThat(node.raft().term()).isEqualTo(2);
            assertThat(node.raft().role()).isEqualTo(role);
            assertThat(node.raft().lastIndex()).isEqualTo(lastIndex);
            assertThat(node.raft().status().votedFor()).isEqualTo(votedFor);
            assertThat(node.raft().leaderId()).isNotEqualTo(2);
        }
    }

    /** Otherwise an old leader, which the others may still follow, would never make way for a node with a higher term. */
    @Test
    void shouldTellItsTermWhenOldLeaderIsHeard() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 5, 0, 1);

        node.raft().onAppendRequest(2, 4, 1, 1, 4, 1, 0, 0);
        assertThat(node.drain()).containsExactly("append-reply to=2 term=5 rejected=0 hint=0/0 round=0");

        node.raft().onHeartbeat(2, 4, 0, 0);
        assertThat(node.drain()).containsExactly("append-reply to=2 term=5 rejected=0 hint=0/0 round=0");
        assertThat(node.logTerms()).containsExactly(1L);
    }

    @Test
    void shouldKeepItsVoteWhenLeaderOfTheSameTermIsHeard() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 2, 1);

        node.raft().onHeartbeat(2, 2, 0, 0);

        assertThat(node.raft().status().votedFor()).isEqualTo(1);
        assertThat(node.settle()).doesNotContain("hard-state term=2 vote=0");
    }

    @Test
    void shouldStopWhenTwoLeadersSpeakInOneTerm() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 2, 0);
        node.raft().onHeartbeat(2, 2, 0, 0);

        assertThatThrownBy(() -> node.raft().onHeartbeat(3, 2, 0, 0))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("two leaders in one term: term=2, leaderId=2, from=3, nodeId=1");
    }

    /** Figure 2, "RequestVote", 1: without an answer a candidate that began many terms behind would never catch up. */
    @Test
    void shouldTellItsTermWhenACandidateAsksInAnOlderOne() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 7, 0);
        node.raft().onVoteRequest(2, 4, false, false, 0, 0, 0);
        assertThat(node.settle()).containsExactly("append-reply to=2 term=7 rejected=0 hint=0/0 round=0");

        final ScriptedRaft candidate = ScriptedRaft.recovered(3, 3, 0).candidate();
        candidate.raft().onAppendReply(2, 7, true, 0, 0, 0, 0);

        assertThat(candidate.raft().term()).isEqualTo(7);
        assertThat(candidate.raft().role()).isEqualTo(Role.FOLLOWER);
    }
}
