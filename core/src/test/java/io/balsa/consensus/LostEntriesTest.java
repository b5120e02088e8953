package io.balsa.consensus;

import static io.balsa.consensus.ScriptedRaft.ELECTION_TICKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.consensus.membership.Membership;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

/**
 * A node that lost entries it had acknowledged. Leader completeness (paper, 5.4.3) rests on voters that hold what they acknowledged:
 * this one takes no part in elections before it holds all of it again.
 */
class LostEntriesTest {
    private static final Membership THREE = Membership.ofVoters(1, 2, 3);

    /** Node 1 with two entries of what were five. */
    private static ScriptedRaft cutNode() {
        return node(5);
    }

    private static ScriptedRaft node(final long voteFromIndex) {
        final TermTable terms = new TermTable();
        terms.append(2, 3);
        return ScriptedRaft.of(RecoveredState.of(THREE, 3, 0, terms).votingFrom(voteFromIndex), settings -> settings);
    }

    @Test
    void shouldRefuseVoteWhenEntriesAreLost() {
        final ScriptedRaft node = cutNode();

        node.raft().onVoteRequest(2, 4, false, false, 0, 9, 3);
        assertThat(node.settle()).contains("vote-reply to=2 term=4 refused");

        node.raft().onVoteRequest(2, 5, true, false, 0, 9, 3);
        assertThat(node.settle()).contains("vote-reply to=2 term=4 refused pre-vote");
    }

    @Test
    void shouldNotCampaignWhenEntriesAreLost() {
        final ScriptedRaft node = cutNode();

        node.raft().campaign();
        node.raft().onTimeoutNow(2, 3);
        node.tick(3 * ELECTION_TICKS);

        assertThat(node.drain("vote-request")).isEmpty();
        assertThat(node.raft().role()).isEqualTo(Role.FOLLOWER);
    }

    @Test
    void shouldVoteAndCampaignWhenLostEntriesAreBackAndCommitted() {
        final ScriptedRaft node = cutNode();

        node.raft().onAppendRequest(2, 3, 2, 3, 3, 3, 4, 0);
        node.settle();
        node.raft().onVoteRequest(3, 4, false, false, 0, 5, 3);
        assertThat(node.settle()).contains("vote-reply to=3 term=4 refused");

        node.raft().onHeartbeat(2, 4, 5, 0);
        node.settle();
        node.raft().onVoteRequest(3, 5, false, false, 0, 5, 3);
        assertThat(node.settle()).contains("vote-reply to=3 term=5 granted");

        node.tick(3 * ELECTION_TICKS);
        assertThat(node.drain("vote-request")).isEmpty();
        node.sync();
        assertThat(node.drain("vote-request")).hasSize(2);
    }

    @Test
    void shouldNeverVoteWhenNodeForgotItsVotes() {
        final ScriptedRaft node = node(RecoveredState.NEVER);

        node.raft().onAppendRequest(2, 3, 2, 3, 3, 7, 9, 0);
        node.settle();
        node.raft().onVoteRequest(3, 4, false, false, 0, 9, 3);

        assertThat(node.settle()).contains("vote-reply to=3 term=4 refused");
    }

    @Test
    void shouldCommitNoFurtherThanItsLogWhenLeaderCountsOnLostEntries() {
        final ScriptedRaft node = cutNode();

        node.raft().onHeartbeat(2, 3, 5, 0);

        assertThat(node.settle()).contains("heartbeat-reply to=2 term=3 round=0");
        assertThat(node.raft().commitIndex()).isEqualTo(2);
    }

    @Test
    void shouldGiveNoVoteAnyMoreWhenLeaderCountsOnEntriesThatADiskPutBackLacks() {
        final ScriptedRaft node = node(0);

        node.raft().onHeartbeat(2, 3, 5, 0);

        assertThat(node.drain("entries-lost")).containsExactly("entries-lost up-to=5");
        node.raft().onHeartbeat(2, 3, 5, 0);
        assertThat(node.drain("entries-lost")).as("told once").isEmpty();
        node.raft().onVoteRequest(3, 4, false, false, 0, 9, 3);
        assertThat(node.settle()).contains("vote-reply to=3 term=4 refused");

        node.raft().onAppendRequest(2, 4, 2, 3, 3, 3, 5, 0);
        node.settle();
        node.raft().onVoteRequest(3, 5, false, false, 0, 9, 4);
        assertThat(node.settle()).contains("vote-reply to=3 term=5 granted");
    }

    @Test
    void shouldStopWhenTheEmbedderCannotStoreThatEntriesAreLost() {
        final RaftOutput unaware = (RaftOutput) Proxy.newProxyInstance(
                RaftOutput.class.getClassLoader(), new Class<?>[] {RaftOutput.class}, InvocationHandler::invokeDefault);
        final ScriptedRaft node = node(0);

        node.raft().onHeartbeat(2, 3, 5, 0);

        assertThatThrownBy(() -> node.raft().drain(unaware))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("up to index=5");
    }

    @Test
    void shouldWaitForALeaderThatLivesWhenNodeComesBack() {
        final TermTable terms = new TermTable();
        terms.append(2, 3);
        final ScriptedRaft node =
                ScriptedRaft.of(RecoveredState.of(THREE, 3, 0, terms), settings -> settings.quietStart(true));

        node.raft().onVoteRequest(2, 4, false, false, 0, 9, 3);
        node.raft().campaign();
        assertThat(node.settle()).isEmpty();

        node.tick(ELECTION_TICKS).raft().onVoteRequest(2, 4, false, false, 0, 9, 3);
        assertThat(node.settle()).contains("vote-reply to=2 term=4 granted");
    }

    @Test
    void shouldVoteAtOnceWhenNodeIsNew() {
        final ScriptedRaft node = ScriptedRaft.of(3, settings -> settings.quietStart(true));

        node.raft().onVoteRequest(2, 1, false, false, 0, 0, 0);

        assertThat(node.settle()).contains("vote-reply to=2 term=1 granted");
    }

    @Test
    void shouldSendAgainWhatWasAcknowledgedWhenFollowerHoldsItNoMore() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3).commit(5);
        assertThat(leader.progress(2).matchIndex()).isEqualTo(6);

        leader.raft().onPeerUnreachable(2);
        assertThat(leader.drain("append to=2"))
                .containsExactly("append to=2 term=1 prev=6/1 entries=none commit=6 round=0");
        leader.raft().onAppendReply(2, 1, true, 6, 2, 1, 0);

        assertThat(leader.progress(2).matchIndex()).isEqualTo(2);
        assertThat(leader.drain("append to=2"))
                .containsExactly("append to=2 term=1 prev=2/1 entries=3..6@1 commit=6 round=0");
        assertThat(leader.raft().commitIndex()).isEqualTo(6);
    }

    @Test
    void shouldTellFollowerWhatItHadAcknowledgedWhenItHoldsItNoMore() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3).commit(5);

        leader.raft().onPeerUnreachable(2);
        leader.settle();
        leader.raft().onAppendReply(2, 1, true, 6, 2, 1, 0);

        assertThat(leader.drain("heartbeat to=2")).containsExactly("heartbeat to=2 term=1 commit=6 round=0");
        leader.raft().onAppendReply(2, 1, false, 3, 0, 0, 0);
        leader.tick(ELECTION_TICKS - 1);
        assertThat(leader.drain("heartbeat to=2"))
                .as("until it has caught up")
                .isNotEmpty()
                .allMatch(message -> message.contains("commit=6"));
    }
}
