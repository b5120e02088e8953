package io.balsa.consensus;

import static io.balsa.consensus.ScriptedRaft.ELECTION_TICKS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Leadership that is left or forgotten on request, and elections on request: dissertation, 3.10 and 4.2.3. */
class StepDownTest {

    @Test
    void shouldFollowNobodyWhenLeaderStepsDown() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);
        leader.raft().requestRead();

        leader.raft().stepDown();

        assertThat(leader.settle()).containsExactly("read-refused 1", "role FOLLOWER term=1 leader=0");
        assertThat(leader.raft().propose(1)).isEqualTo(Refusal.NOT_LEADER);
        assertThat(leader.raft().status().votedFor()).as("it keeps its vote").isEqualTo(1);
    }

    @Test
    void shouldChangeNothingWhenItDoesNotLead() {
        final ScriptedRaft node = ScriptedRaft.follower(1);

        node.raft().stepDown();

        assertThat(node.raft().leaderId()).isEqualTo(2);
        assertThat(node.drain()).isEmpty();
    }

    @Test
    void shouldCampaignAgainWhenNobodyElseLeadsAfterItSteppedDown() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);
        leader.raft().stepDown();

        assertThat(leader.tickUntilCampaign()).isBetween(ELECTION_TICKS, 2 * ELECTION_TICKS - 1);
    }

    @Test
    void shouldVoteWhenItForgotItsLeader() {
        final ScriptedRaft node = ScriptedRaft.follower(settings -> settings.checkQuorum(true), 1);
        node.raft().onVoteRequest(3, 2, true, false, 0, 0, 0);
        assertThat(node.settle()).as("it hears its leader").isEmpty();

        assertThat(node.raft().forgetLeader()).isTrue();
        node.raft().onVoteRequest(3, 2, true, false, 0, 0, 0);

        assertThat(node.settle()).contains("vote-reply to=3 term=2 granted pre-vote", "role FOLLOWER term=1 leader=0");
    }

    @Test
    void shouldFollowAgainWhenForgottenLeaderIsHeard() {
        final ScriptedRaft node = ScriptedRaft.follower(1, 1);
        node.raft().forgetLeader();

        node.raft().onAppendRequest(2, 1, 1, 1, 1, 1, 1, 0);

        assertThat(node.raft().leaderId()).isEqualTo(2);
        assertThat(node.settle()).contains("append-reply to=2 term=1 index=2 round=0", "commit 1");
    }

    @Test
    void shouldForgetNobodyWhenItLeadsOrKnowsNoLeader() {
        assertThat(ScriptedRaft.settledLeader(3).raft().forgetLeader()).isFalse();
        assertThat(ScriptedRaft.ofNew(3).raft().forgetLeader()).isFalse();
        assertThat(ScriptedRaft.ofNew(3).candidate().raft().forgetLeader()).isFalse();
    }

    @Test
    void shouldCampaignOnRequestWhenItIsFollowerOrCandidate() {
        final ScriptedRaft node = ScriptedRaft.follower(1);

        node.raft().campaign();
        assertThat(node.raft().term()).isEqualTo(2);
        node.raft().campaign();

        assertThat(node.raft().term()).isEqualTo(3);
        assertThat(node.raft().role()).isEqualTo(Role.CANDIDATE);
    }

    @Test
    void shouldNotCampaignOnRequestWhenItLeads() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);

        leader.raft().campaign();

        assertThat(leader.raft().isLeader()).isTrue();
        assertThat(leader.raft().term()).isEqualTo(1);
    }
}
