package io.balsa.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.membership.MembershipChange;
import io.balsa.consensus.membership.MembershipChange.Operation;
import org.junit.jupiter.api.Test;

/** Commit by a majority and two zones: beside the paper's rule (5.3), never instead of it. */
class GroupCommitTest {

    @Test
    void shouldCommitOnlyWhenMajorityAndTwoZonesHoldTheEntry() {
        final ScriptedRaft leader = leaderInZones(1, 1, 1, 2, 2);
        leader.raft().propose(1);
        leader.settle();

        leader.accept(2, 2).accept(3, 2).settle();
        assertThat(leader.raft().commitIndex()).as("a majority in one zone").isEqualTo(1);
        leader.accept(5, 2).settle();

        assertThat(leader.raft().commitIndex()).isEqualTo(2);
    }

    @Test
    void shouldNotCommitWhenTwoZonesAreNoMajority() {
        final ScriptedRaft leader = leaderInZones(1, 1, 1, 2, 2);
        leader.raft().propose(1);
        leader.settle();

        leader.accept(4, 2).settle();

        assertThat(leader.raft().commitIndex()).isEqualTo(1);
    }

    @Test
    void shouldCommitByMajorityWhenItIsSwitchedOff() {
        final ScriptedRaft leader = leaderInZones(1, 1, 1, 2, 2);
        leader.raft().propose(1);
        leader.settle();
        leader.accept(2, 2).accept(3, 2).settle();
        assertThat(leader.raft().status().groupCommit()).isTrue();

        leader.raft().groupCommit(false);

        assertThat(leader.settle()).contains("commit 2");
        assertThat(leader.raft().status().groupCommit()).isFalse();
    }

    @Test
    void shouldKeepItsCommitIndexWhenItIsSwitchedOn() {
        final ScriptedRaft leader = leaderInZones(1, 1, 1, 2, 2);
        leader.raft().groupCommit(false);
        leader.raft().propose(1);
        leader.settle();
        leader.accept(2, 2).accept(3, 2).settle();
        assertThat(leader.raft().commitIndex()).isEqualTo(2);

        leader.raft().groupCommit(true);
        leader.settle();

        assertThat(leader.raft().commitIndex()).isEqualTo(2);
    }

    @Test
    void shouldCommitWhenMemberMovesToAnotherZone() {
        final ScriptedRaft leader = leaderInZones(1, 1, 1, 2, 2);
        leader.raft().propose(1);
        leader.settle();
        leader.accept(2, 2).accept(3, 2).settle();

        assertThat(leader.raft().zone(3, 2)).isTrue();

        assertThat(leader.settle()).contains("commit 2");
        assertThat(leader.raft().status().zoneAt(2)).isEqualTo(2);
    }

    @Test
    void shouldSayNoWhenNodeOfZoneIsNoMember() {
        assertThat(ScriptedRaft.settledLeader(3).raft().zone(9, 1)).isFalse();
    }

    /** Two zones that cannot be had are not asked for. */
    @Test
    void shouldCommitByMajorityWhenAllVotersAreInOneZone() {
        final ScriptedRaft leader = leaderInZones(1, 1, 1, 0, 0);
        leader.raft().propose(1);
        leader.settle();

        leader.accept(4, 2).accept(5, 2).settle();

        assertThat(leader.raft().commitIndex()).isEqualTo(2);
    }

    @Test
    void shouldRememberZonesWhenLeadershipIsWonAnew() {
        final ScriptedRaft leader = leaderInZones(1, 1, 1, 2, 2);
        leader.raft().stepDown();
        leader.leader();
        leader.accept(2, 2).accept(3, 2).settle();

        assertThat(leader.raft().commitIndex()).isEqualTo(1);
        leader.accept(4, 2).settle();

        assertThat(leader.raft().commitIndex()).isEqualTo(2);
    }

    @Test
    void shouldRememberZonesWhenOtherMembersChange() {
        final ScriptedRaft leader = leaderInZones(1, 1, 1, 2, 2).change(MembershipChange.of(Operation.REMOVE, 5));
        leader.raft().propose(1);
        leader.settle();

        leader.accept(2, 3).accept(3, 3).settle();
        assertThat(leader.raft().commitIndex()).isEqualTo(2);
        leader.accept(4, 3).settle();

        assertThat(leader.raft().commitIndex()).isEqualTo(3);
    }

    /** Its zone counts for nothing: it does not vote. */
    @Test
    void shouldNotCountZoneOfLearnerWhenItAcknowledges() {
        final Membership membership = Membership.of(new int[] {1, 2, 3}, new int[0], new int[] {4}, new int[0], false);
        final ScriptedRaft leader =
                ScriptedRaft.of(membership, 0, 0, settings -> settings).leader().acceptAll();
        zones(leader, 1, 1, 2, 3);
        leader.raft().propose(1);
        leader.settle();

        leader.accept(2, 2).accept(4, 2).settle();
        assertThat(leader.raft().commitIndex()).isEqualTo(1);
        leader.accept(3, 2).settle();

        assertThat(leader.raft().commitIndex()).isEqualTo(2);
    }

    private static ScriptedRaft leaderInZones(final int... zones) {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(zones.length);
        zones(leader, zones);
        return leader;
    }

    private static void zones(final ScriptedRaft leader, final int... zones) {
        for (int i = 0; i < zones.length; i++) {
            leader.raft().zone(i + 1, zones[i]);
        }
        leader.raft().groupCommit(true);
    }
}
