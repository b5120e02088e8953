package io.balsa.consensus;

import static io.balsa.consensus.ScriptedRaft.ELECTION_TICKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.membership.MembershipChange;
import io.balsa.consensus.membership.MembershipChange.Operation;
import io.balsa.consensus.membership.MembershipChange.Transition;
import org.junit.jupiter.api.Test;

/** Arbitrary changes through a joint membership: Raft paper, section 6; dissertation, 4.3. */
class JointConsensusTest {
    private static final int[] NOBODY = {};
    private static final MembershipChange REPLACE_3_BY_4 =
            MembershipChange.builder().addVoter(4).remove(3).build();

    @Test
    void shouldNeedBothMajoritiesToCommitWhenJoint() {
        final ScriptedRaft leader = joint(new int[] {1, 4, 5}, new int[] {1, 2, 3}, false);
        leader.raft().propose(1);
        leader.settle();

        leader.accept(4, 2).accept(5, 2).settle();
        assertThat(leader.raft().commitIndex()).isEqualTo(1);
        leader.accept(2, 2).settle();

        assertThat(leader.raft().commitIndex()).isEqualTo(2);
    }

    @Test
    void shouldNeedBothMajoritiesToBeElectedWhenJoint() {
        final Membership joint = Membership.of(new int[] {1, 4, 5}, new int[] {1, 2, 3}, NOBODY, NOBODY, false);
        final ScriptedRaft node =
                ScriptedRaft.of(joint, 0, 0, settings -> settings).candidate();

        node.raft().onVoteReply(4, 1, false, true);
        node.raft().onVoteReply(5, 1, false, true);
        assertThat(node.raft().role()).isEqualTo(Role.CANDIDATE);
        node.raft().onVoteReply(2, 1, false, true);

        assertThat(node.raft().role()).isEqualTo(Role.LEADER);
    }

