package io.balsa.consensus;

import static io.balsa.consensus.ScriptedRaft.ELECTION_TICKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.consensus.membership.Membership;
import org.junit.jupiter.api.Test;

/** To hand leadership over: dissertation, section 3.10. */
class LeadershipTransferTest {

    @Test
    void shouldTellFollowerToCampaignWhenItHoldsEverything() {
        final ScriptedRaft leader = ScriptedRaft.ofNew(3).leader().accept(2, 1);
        leader.settle();

        assertThat(leader.raft().transferLeadership(2)).isZero();

        assertThat(leader.drain()).containsExactly("timeout-now to=2 term=1");
        assertThat(leader.drain()).isEmpty();
    }

    @Test
    void shouldBringFollowerUpToDateFirstWhenItLagsBehind() {
        final ScriptedRaft leader = ScriptedRaft.ofNew(3).leader().accept(2, 1).accept(3, 1);
        leader.settle();
        leader.raft().propose(2);
        leader.settle();

        leader.raft().transferLeadership(2);
        assertThat(leader.accept(2, 2).drain("timeout-now")).isEmpty();

        assertThat(leader.accept(2, 3).drain("timeout-now")).containsExactly("timeout-now to=2 term=1");
    }

    @Test
    void shouldRefuseProposalsUntilItIsGivenUpWhenTransferIsUnderWay() {
        final ScriptedRaft leader = ScriptedRaft.ofNew(3).leader().accept(2, 1);
        leader.raft().transferLeadership(3);

        assertThat(leader.raft().propose(1)).isEqualTo(Refusal.TRANSFERRING);
        leader.tick(ELECTION_TICKS - 1);
        assertThat(leader.raft().propose(1)).isEqualTo(Refusal.TRANSFERRING);

        leader.tick(1);
        assertThat(leader.raft().propose(1)).isEqualTo(2);
    }

    @Test
    void shouldRefuseWhenItDoesNotLeadOrTargetIsNoVoter() {
        final Membership membership = Membership.of(new int[] {1, 2}, new int[0], new int[] {3}, new int[0], false);
        final ScriptedRaft node = ScriptedRaft.of(membership, 0, 0, settings -> settings);
        assertThat(node.raft().transferLeadership(2)).isEqualTo(Refusal.NOT_LEADER);

        node.leader();

        assertThat(node.raft().transferLeadership(3)).isEqualTo(Refusal.NOT_A_VOTER);
        assertThat(node.raft().transferLeadership(9)).isEqualTo(Refusal.NOT_A_VOTER);
        assertThat(node.raft().propose(1)).isEqualTo(2);
    }

    @Test
    void shouldStayLeaderWhenTargetIsItself() {
        final ScriptedRaft leader = ScriptedRaft.ofNew(3).leader();

        assertThat(leader.raft().transferLeadership(1)).isZero();

        assertThat(leader.raft().propose(1)).isEqualTo(2);
    }

    @Test
    void shouldCampaignAtOnceAndSayWhyWhenToldTo() {
        final ScriptedRaft node = ScriptedRaft.recovered(
                3, 1, 0, settings -> settings.preVote(true).checkQuorum(true), 1);
        node.raft().onHeartbeat(2, 1, 1, 0);
        node.settle();

        node.raft().onTimeoutNow(2, 1);

        assertThat(node.settle())
                .containsSequence(
                        "vote-request to=2 term=2 last=1/1 transfer", "vote-request to=3 term=2 last=1/1 transfer");
    }

    @Test
    void shouldIgnoreOrderToCampaignWhenItIsOfEarlierTermOrNodeIsNoVoter() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 4, 0, 1);
        node.raft().onTimeoutNow(2, 3);
        assertThat(node.raft().role()).isEqualTo(Role.FOLLOWER);
        assertThat(node.raft().term()).isEqualTo(4);

        final ScriptedRaft learner = ScriptedRaft.of(
                Membership.of(new int[] {2, 3}, new int[0], new int[] {1}, new int[0], false),
                1,
                0,
                settings -> settings);
        learner.raft().onTimeoutNow(2, 1);
        assertThat(learner.raft().role()).isEqualTo(Role.FOLLOWER);
    }

    /** The order may overtake the leader's first append. */
    @Test
    void shouldCampaignInTheNextTermWhenOrderIsOfHigherTerm() {
        final ScriptedRaft node = ScriptedRaft.ofNew(3);

        node.raft().onTimeoutNow(2, 5);

        assertThat(node.raft().term()).isEqualTo(6);
        assertThat(node.raft().role()).isEqualTo(Role.CANDIDATE);
    }

    @Test
    void shouldTellNewTargetWhenTransferIsRedirected() {
        final ScriptedRaft leader = ScriptedRaft.ofNew(3).leader().accept(2, 1).accept(3, 1);
        leader.settle();
        leader.raft().transferLeadership(2);
        leader.settle();

        leader.raft().transferLeadership(3);

        assertThat(leader.drain()).containsExactly("timeout-now to=3 term=1", "transfer-ended to=2 failed");
    }

    @Test
    void shouldNotGoOnWithTransferWhenItLeadsAgainLater() {
        final ScriptedRaft node = ScriptedRaft.ofNew(3).leader();
        node.raft().transferLeadership(2);
        node.raft().onHeartbeat(3, 2, 0, 0);
        node.settle();

        node.leader();

        assertThat(node.raft().isLeader()).isTrue();
        assertThat(node.raft().propose(1)).isPositive();
    }
}
