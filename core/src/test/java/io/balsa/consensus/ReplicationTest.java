package io.balsa.consensus;

import static io.balsa.consensus.ScriptedRaft.ELECTION_TICKS;
import static io.balsa.consensus.ScriptedRaft.HEARTBEAT_TICKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.consensus.progress.ProgressState;
import org.junit.jupiter.api.Test;

/** Log replication as the leader does it: Raft paper, section 5.3 and figure 2, "Leaders". */
class ReplicationTest {

    @Test
    void shouldBeginItsTermWithAnEmptyEntryWhenElected() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 1, 0, 1).candidate();

        node.raft().onVoteReply(2, 2, false, true);

        assertThat(node.drain())
                .containsExactly(
                        "term-start 2/2",
                        "write 2..2",
                        "append to=2 term=2 prev=1/1 entries=2..2@2 commit=0 round=0",
                        "append to=3 term=2 prev=1/1 entries=2..2@2 commit=0 round=0",
                        "role LEADER term=2 leader=1");
    }

    @Test
    void shouldRefuseProposalsWhenItDoesNotLeadOrTermStartIsNotTold() {
        final ScriptedRaft node = ScriptedRaft.ofNew(3).candidate();
        assertThat(node.raft().propose(1)).isEqualTo(Refusal.NOT_LEADER);

        node.raft().onVoteReply(2, 1, false, true);

        assertThat(node.raft().propose(1)).isEqualTo(Refusal.TERM_STARTING);
        node.drain();
        assertThat(node.raft().propose(1)).isEqualTo(2);
    }

    @Test
    void shouldSendWhileItSyncsWhenEntriesAreProposed() {
        final ScriptedRaft leader = ScriptedRaft.ofNew(3).leader().accept(2, 1).accept(3, 1);
        leader.settle();

        assertThat(leader.raft().propose(2)).isEqualTo(2);
        assertThat(leader.raft().propose(1)).isEqualTo(4);

        assertThat(leader.drain())
                .containsExactly(
                        "write 2..4",
                        "append to=2 term=1 prev=1/1 entries=2..4@1 commit=1 round=0",
                        "append to=3 term=1 prev=1/1 entries=2..4@1 commit=1 round=0");
    }

    @Test
    void shouldSendHeartbeatsWhenIntervalPasses() {
        final ScriptedRaft leader = ScriptedRaft.ofNew(3).leader().accept(2, 1);
        leader.settle();

        assertThat(leader.tick(HEARTBEAT_TICKS - 1).drain()).isEmpty();
        assertThat(leader.tick(1).drain())
                .containsExactly("heartbeat to=2 term=1 commit=1 round=0", "heartbeat to=3 term=1 commit=0 round=0");
    }

    /** Section 5.6: heartbeats must come well within the election timeout; settings that cannot do that are refused. */
    @Test
    void shouldRefuseSettingsWhenHeartbeatsWouldNotKeepFollowersQuiet() {
        assertThatThrownBy(() -> RaftConfig.builder(1).ticks(3, 3).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("electionTicks must be greater than heartbeatTicks=3: found=3");
    }

    @Test
    void shouldSendEntriesOfOneTermAtATimeWhenLogHoldsSeveral() {
        final ScriptedRaft leader =
                ScriptedRaft.recovered(3, 4, 0, 1, 1, 3, 4, 4).leader();

        leader.raft().onAppendReply(2, 5, true, 5, 0, 0, 0);

        assertThat(leader.drain("append to=2"))
                .containsExactly("append to=2 term=5 prev=0/0 entries=1..2@1 commit=0 round=0");
        assertThat(leader.accept(2, 2).drain("append to=2"))
                .containsExactly(
                        "append to=2 term=5 prev=2/1 entries=3..3@3 commit=0 round=0",
                        "append to=2 term=5 prev=3/3 entries=4..5@4 commit=0 round=0",
                        "append to=2 term=5 prev=5/4 entries=6..6@5 commit=0 round=0");
    }

    @Test
    void shouldGoOnWhereTheNetworkStoppedWhenItTookLess() {
        final ScriptedRaft leader = ScriptedRaft.ofNew(2).leader().accept(2, 1);
        leader.settle();
        leader.takeAtMost(2).raft().propose(5);

        assertThat(leader.drain("append"))
                .containsExactly(
                        "append to=2 term=1 prev=1/1 entries=2..3@1 commit=1 round=0",
                        "append to=2 term=1 prev=3/1 entries=4..5@1 commit=1 round=0",
                        "append to=2 term=1 prev=5/1 entries=6..6@1 commit=1 round=0");
    }

    @Test
    void shouldSendEntriesLaterWhenTheNetworkTookNone() {
        final ScriptedRaft leader = ScriptedRaft.ofNew(2).leader().accept(2, 1);
        leader.settle();
        leader.raft().propose(1);

        assertThat(leader.disconnect(2).drain("append")).isEmpty();
        assertThat(leader.disconnect(0).drain("append"))
                .containsExactly("append to=2 term=1 prev=1/1 entries=2..2@1 commit=1 round=0");
    }

    @Test
    void shouldHoldBackWhenWindowIsFull() {
        final ScriptedRaft leader = ScriptedRaft.of(
                        2, settings -> settings.maxInflightAppends(2).maxEntriesPerAppend(1))
                .leader()
                .accept(2, 1);
        leader.settle();
        leader.raft().propose(4);

        assertThat(leader.drain("append")).hasSize(2);
        assertThat(leader.drain("append")).isEmpty();
        assertThat(leader.accept(2, 2).drain("append"))
                .containsExactly("append to=2 term=1 prev=3/1 entries=4..4@1 commit=1 round=0");
    }

    @Test
    void shouldRefuseProposalsWhenTooMuchIsUncommitted() {
        final ScriptedRaft leader = ScriptedRaft.of(3, settings -> settings.maxUncommittedEntries(3))
                .leader()
                .accept(2, 1);
        leader.settle();

        assertThat(leader.raft().propose(4)).isEqualTo(Refusal.BACK_PRESSURED);
        assertThat(leader.raft().propose(3)).isEqualTo(2);
        assertThat(leader.raft().propose(1)).isEqualTo(Refusal.BACK_PRESSURED);
        leader.settle();
        leader.accept(2, 4).settle();
        assertThat(leader.raft().propose(3)).isEqualTo(5);
    }

    /** The end of section 5.3: one round per term that differs, not one per entry. */
    @Test
    void shouldSkipWholeTermsWhenFollowerRejects() {
        final ScriptedRaft leader =
                ScriptedRaft.recovered(2, 6, 0, 1, 1, 1, 4, 4, 5, 5, 6, 6, 6).leader();

        // The follower holds 1 1 1 2 2 2 3 3 3 3 3 and rejects prev=10/6: its highest entry with a term up to 6 is
        // 10/3.
        leader.raft().onAppendReply(2, 7, true, 10, 10, 3, 0);

        assertThat(leader.drain("append"))
                .containsExactly("append to=2 term=7 prev=3/1 entries=4..5@4 commit=0 round=0");
    }

    @Test
    void shouldIgnoreRejectionWhenItIsAnOldOne() {
        final ScriptedRaft leader = ScriptedRaft.recovered(2, 1, 0, 1, 1, 1).leader();
        leader.accept(2, 4).settle();

        leader.raft().onAppendReply(2, 2, true, 3, 0, 0, 0);

        assertThat(leader.raft().progressAt(1).state()).isEqualTo(ProgressState.REPLICATE);
        assertThat(leader.raft().progressAt(1).matchIndex()).isEqualTo(4);
        assertThat(leader.drain()).isEmpty();
    }

    @Test
    void shouldIgnoreAcknowledgementWhenItIsAnOldOne() {
        final ScriptedRaft leader = ScriptedRaft.recovered(3, 1, 0, 1, 1, 1).leader();
        leader.accept(2, 4).settle();

        leader.accept(2, 2);

        assertThat(leader.raft().progressAt(1).matchIndex()).isEqualTo(4);
        assertThat(leader.raft().commitIndex()).isEqualTo(4);
        assertThat(leader.drain()).isEmpty();
    }

    @Test
    void shouldStopWhenFollowerAcknowledgesWhatWasNeverSent() {
        final ScriptedRaft leader = ScriptedRaft.ofNew(3).leader();

        assertThatThrownBy(() -> leader.accept(2, 2))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("index=2, lastIndex=1, peerId=2, term=1");
    }

    @Test
    void shouldSendLostEntriesAgainWhenHeartbeatIsAnswered() {
        final ScriptedRaft leader = ScriptedRaft.ofNew(2).leader().accept(2, 1);
        leader.settle();
        leader.raft().propose(3);
        leader.settle();

        // The append is lost. The next one asks for what is missing, and the follower says that it is.
        leader.raft().onHeartbeatReply(2, 1, 0);
        assertThat(leader.drain("append")).containsExactly("append to=2 term=1 prev=4/1 entries=none commit=1 round=0");
        leader.raft().onAppendReply(2, 1, true, 4, 1, 1, 0);

        assertThat(leader.drain("append"))
                .containsExactly("append to=2 term=1 prev=1/1 entries=2..4@1 commit=1 round=0");
    }

    @Test
    void shouldProbeOnceAtATimeWhenMatchIsUnknown() {
        final ScriptedRaft leader = ScriptedRaft.ofNew(3).leader();

        leader.raft().propose(1);

        assertThat(leader.drain("append")).isEmpty();
        leader.raft().onHeartbeatReply(2, 1, 0);
        assertThat(leader.drain("append"))
                .containsExactly("append to=2 term=1 prev=0/0 entries=1..2@1 commit=0 round=0");
        assertThat(leader.drain("append")).isEmpty();
    }

    @Test
    void shouldProbeAgainWhenConnectionBreaks() {
        final ScriptedRaft leader = ScriptedRaft.ofNew(2).leader().accept(2, 1);
        leader.settle();
        leader.raft().propose(2);
        leader.settle();

        leader.raft().onPeerUnreachable(2);

        assertThat(leader.raft().progressAt(1).state()).isEqualTo(ProgressState.PROBE);
        assertThat(leader.drain("append"))
                .containsExactly("append to=2 term=1 prev=1/1 entries=2..3@1 commit=1 round=0");
    }

    @Test
    void shouldNotCommitMoreThanFollowerHoldsWhenHeartbeatIsSent() {
        final ScriptedRaft leader = ScriptedRaft.ofNew(3).leader().accept(2, 1).accept(3, 1);
        leader.settle();
        leader.raft().propose(3);
        leader.settle();
        leader.accept(2, 4).settle();

        assertThat(leader.tick(HEARTBEAT_TICKS).drain("heartbeat"))
                .containsExactly("heartbeat to=2 term=1 commit=4 round=0", "heartbeat to=3 term=1 commit=1 round=0");
    }

    /** Leader append-only (figure 3): whatever its followers hold, a leader adds to its log and changes nothing in it. */
    @Test
    void shouldNeverChangeItsEntriesWhenFollowersDisagree() {
        final ScriptedRaft leader = ScriptedRaft.recovered(3, 4, 0, 1, 3, 4).leader();

        leader.raft().onAppendReply(2, 5, true, 3, 2, 2, 0);
        leader.raft().onAppendReply(3, 5, true, 3, 0, 0, 0);
        leader.raft().propose(1);
        leader.settle();
        leader.tick(ELECTION_TICKS).settle();

        assertThat(leader.logTerms()).containsExactly(1L, 3L, 4L, 5L, 5L);
    }
}
