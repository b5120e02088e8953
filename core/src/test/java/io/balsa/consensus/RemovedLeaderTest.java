package io.balsa.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.membership.MembershipChange;
import io.balsa.consensus.membership.MembershipChange.Operation;
import org.junit.jupiter.api.Test;

/** A leader that is removed manages the group until the change is committed, and no longer (dissertation, 4.2.2). */
class RemovedLeaderTest {
    private static final MembershipChange REMOVE_SELF = MembershipChange.of(Operation.REMOVE, 1);

    @Test
    void shouldRefuseProposalsWhenLeaderThatLeadsOnWasRemoved() {
        final ScriptedRaft leader = ScriptedRaft.of(3, settings -> settings.stepDownOnRemoval(false))
                .leader()
                .accept(2, 1);
        leader.settle();
        assertThat(leader.raft().proposeMembership(REMOVE_SELF, 0)).isEqualTo(2);
        leader.settle();
        leader.accept(2, 2).settle();

        leader.raft().applyMembership(2, Membership.ofVoters(2, 3));

        assertThat(leader.raft().isLeader()).isTrue();
        assertThat(leader.raft().propose(1)).isEqualTo(Refusal.NOT_A_MEMBER);
        assertThat(leader.raft().proposeMembership(MembershipChange.of(Operation.ADD_VOTER, 1), 0))
                .isEqualTo(Refusal.NOT_A_MEMBER);
        assertThat(Refusal.name(Refusal.NOT_A_MEMBER)).isEqualTo("NOT_A_MEMBER");
    }

    @Test
    void shouldStepDownWhenRemovalIsAppliedAndNotBefore() {
        final ScriptedRaft leader = ScriptedRaft.ofNew(3).leader().accept(2, 1);
        leader.settle();
        leader.raft().proposeMembership(REMOVE_SELF, 0);
        leader.settle();
        leader.accept(2, 2).settle();
        assertThat(leader.raft().commitIndex()).isEqualTo(2);
        assertThat(leader.raft().isLeader()).isTrue();

        leader.raft().applyMembership(2, Membership.ofVoters(2, 3));

        assertThat(leader.raft().role()).isEqualTo(Role.FOLLOWER);
        assertThat(leader.raft().status().isPromotable()).isFalse();
    }
}
