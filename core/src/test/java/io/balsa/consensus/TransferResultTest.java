package io.balsa.consensus;

import static io.balsa.consensus.ScriptedRaft.ELECTION_TICKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.membership.MembershipChange;
import io.balsa.consensus.membership.MembershipChange.Operation;
import org.junit.jupiter.api.Test;

/** How a transfer of leadership ends: each is told once. Dissertation, section 3.10. */
class TransferResultTest {
    @Test
    void shouldTellFailureWhenDeposedLeaderHearsOfNoOtherInTime() {
        final ScriptedRaft node = ScriptedRaft.settledLeader(3, settings -> settings.stepDownOnRemoval(true));
        node.raft().transferLeadership(2);
        node.settle();

        node.raft().stepDown();
        node.tick(ScriptedRaft.ELECTION_TICKS - 1);
        assertThat(node.drain("transfer-ended")).isEmpty();

        node.tick(1);
        assertThat(node.drain("transfer-ended")).containsExactly("transfer-ended to=2 failed");
    }

    @Test
    void shouldSucceedWhenTargetIsTheNextLeader() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);
        leader.raft().transferLeadership(2);
        leader.settle();
        leader.raft().onVoteRequest(2, 2, false, true, 0, 1, 1);
        assertThat(leader.settle()).as("not yet").noneMatch(line -> line.startsWith("transfer"));

        leader.raft().onHeartbeat(2, 2, 0, 0);

        assertThat(leader.settle()).containsOnlyOnce("transfer-ended to=2 succeeded");
        leader.raft().onHeartbeat(2, 2, 0, 0);
        assertThat(leader.settle()).noneMatch(line -> line.startsWith("transfer"));
    }

    @Test
    void shouldFailWhenAnotherNodeIsTheNextLeader() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);
        leader.raft().transferLeadership(2);
        leader.settle();

        leader.raft().onHeartbeat(3, 2, 0, 0);

        assertThat(leader.settle()).containsOnlyOnce("transfer-ended to=2 failed");
        leader.raft().onHeartbeat(2, 3, 0, 0);
        assertThat(leader.settle()).as("told once").noneMatch(line -> line.startsWith("transfer"));
    }

    @Test
    void shouldFailWhenThisNodeIsTheNextLeaderAgain() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);
        leader.raft().transferLeadership(2);
        leader.settle();
        leader.raft().stepDown();
        assertThat(leader.candidate().drain()).isEmpty();

        leader.raft().onVoteReply(3, 2, false, true);

        assertThat(leader.settle()).contains("transfer-ended to=2 failed");
    }

    @Test
    void shouldFailWhenItIsNotDoneWithinAnElectionTimeout() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);
        leader.raft().transferLeadership(2);
        leader.settle();

        assertThat(leader.tick(ELECTION_TICKS - 1).settle()).noneMatch(line -> line.startsWith("transfer"));

        assertThat(leader.tick(1).settle()).contains("transfer-ended to=2 failed");
        assertThat(leader.raft().propose(1)).isPositive();
    }

    @Test
    void shouldNotBeginItsTimeAnewWhenTheSameTargetIsNamedAgain() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);
        leader.raft().transferLeadership(2);
        leader.tick(ELECTION_TICKS - 1).settle();

        assertThat(leader.raft().transferLeadership(2)).isZero();
        assertThat(leader.drain("transfer")).isEmpty();

        assertThat(leader.tick(1).settle()).contains("transfer-ended to=2 failed");
    }

    @Test
    void shouldBeginItsTimeAnewWhenAnotherTargetIsNamed() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);
        leader.raft().transferLeadership(2);
        leader.tick(ELECTION_TICKS - 1).settle();

        leader.raft().transferLeadership(3);

        assertThat(leader.tick(ELECTION_TICKS - 1).settle()).doesNotContain("transfer-ended to=3 failed");
        assertThat(leader.tick(1).settle()).contains("transfer-ended to=3 failed");
    }

    @Test
    void shouldTellEachEndWhenSeveralEndTogether() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(4);
        leader.raft().transferLeadership(2);
        leader.raft().transferLeadership(3);
        leader.raft().transferLeadership(4);
        leader.raft().transferLeadership(1);

        assertThat(leader.drain("transfer"))
                .containsExactly(
                        "transfer-ended to=2 failed",
                        "transfer-ended to=3 failed",
                        "transfer-ended to=4 failed",
                        "transfer-ended to=1 succeeded");
        assertThat(leader.drain()).isEmpty();
    }

    @Test
    void shouldFailWhenTargetIsRemoved() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3).disconnect(2);
        final long index = leader.raft().proposeMembership(MembershipChange.of(Operation.REMOVE, 2), 0);
        leader.settle();
        leader.accept(3, index).settle();
        leader.raft().transferLeadership(2);

        leader.raft().applyMembership(index, Membership.ofVoters(1, 3));

        assertThat(leader.drain("transfer")).containsExactly("transfer-ended to=2 failed");
        assertThat(leader.raft().isLeader()).isTrue();
        assertThat(leader.raft().propose(1)).isPositive();
    }

    /** Section 3.10: the order goes out once the target holds the whole log; where the network did not take it, again. */
    @Test
    void shouldTellTargetLaterWhenOrderWasNotTaken() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3).disconnect(2);
        leader.raft().transferLeadership(2);
        assertThat(leader.drain()).isEmpty();

        assertThat(leader.disconnect(0).drain()).containsExactly("timeout-now to=2 term=1");
        assertThat(leader.drain()).isEmpty();
    }
}