    /** The leader leaves by itself, once: what is due follows from the membership, not from having made it. */
    @Test
    void shouldLeaveJointMembershipWhenItIsApplied() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);
        final long index = leader.raft().proposeMembership(REPLACE_3_BY_4, 0);
        leader.acceptAll();
        assertThat(leader.drain("leave-joint")).as("not applied yet").isEmpty();

        leader.raft().applyMembership(index, joint());

        assertThat(leader.drain()).startsWith("leave-joint 3/1", "write 3..3");
        assertThat(leader.acceptAll().settle()).isEmpty();
        assertThat(leader.raft().status().unappliedMembershipIndex()).isEqualTo(3);
        leader.raft().applyMembership(3, Membership.ofVoters(1, 2, 4));
        assertThat(leader.settle()).noneMatch(line -> line.startsWith("leave-joint"));
        assertThat(leader.raft().proposeMembership(REPLACE_3_BY_4, 0)).isPositive();
    }

    @Test
    void shouldNotBeLeftWhenJointMembershipIsNotCommitted() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);

        leader.raft().proposeMembership(REPLACE_3_BY_4, 0);

        assertThat(leader.settle()).noneMatch(line -> line.startsWith("leave-joint"));
    }

    @Test
    void shouldRefuseOtherChangesWhenJointMembershipIsBeingLeft() {
        final ScriptedRaft leader = joint(new int[] {1, 2, 4}, new int[] {1, 2, 3}, true);

        assertThat(leader.raft().status().unappliedMembershipIndex()).isEqualTo(2);

        assertThat(leader.raft().proposeMembership(MembershipChange.leaveJoint(), 0))
                .isEqualTo(Refusal.MEMBERSHIP_PENDING);
    }

    /** A leader that takes over in the middle finishes what another began, after its own first commit. */
    @Test
    void shouldLeaveJointMembershipWhenAnotherLeaderEnteredIt() {
        final Membership joint = Membership.of(new int[] {1, 2, 4}, new int[] {1, 2, 3}, NOBODY, NOBODY, true);
        final ScriptedRaft leader =
                ScriptedRaft.of(joint, 3, 0, settings -> settings, 1, 3).leader();
        assertThat(leader.raft().lastIndex())
                .as("its first entry is not committed")
                .isEqualTo(3);

        leader.accept(2, 3).settle();

        assertThat(leader.drain()).isEmpty();
        assertThat(leader.raft().lastIndex()).isEqualTo(4);
        assertThat(leader.raft().status().unappliedMembershipIndex()).isEqualTo(4);
    }

    @Test
    void shouldNotLeaveBeforeTheTransferEndsWhenLeadershipIsHandedOver() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);
        final long index = leader.raft().proposeMembership(REPLACE_3_BY_4, 0);
        leader.acceptAll();
        leader.raft().transferLeadership(2);
        leader.raft().applyMembership(index, joint());

        assertThat(leader.settle()).noneMatch(line -> line.startsWith("leave-joint"));

        assertThat(leader.tick(ELECTION_TICKS).settle()).contains("leave-joint 3/1");
    }

    @Test
    void shouldStayJointWhenItIsToBeLeftByRequest() {
        final ScriptedRaft leader = joint(new int[] {1, 2, 4}, new int[] {1, 2, 3}, false);
        assertThat(leader.settle()).isEmpty();
        assertThat(leader.raft().proposeMembership(MembershipChange.of(Operation.ADD_VOTER, 9), 0))
                .isEqualTo(Refusal.JOINT);
        assertThat(leader.raft().proposeMembership(explicit(), 0)).isEqualTo(Refusal.JOINT);

        leader.change(MembershipChange.leaveJoint());

        assertThat(leader.raft().membership()).isEqualTo(Membership.ofVoters(1, 2, 4));
    }

    /** It still votes in the outgoing half: stepping down earlier would leave nobody to finish. */
    @Test
    void shouldStepDownOnlyAfterLeavingWhenLeaderIsNotInTheNewHalf() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);
        final MembershipChange replaceLeader =
                MembershipChange.builder().addVoter(4).remove(1).build();

        leader.change(replaceLeader);
        assertThat(leader.raft().isLeader()).isTrue();
        final long leaveIndex = leader.raft().status().unappliedMembershipIndex();
        leader.acceptAll();
        assertThat(leader.raft().commitIndex()).isEqualTo(leaveIndex);
        leader.raft().applyMembership(leaveIndex, Membership.ofVoters(2, 3, 4));

        assertThat(leader.raft().role()).isEqualTo(Role.FOLLOWER);
    }

    /** A voter of both halves counts once in each; one that leaves is sent to until the joint membership is left. */
    @Test
    void shouldSendToLeavingVoterUntilJointMembershipIsLeft() {
        final ScriptedRaft leader = joint(new int[] {1, 2, 4}, new int[] {1, 2, 3}, false);
        leader.raft().propose(1);
        assertThat(leader.drain("append to=3")).hasSize(1);
        leader.acceptAll();

        leader.change(MembershipChange.leaveJoint());
        leader.raft().propose(1);

        assertThat(leader.settle()).noneMatch(line -> line.contains("to=3"));
    }

    private static MembershipChange explicit() {
        return MembershipChange.builder()
                .addVoter(9)
                .transition(Transition.EXPLICIT)
                .build();
    }

    private static Membership joint() {
        return Membership.of(new int[] {1, 2, 4}, new int[] {1, 2, 3}, NOBODY, NOBODY, true);
    }

    /** Returns a leader whose members hold its first entry, and that has nothing more to tell. */
    private static ScriptedRaft joint(final int[] voters, final int[] outgoing, final boolean autoLeave) {
        final Membership joint = Membership.of(voters, outgoing, NOBODY, NOBODY, autoLeave);
        return ScriptedRaft.of(joint, 0, 0, settings -> settings).leader().acceptAll();
    }
}
