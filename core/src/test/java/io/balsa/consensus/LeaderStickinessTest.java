package io.balsa.consensus;

import static io.balsa.consensus.ScriptedRaft.ELECTION_TICKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.consensus.membership.Membership;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who hears a leader deposes none, and a leader that hears nobody steps down: dissertation, sections 4.2.3 and 6.2. */
class LeaderStickinessTest {
    private static final UnaryOperator<RaftConfig.Builder> CHECK_QUORUM = settings -> settings.checkQuorum(true);

    /** Trap: a server that was removed and does not know it would depose the leader again and again. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldGiveNoVoteWhenLeaderIsHeard(final boolean preVote) {
        final ScriptedRaft node = ScriptedRaft.of(3, CHECK_QUORUM);
        node.raft().onHeartbeat(2, 1, 0, 0);
        node.settle();

        node.tick(ELECTION_TICKS - 1).raft().onVoteRequest(3, 5, preVote, false, 9, 4);

        assertThat(node.settle()).isEmpty();
        assertThat(node.raft().term()).isEqualTo(1);
    }

    @Test
    void shouldVoteWhenLeaderIsSilentForTheLeastTimeout() {
        final ScriptedRaft node =
                ScriptedRaft.of(3, settings -> settings.checkQuorum(true).seed(5));
        node.raft().onHeartbeat(2, 1, 0, 0);
        node.settle();
        node.tick(ELECTION_TICKS);
        assertThat(node.raft().role()).isEqualTo(Role.FOLLOWER);

        node.raft().onVoteRequest(3, 5, false, false, 9, 4);

        assertThat(node.settle()).contains("vote-reply to=3 term=5 granted");
    }

    @Test
    void shouldKeepLeadingWhenRemovedServerCampaigns() {
        final ScriptedRaft leader = ScriptedRaft.of(3, CHECK_QUORUM).leader();

        leader.raft().onVoteRequest(9, 5, false, false, 9, 4);

        assertThat(leader.raft().isLeader()).isTrue();
        assertThat(leader.raft().term()).isEqualTo(1);
    }

    @Test
    void shouldVoteWhenLeadershipIsHandedOver() {
        final ScriptedRaft node = ScriptedRaft.of(3, CHECK_QUORUM);
        node.raft().onHeartbeat(2, 1, 0, 0);
        node.settle();

        node.raft().onVoteRequest(3, 2, false, true, 0, 0);

        assertThat(node.settle()).contains("vote-reply to=3 term=2 granted");
    }

    @Test
    void shouldStepDownWhenNoMajorityIsHeardForElectionTimeout() {
        final ScriptedRaft leader = ScriptedRaft.of(5, CHECK_QUORUM).leader();
        leader.raft().onHeartbeatReply(2, 1, 0);

        leader.tick(ELECTION_TICKS - 1);
        assertThat(leader.raft().isLeader()).isTrue();
        leader.tick(1);

        assertThat(leader.raft().role()).isEqualTo(Role.FOLLOWER);
        assertThat(leader.raft().leaderId()).isZero();
        assertThat(leader.raft().term()).isEqualTo(1);
    }

    @Test
    void shouldKeepLeadingWhenMajorityIsHeardInEachPeriod() {
        final ScriptedRaft leader = ScriptedRaft.of(5, CHECK_QUORUM).leader();

        for (int period = 0; period < 20; period++) {
            leader.raft().onHeartbeatReply(2 + period % 2, 1, 0);
            leader.raft().onAppendReply(4 + period % 2, 1, true, 0, 0, 0, 0);
            leader.tick(ELECTION_TICKS);
        }

        assertThat(leader.raft().isLeader()).isTrue();
    }

    @Test
    void shouldStepDownWhenOneHalfOfJointMembershipIsSilent() {
        final Membership joint = Membership.of(new int[] {1, 2, 3}, new int[] {3, 4, 5}, new int[0], new int[0], true);
        final ScriptedRaft leader = ScriptedRaft.of(joint, 0, 0, CHECK_QUORUM).leader();
        leader.raft().onHeartbeatReply(2, 1, 0);
        leader.raft().onHeartbeatReply(3, 1, 0);

        leader.tick(ELECTION_TICKS);

        assertThat(leader.raft().isLeader()).isFalse();
    }

    @Test
    void shouldKeepLeadingWhenQuorumIsNotChecked() {
        final ScriptedRaft leader = ScriptedRaft.ofNew(3).leader();

        leader.tick(10 * ELECTION_TICKS);

        assertThat(leader.raft().isLeader()).isTrue();
    }

    /** Trap: a node stuck at a higher term, whom nobody votes for since all hear the leader, is freed by the leader stepping down. */
    @Test
    void shouldStepDownWhenFollowerAnswersFromHigherTerm() {
        final ScriptedRaft leader = ScriptedRaft.of(3, CHECK_QUORUM).leader();
        final ScriptedRaft stuck = ScriptedRaft.recovered(3, 6, 1, CHECK_QUORUM);

        stuck.raft().onHeartbeat(2, 1, 0, 0);
        assertThat(stuck.drain()).containsExactly("append-reply to=2 term=6 rejected=0 hint=0/0 round=0");
        leader.raft().onAppendReply(2, 6, true, 0, 0, 0, 0);

        assertThat(leader.raft().role()).isEqualTo(Role.FOLLOWER);
        assertThat(leader.raft().term()).isEqualTo(6);
    }
}
