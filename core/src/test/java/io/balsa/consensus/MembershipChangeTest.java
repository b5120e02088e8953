package io.balsa.consensus;

import static io.balsa.consensus.ScriptedRaft.ELECTION_TICKS;
import static io.balsa.consensus.ScriptedRaft.HEARTBEAT_TICKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.membership.MembershipChange;
import io.balsa.consensus.membership.MembershipChange.Operation;
import io.balsa.consensus.membership.MembershipChanger;
import io.balsa.consensus.progress.ProgressState;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Changes of who the members are, one voter at a time: Raft paper, section 6; dissertation, 4.1 and 4.2. */
class MembershipChangeTest {
    private static final MembershipChange ADD_4 = MembershipChange.of(Operation.ADD_VOTER, 4);

    // ---- what may be proposed, and when

    @Test
    void shouldGiveIndexToMembershipEntryWhenChangeCanBeMade() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);

        assertThat(leader.raft().proposeMembership(ADD_4, 0)).isEqualTo(2);

        assertThat(leader.raft().status().unappliedMembershipIndex()).isEqualTo(2);
        assertThat(leader.raft().membership()).as("until it is applied").isEqualTo(Membership.ofVoters(1, 2, 3));
        assertThat(leader.drain("append to")).hasSize(2);
    }

    @Test
    void shouldRefuseChangeWhenItDoesNotLead() {
        assertThat(ScriptedRaft.follower(1).raft().proposeMembership(ADD_4, 0)).isEqualTo(Refusal.NOT_LEADER);
    }

    /** 4.1: one at a time, or majorities of the one before the last and the next need not meet. */
    @Test
    void shouldRefuseChangeWhenAnotherIsNotApplied() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);
        final long index = leader.raft().proposeMembership(ADD_4, 0);
        leader.acceptAll();
        assertThat(leader.raft().commitIndex()).isEqualTo(index);

        assertThat(leader.raft().proposeMembership(MembershipChange.of(Operation.REMOVE, 2), 0))
                .isEqualTo(Refusal.MEMBERSHIP_PENDING);
        leader.raft().applyMembership(index, Membership.ofVoters(1, 2, 3, 4));

        assertThat(leader.raft().proposeMembership(MembershipChange.of(Operation.REMOVE, 2), 0))
                .isEqualTo(3);
    }

    /** The erratum to 4.1: a change before the leader's own term has committed an entry may meet one it does not know of. */
    @Test
    void shouldRefuseChangeWhenNothingOfItsTermIsCommitted() {
        final ScriptedRaft leader = ScriptedRaft.ofNew(3).leader();
        assertThat(leader.raft().proposeMembership(ADD_4, 0)).isEqualTo(Refusal.NO_OWN_TERM_COMMIT);

        leader.accept(2, 1).settle();

        assertThat(leader.raft().proposeMembership(ADD_4, 0)).isEqualTo(2);
    }

    @Test
    void shouldRefuseChangeWhenAnEarlierLeadersOneIsInItsLog() {
        final ScriptedRaft leader = ScriptedRaft.recovered(3, 1, 0, 1, 1);
        leader.raft().onMembershipEntry(2);
        leader.leader().acceptAll();

        assertThat(leader.raft().proposeMembership(ADD_4, 0)).isEqualTo(Refusal.MEMBERSHIP_PENDING);
    }

    @Test
    void shouldRefuseChangeWhenItCannotBeMade() {
        final ScriptedRaft alone = ScriptedRaft.settledLeader(1);
        assertThat(alone.raft().proposeMembership(MembershipChange.leaveJoint(), 0))
                .isEqualTo(Refusal.NOT_JOINT);
        assertThat(alone.raft().proposeMembership(MembershipChange.of(Operation.REMOVE, 1), 0))
                .isEqualTo(Refusal.NO_VOTERS);
        final ScriptedRaft full = ScriptedRaft.of(
                        Membership.ofVoters(IntStream.rangeClosed(1, 64).toArray()), 0, 0, settings -> settings)
                .leader()
                .acceptAll();
        assertThat(full.raft().proposeMembership(MembershipChange.of(Operation.ADD_LEARNER, 65), 0))
                .isEqualTo(Refusal.TOO_MANY_MEMBERS);

        assertThat(alone.raft().lastIndex()).as("nothing was appended").isEqualTo(1);
    }

    @Test
    void shouldRefuseChangeWhenProposalsAreRefused() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3, settings -> settings.maxUncommittedEntries(1));
        leader.raft().propose(1);
        assertThat(leader.raft().proposeMembership(ADD_4, 0)).isEqualTo(Refusal.BACK_PRESSURED);
        leader.acceptAll();
        leader.raft().transferLeadership(2);

        assertThat(leader.raft().proposeMembership(ADD_4, 0)).isEqualTo(Refusal.TRANSFERRING);

        assertThat(leader.raft().status().unappliedMembershipIndex()).isZero();
    }

    @Test
    void shouldGoOnWhenAppliedChangeCouldNotBeMade() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);
        final long index = leader.raft().proposeMembership(ADD_4, 0);
        leader.acceptAll();

        leader.raft().applyMembership(index, leader.raft().membership());

        assertThat(leader.raft().proposeMembership(ADD_4, 0)).isPositive();
    }

    // ---- it takes effect

    @Test
    void shouldProbeNewMemberWhenItIsAdded() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);
        final long index = leader.raft().proposeMembership(ADD_4, 0);
        leader.acceptAll();

        leader.raft().applyMembership(index, Membership.ofVoters(1, 2, 3, 4));

        assertThat(leader.drain("append to=4"))
                .containsExactly("append to=4 term=1 prev=1/1 entries=2..2@1 commit=2 round=0");
        leader.raft().onAppendReply(4, 1, true, 1, 0, 0, 0);
        assertThat(leader.drain()).containsExactly("append to=4 term=1 prev=0/0 entries=1..2@1 commit=2 round=0");
        assertThat(leader.accept(4, 2).progress(4).state()).isEqualTo(ProgressState.REPLICATE);
    }

    @Test
    void shouldOfferSnapshotToNewMemberWhenTheLogsBeginningIsGone() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3).commit(5).snapshotAt(6);
        leader.raft().onCompacted(6);

        leader.addVoter(4);
        leader.raft().onAppendReply(4, 1, true, 6, 0, 0, 0);

        assertThat(leader.drain()).containsExactly("snapshot-offer to=4 term=1");
    }

    @Test
    void shouldKeepWhatItKnowsOfMembersWhenOthersChange() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3).commit(2);

        leader.change(MembershipChange.of(Operation.REMOVE, 2));

        assertThat(leader.progress(3).matchIndex()).isEqualTo(leader.raft().lastIndex());
        assertThat(leader.progress(3).state()).isEqualTo(ProgressState.REPLICATE);
    }

    @Test
    void shouldCountNewMajorityWhenMembershipGrows() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3).addVoter(4);
        leader.raft().propose(1);
        leader.settle();

        leader.accept(2, 3).settle();
        assertThat(leader.raft().commitIndex()).as("2 of 4").isEqualTo(2);
        leader.accept(4, 3).settle();

        assertThat(leader.raft().commitIndex()).isEqualTo(3);
    }

    /** Entries may be held by a majority of the smaller membership already. */
    @Test
    void shouldCommitWhatNewMajorityHoldsWhenMembershipShrinks() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(2);
        final long index = leader.raft().proposeMembership(MembershipChange.of(Operation.REMOVE, 2), 0);
        leader.acceptAll();
        leader.raft().propose(1);
        leader.settle();
        assertThat(leader.raft().commitIndex()).isEqualTo(index);

        leader.raft().applyMembership(index, Membership.ofVoters(1));

        assertThat(leader.settle()).contains("commit " + (index + 1));
    }

    @Test
    void shouldSendNothingToRemovedMemberWhenItIsGone() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3).change(MembershipChange.of(Operation.REMOVE, 3));

        leader.raft().propose(1);

        assertThat(leader.tick(HEARTBEAT_TICKS).settle()).noneMatch(line -> line.contains("to=3"));
        leader.raft().onAppendReply(3, 1, false, 9, 0, 0, 0);
        leader.raft().onHeartbeatReply(3, 1, 0);
        assertThat(leader.settle()).isEmpty();
    }

    /** 4.1: a new member is given time to answer before its silence counts. */
    @Test
    void shouldKeepLeadingWhenNewMemberHasNotAnsweredYet() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(1, settings -> settings.checkQuorum(true));
        leader.tick(ELECTION_TICKS - 1).addVoter(2);

        assertThat(leader.tick(1).raft().isLeader()).isTrue();
        leader.tick(ELECTION_TICKS);

        assertThat(leader.raft().isLeader())
                .as("now it had an election timeout")
                .isFalse();
    }

    // ---- removal of the leader: dissertation, 4.2.2

    @Test
    void shouldStepDownWhenLeaderIsRemovedAndCommittedThat() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);
        final long index = leader.raft().proposeMembership(MembershipChange.of(Operation.REMOVE, 1), 0);
        leader.settle();
        leader.accept(2, index).accept(3, index);
        assertThat(leader.settle())
                .as("who is left learns of the commit first")
                .contains("append to=2 term=1 prev=2/1 entries=none commit=2 round=0");

        leader.raft().applyMembership(index, Membership.ofVoters(2, 3));

        assertThat(leader.drain()).containsExactly("role FOLLOWER term=1 leader=0");
        assertThat(leader.tick(5 * ELECTION_TICKS).raft().role()).isEqualTo(Role.FOLLOWER);
    }

    @Test
    void shouldStepDownWhenLeaderIsDemoted() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);

        leader.change(MembershipChange.of(Operation.ADD_LEARNER, 1));

        assertThat(leader.raft().role()).isEqualTo(Role.FOLLOWER);
        assertThat(leader.raft().membership().isLearner(1)).isTrue();
    }

    /** 4.2.2: it may lead on "not counting itself" until another does. */
    @Test
    void shouldLeadOnWithoutCountingItselfWhenSettingAsksForThat() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3, settings -> settings.stepDownOnRemoval(false));
        final MembershipChange removal = MembershipChange.of(Operation.REMOVE, 1);
        final long index = leader.raft().proposeMembership(removal, 0);
        assertThat(leader.raft().propose(1)).isEqualTo(3);
        leader.settle();
        leader.accept(2, 2).accept(3, 2).settle();

        leader.raft()
                .applyMembership(index, MembershipChanger.apply(leader.raft().membership(), removal));

        assertThat(leader.raft().isLeader()).isTrue();
        assertThat(leader.raft().propose(1)).as("it has no say any more").isEqualTo(Refusal.NOT_A_MEMBER);
        leader.accept(2, 3).settle();
        assertThat(leader.raft().commitIndex()).as("1 of 2").isEqualTo(2);
        leader.accept(3, 3).settle();
        assertThat(leader.raft().commitIndex()).isEqualTo(3);
        leader.raft().requestRead();
        leader.settle();
        leader.raft().onHeartbeatReply(2, 1, 1);
        assertThat(leader.drain("read")).as("1 of 2").isEmpty();
        leader.raft().onHeartbeatReply(3, 1, 1);
        assertThat(leader.drain("read")).containsExactly("read-ready 1 at 3");
    }

    // ---- who is not sure of the membership does not campaign

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"PRE_CANDIDATE", "CANDIDATE"})
    void shouldBeginAnewWhenMembersChangeDuringItsElection(final Role role) {
        final ScriptedRaft node =
                ScriptedRaft.recovered(3, 1, 0, settings -> settings.preVote(role == Role.PRE_CANDIDATE), 1);
        node.candidate();
        assertThat(node.raft().role()).isEqualTo(role);

        assertThat(node.raft().installSnapshot(5, 1, Membership.ofVoters(1, 2, 3, 4)))
                .isTrue();

        assertThat(node.raft().role()).isEqualTo(Role.FOLLOWER);
    }

    @Test
    void shouldNotCampaignWhenCommittedMembershipIsNotApplied() {
        final ScriptedRaft node = ScriptedRaft.follower(1, 1, 1);
        node.raft().onMembershipEntry(2);
        assertThat(node.raft().status().isPromotable()).as("not committed").isTrue();

        node.raft().onHeartbeat(2, 1, 2, 0);
        node.tick(5 * ELECTION_TICKS).raft().campaign();
        node.raft().onTimeoutNow(2, 1);

        assertThat(node.raft().role()).isEqualTo(Role.FOLLOWER);
        node.raft().applyMembership(2, Membership.ofVoters(1, 2, 3, 4));
        assertThat(node.candidate().raft().role()).isEqualTo(Role.CANDIDATE);
    }

    /**
     * A leader proposes no change before it has applied the one before. So a log with two of them proves that the first is committed:
     * a node that restarts must not elect itself by a membership that is two changes old.
     */
    @Test
    void shouldKnowThatAnEarlierChangeIsCommittedWhenLogHoldsALaterOne() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 1, 0, 1, 1, 1, 1);

        node.raft().onMembershipEntry(2);
        assertThat(node.raft().commitIndex()).isZero();
        node.raft().onMembershipEntry(4);

        assertThat(node.raft().commitIndex()).isEqualTo(2);
        assertThat(node.raft().status().isPromotable()).isFalse();
        assertThat(node.drain()).contains("commit 2");
        node.raft().applyMembership(2, Membership.ofVoters(1, 2, 3, 4));
        assertThat(node.raft().status().isPromotable()).isTrue();
    }

    @Test
    void shouldForgetMembershipEntriesWhenTheyAreCut() {
        final ScriptedRaft node = ScriptedRaft.follower(1, 1, 1, 1);
        node.raft().onMembershipEntry(3);

        node.raft().onAppendRequest(3, 2, 2, 1, 2, 1, 0, 0);

        assertThat(node.raft().status().unappliedMembershipIndex()).isZero();
        node.raft().onMembershipEntry(3);
        assertThat(node.raft().status().unappliedMembershipIndex()).isEqualTo(3);
    }

    @Test
    void shouldStopWhenMembershipEntriesComeOutOfOrder() {
        final ScriptedRaft node = ScriptedRaft.follower(1, 1, 1, 1);
        node.raft().onMembershipEntry(2);

        assertThatThrownBy(() -> node.raft().onMembershipEntry(2)).isInstanceOf(InvariantViolation.class);
        assertThatThrownBy(() -> node.raft().applyMembership(3, Membership.ofVoters(1)))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("index=3, expected=2");
        final Raft other = ScriptedRaft.follower(1, 1).raft();
        assertThatThrownBy(() -> other.applyMembership(1, Membership.ofVoters(1)))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("index=1, expected=none");
    }

    @Test
    void shouldStopWhenMembershipEntryIsToldThatNoLogHolds() {
        final ScriptedRaft node = ScriptedRaft.follower(1, 1, 1);

        assertThatThrownBy(() -> node.raft().onMembershipEntry(3))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("index=3");
    }

    @Test
    void shouldStopWhenUncommittedMembershipIsApplied() {
        final ScriptedRaft node = ScriptedRaft.follower(1, 1, 1);
        node.raft().onMembershipEntry(2);

        assertThatThrownBy(() -> node.raft().applyMembership(2, Membership.ofVoters(1)))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("index=2, commitIndex=0");
    }
}
