package io.balsa.consensus;

import static io.balsa.consensus.ScriptedRaft.ELECTION_TICKS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** To ask before campaigning: dissertation, section 9.6. */
class PreVoteTest {
    private static final UnaryOperator<RaftConfig.Builder> PRE_VOTE = settings -> settings.preVote(true);

    @Test
    void shouldAskWithoutRaisingItsTermWhenTimeoutPasses() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 4, 2, PRE_VOTE, 1, 4);

        node.tickUntilCampaign();

        assertThat(node.drain())
                .containsExactly(
                        "vote-request to=2 term=5 last=2/4 pre-vote",
                        "vote-request to=3 term=5 last=2/4 pre-vote",
                        "role PRE_CANDIDATE term=4 leader=0");
        assertThat(node.raft().term()).isEqualTo(4);
        assertThat(node.raft().votedFor()).isEqualTo(2);
    }

    @Test
    void shouldCampaignWhenMajorityWouldVote() {
        final ScriptedRaft node = ScriptedRaft.of(3, PRE_VOTE).candidate();

        node.raft().onVoteReply(3, 1, true, true);

        assertThat(node.settle()).contains("hard-state term=1 vote=1", "vote-request to=2 term=1 last=0/0");
        assertThat(node.raft().role()).isEqualTo(Role.CANDIDATE);
    }

    @Test
    void shouldNotTakePreVotesForVotesWhenItCampaigns() {
        final ScriptedRaft node = ScriptedRaft.of(5, PRE_VOTE).candidate();
        node.raft().onVoteReply(2, 1, true, true);
        node.raft().onVoteReply(3, 1, true, true);
        node.settle();

        node.raft().onVoteReply(4, 1, true, true);
        node.raft().onVoteReply(5, 1, true, true);
        assertThat(node.raft().role()).isEqualTo(Role.CANDIDATE);

        node.raft().onVoteReply(4, 1, false, true);
        node.raft().onVoteReply(5, 1, false, true);
        assertThat(node.raft().role()).isEqualTo(Role.LEADER);
    }

    @Test
    void shouldFollowAgainWhenMajorityWouldNotVote() {
        final ScriptedRaft node = ScriptedRaft.of(3, PRE_VOTE).candidate();

        node.raft().onVoteReply(2, 0, true, false);
        node.raft().onVoteReply(3, 0, true, false);

        assertThat(node.raft().role()).isEqualTo(Role.FOLLOWER);
        assertThat(node.raft().term()).isZero();
    }

    /** The point of it all: a node that was cut off comes back in the term it left in and disturbs nobody. */
    @Test
    void shouldKeepItsTermWhenItIsCutOffForLong() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 4, 2, PRE_VOTE, 1, 4);

        node.tick(100 * ELECTION_TICKS).settle();
        assertThat(node.raft().term()).isEqualTo(4);

        node.raft().onHeartbeat(2, 4, 2, 0);
        assertThat(node.raft().role()).isEqualTo(Role.FOLLOWER);
        assertThat(node.raft().leaderId()).isEqualTo(2);
    }

    @Test
    void shouldPromiseNothingWhenItGrantsPreVote() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 4, 0, PRE_VOTE, 1, 4);

        node.raft().onVoteRequest(2, 5, true, false, 2, 4);
        node.raft().onVoteRequest(3, 5, true, false, 2, 4);

        assertThat(node.drain())
                .as("both, at once, in the term they would campaign in, without a hard state")
                .containsExactly("vote-reply to=2 term=5 granted pre-vote", "vote-reply to=3 term=5 granted pre-vote");
        assertThat(node.raft().term()).isEqualTo(4);
        assertThat(node.raft().votedFor()).isZero();
    }

    @Test
    void shouldRefusePreVoteWhenLogIsNotUpToDate() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 4, 0, PRE_VOTE, 1, 4);

        node.raft().onVoteRequest(2, 5, true, false, 9, 3);

        assertThat(node.drain()).containsExactly("vote-reply to=2 term=4 refused pre-vote");
    }

    /** Trap: a node with a higher term beside a lower pre-candidate; it must learn the term, or neither ever wins. */
    @Test
    void shouldTellItsTermWhenPreCandidateIsBehind() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 7, 0, PRE_VOTE, 1);
        final ScriptedRaft behind =
                ScriptedRaft.recovered(3, 4, 0, PRE_VOTE, 1, 4).candidate();

        node.raft().onVoteRequest(1, 5, true, false, 2, 4);
        assertThat(node.drain()).containsExactly("vote-reply to=1 term=7 refused pre-vote");

        behind.raft().onVoteReply(2, 7, true, false);
        assertThat(behind.raft().term()).isEqualTo(7);
        assertThat(behind.raft().role()).isEqualTo(Role.FOLLOWER);
    }

    @Test
    void shouldIgnorePreVoteRepliesWhenTheyAreOfAnotherTerm() {
        final ScriptedRaft node =
                ScriptedRaft.recovered(3, 4, 0, PRE_VOTE, 1, 4).candidate();

        node.raft().onVoteReply(2, 4, true, true);
        node.raft().onVoteReply(3, 6, true, true);

        assertThat(node.raft().role()).isEqualTo(Role.PRE_CANDIDATE);
        assertThat(node.raft().term()).isEqualTo(4);
    }

    @Test
    void shouldVoteForAnotherWhenItIsPreCandidate() {
        final ScriptedRaft node = ScriptedRaft.of(3, PRE_VOTE).candidate();

        node.raft().onVoteRequest(2, 1, false, false, 0, 0);

        assertThat(node.settle()).contains("hard-state term=1 vote=2", "vote-reply to=2 term=1 granted");
        assertThat(node.raft().role()).isEqualTo(Role.FOLLOWER);
    }

    @Test
    void shouldLeadWithoutAskingAnyoneWhenNodeIsAlone() {
        final ScriptedRaft node = ScriptedRaft.of(1, PRE_VOTE);

        node.tickUntilCampaign();
        node.settle();

        assertThat(node.raft().isLeader()).isTrue();
    }
}
