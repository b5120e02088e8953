package io.balsa.consensus;

import static io.balsa.consensus.ScriptedRaft.ELECTION_TICKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.membership.MembershipChange;
import io.balsa.consensus.membership.MembershipChange.Operation;
import org.junit.jupiter.api.Test;

/** Members that receive entries and do not vote: dissertation, section 4.2.1. */
class LearnerTest {
    private static final int[] NOBODY = {};
    private static final Membership WITH_LEARNER =
            Membership.of(new int[] {1, 2, 3}, NOBODY, new int[] {4}, NOBODY, false);

    @Test
    void shouldReplicateToLearnerWhenEntriesAreProposed() {
        final ScriptedRaft leader = leader(WITH_LEARNER);
        leader.raft().propose(1);

        assertThat(leader.drain("append to=4"))
                .containsExactly("append to=4 term=1 prev=1/1 entries=2..2@1 commit=1 round=0");
    }

    @Test
    void shouldNotCountLearnerWhenItAcknowledges() {
        final ScriptedRaft leader = leader(WITH_LEARNER);
        leader.raft().propose(1);
        leader.settle();

        leader.accept(4, 2).settle();
        assertThat(leader.raft().commitIndex()).isEqualTo(1);
        leader.accept(2, 2).settle();

        assertThat(leader.raft().commitIndex()).isEqualTo(2);
    }

    @Test
    void shouldNotCountLearnerWhenItConfirmsRead() {
        final ScriptedRaft leader = leader(WITH_LEARNER);
        leader.raft().requestRead();
        leader.settle();

        leader.raft().onHeartbeatReply(4, 1, 1);
        assertThat(leader.drain("read")).isEmpty();
        leader.raft().onHeartbeatReply(2, 1, 1);

        assertThat(leader.drain("read")).containsExactly("read-ready 1 at 1");
    }

    @Test
    void shouldStepDownWhenOnlyLearnerIsHeard() {
        final ScriptedRaft leader = ScriptedRaft.of(WITH_LEARNER, 0, 0, settings -> settings.checkQuorum(true))
                .leader()
                .acceptAll();
        leader.tick(ELECTION_TICKS);

        leader.raft().onHeartbeatReply(4, 1, 0);
        leader.tick(ELECTION_TICKS);

        assertThat(leader.raft().isLeader()).isFalse();
    }

    @Test
    void shouldNotAskLearnerForItsVoteWhenCampaigning() {
        final ScriptedRaft node = ScriptedRaft.of(WITH_LEARNER, 0, 0, settings -> settings);

        node.raft().campaign();

        assertThat(node.settle()).noneMatch(line -> line.startsWith("vote-request to=4"));
        node.raft().onVoteReply(4, 1, false, true);
        assertThat(node.raft().role()).isEqualTo(Role.CANDIDATE);
    }

    @Test
    void shouldNotHandLeadershipToLearner() {
        final ScriptedRaft leader = leader(WITH_LEARNER);

        assertThat(leader.raft().transferLeadership(4)).isEqualTo(Refusal.NOT_A_VOTER);
    }

    @Test
    void shouldNeverCampaignWhenItIsLearner() {
        final Membership asLearner = Membership.of(new int[] {2, 3}, NOBODY, new int[] {1}, NOBODY, false);
        final ScriptedRaft node = ScriptedRaft.of(asLearner, 0, 0, settings -> settings);

        node.tick(5 * ELECTION_TICKS).raft().campaign();
        node.raft().onTimeoutNow(2, 0);

        assertThat(node.raft().role()).isEqualTo(Role.FOLLOWER);
        assertThat(node.raft().term()).isZero();
    }

    @Test
    void shouldKeepItsProgressWhenLearnerIsPromoted() {
        final ScriptedRaft leader = leader(WITH_LEARNER).commit(3);

        leader.change(MembershipChange.of(Operation.ADD_VOTER, 4));

        assertThat(leader.raft().membership()).isEqualTo(Membership.ofVoters(1, 2, 3, 4));
        assertThat(leader.progress(4).matchIndex()).isEqualTo(5);
    }

    @Test
    void shouldCampaignWhenItHasAppliedItsPromotion() {
        final Membership asLearner = Membership.of(new int[] {2, 3}, NOBODY, new int[] {1}, NOBODY, false);
        final ScriptedRaft node = ScriptedRaft.of(asLearner, 1, 0, settings -> settings, 1);
        node.raft().onMembershipEntry(1);
        node.raft().onHeartbeat(2, 1, 1, 0);

        node.raft().applyMembership(1, Membership.ofVoters(1, 2, 3));

        assertThat(node.candidate().raft().role()).isEqualTo(Role.CANDIDATE);
    }

    /** Demoted in a joint membership it still votes in the outgoing half, and is a learner only after that is left. */
    @Test
    void shouldCountVoterInTheOutgoingHalfWhenItIsToBecomeLearner() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);
        leader.change(MembershipChange.builder().addLearner(3).addVoter(4).build());
        assertThat(leader.raft().membership().learnersNext()).containsExactly(3);
        assertThat(leader.raft().membership().isVoter(3)).isTrue();
        final long leaveIndex = leader.raft().status().unappliedMembershipIndex();

        leader.accept(4, leaveIndex).settle();
        assertThat(leader.raft().commitIndex())
                .as("1 and 4 of 1 2 4, 1 of 1 2 3")
                .isLessThan(leaveIndex);
        leader.accept(3, leaveIndex).settle();
        assertThat(leader.raft().commitIndex()).isEqualTo(leaveIndex);
        leader.raft()
                .applyMembership(leaveIndex, Membership.of(new int[] {1, 2, 4}, NOBODY, new int[] {3}, NOBODY, false));

        assertThat(leader.raft().membership().isLearner(3)).isTrue();
        assertThat(leader.progress(3).matchIndex()).isEqualTo(leaveIndex);
    }

    private static ScriptedRaft leader(final Membership membership) {
        return ScriptedRaft.of(membership, 0, 0, settings -> settings).leader().acceptAll();
    }
}
