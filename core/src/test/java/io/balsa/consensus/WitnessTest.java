package io.balsa.consensus;

import static io.balsa.consensus.ScriptedRaft.ELECTION_TICKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.membership.MembershipChange;
import io.balsa.consensus.membership.MembershipChange.Operation;
import org.junit.jupiter.api.Test;

/** Voters that persist index, term and vote, and store no payload; what they owe is paper, 5.3 and 5.4, as for any voter. */
class WitnessTest {
    /** Two full copies and a witness. */
    private static final Membership WITNESS_3 = Membership.ofVoters(1, 2, 3).withWitnesses(3);

    private static final Membership WITNESS_1 = Membership.ofVoters(1, 2, 3).withWitnesses(1);

    // ---- the leader

    @Test
    void shouldCountWitnessWhenItAcknowledges() {
        final ScriptedRaft leader = leader(WITNESS_3);
        leader.raft().propose(1);
        assertThat(leader.settle()).contains("append to=3 term=1 prev=1/1 entries=2..2@1 commit=1 round=0");

        leader.accept(3, 2).settle();

        assertThat(leader.raft().commitIndex()).isEqualTo(2);
    }

    @Test
    void shouldCountWitnessWhenItVotesOrConfirmsRead() {
        final ScriptedRaft node =
                ScriptedRaft.of(WITNESS_3, 0, 0, settings -> settings).candidate();

        node.raft().onVoteReply(3, 1, false, true);
        assertThat(node.raft().isLeader()).isTrue();
        node.acceptAll();
        node.raft().requestRead();
        node.settle();
        node.raft().onHeartbeatReply(3, 1, 1);

        assertThat(node.drain("read")).containsExactly("read-ready 1 at 1");
    }

    @Test
    void shouldNotHandLeadershipToWitness() {
        final ScriptedRaft leader = leader(WITNESS_3);

        assertThat(leader.raft().transferLeadership(3)).isEqualTo(Refusal.WITNESS);

        assertThat(leader.raft().transferLeadership(2)).isZero();
    }

    @Test
    void shouldAddWitnessWhenItIsNewOrLearner() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(2);

        leader.change(MembershipChange.of(Operation.ADD_WITNESS, 3));
        leader.change(MembershipChange.of(Operation.ADD_LEARNER, 4));
        leader.change(MembershipChange.builder().addVoter(5).addWitness(4).build());

        assertThat(leader.raft().membership().witnesses()).containsExactly(3, 4);
        assertThat(leader.raft().membership().isVoter(4)).isTrue();
    }

    @Test
    void shouldSayWhyWhenWitnessIsRefused() {
        final ScriptedRaft leader = leader(WITNESS_3);

        assertThat(leader.raft().proposeMembership(MembershipChange.of(Operation.ADD_WITNESS, 2), 0))
                .isEqualTo(Refusal.WITNESS);
        assertThat(leader.raft().proposeMembership(MembershipChange.of(Operation.ADD_VOTER, 3), 0))
                .isEqualTo(Refusal.WITNESS);
        assertThat(ScriptedRaft.settledLeader(1)
                        .change(MembershipChange.of(Operation.ADD_WITNESS, 2))
                        .raft()
                        .proposeMembership(MembershipChange.of(Operation.ADD_WITNESS, 3), 0))
                .isEqualTo(Refusal.TOO_MANY_WITNESSES);
    }

    /** The loss of a zone must lose nothing, and a witness holds nothing. */
    @Test
    void shouldNotCountZoneOfWitnessWhenGroupCommitIsOn() {
        final Membership membership = Membership.ofVoters(1, 2, 3, 4, 5).withWitnesses(5);
        final ScriptedRaft leader = leader(membership);
        leader.raft().groupCommit(true);
        leader.raft().zone(1, 1);
        leader.raft().zone(2, 1);
        leader.raft().zone(3, 1);
        leader.raft().zone(4, 2);
        leader.raft().zone(5, 3);
        leader.raft().propose(1);
        leader.settle();

        leader.accept(2, 2).accept(5, 2).settle();
        assertThat(leader.raft().commitIndex()).isEqualTo(1);
        leader.accept(4, 2).settle();

        assertThat(leader.raft().commitIndex()).isEqualTo(2);
    }

    // ---- the witness

    @Test
    void shouldNeverCampaignWhenItIsWitness() {
        final ScriptedRaft node = ScriptedRaft.of(WITNESS_1, 0, 0, settings -> settings);

        node.tick(5 * ELECTION_TICKS).raft().campaign();
        node.raft().onTimeoutNow(2, 1);

        assertThat(node.raft().role()).isEqualTo(Role.FOLLOWER);
        assertThat(node.raft().status().isPromotable()).isFalse();
    }

    /** Its terms are as good as any log's: they keep a node from leading that lacks what was committed. */
    @Test
    void shouldVoteByTheTermsOfItsLogWhenItIsWitness() {
        final ScriptedRaft node = ScriptedRaft.of(WITNESS_1, 2, 0, settings -> settings.priority(5), 1, 2);

        node.raft().onVoteRequest(2, 3, false, false, 0, 9, 1);
        assertThat(node.settle()).contains("vote-reply to=2 term=3 refused");
        node.raft().onVoteRequest(3, 4, false, false, 0, 2, 2);

        assertThat(node.settle())
                .as("whatever its priority, since it cannot lead itself")
                .contains("hard-state term=4 vote=3", "vote-reply to=3 term=4 granted");
    }

    @Test
    void shouldAcknowledgeWhenMetadataIsDurable() {
        final ScriptedRaft node = ScriptedRaft.of(WITNESS_1, 0, 0, settings -> settings);
        node.raft().onAppendRequest(2, 1, 0, 0, 1, 3, 0, 0);

        assertThat(node.drain("append-reply")).isEmpty();

        assertThat(node.sync().drain()).containsExactly("append-reply to=2 term=1 index=3 round=0");
    }

    private static ScriptedRaft leader(final Membership membership) {
        return ScriptedRaft.of(membership, 0, 0, settings -> settings).leader().acceptAll();
    }
}
