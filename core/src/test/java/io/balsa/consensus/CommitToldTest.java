package io.balsa.consensus;

import static io.balsa.consensus.ScriptedRaft.ELECTION_TICKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.consensus.membership.Membership;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Vote messages name what their sender knows to be committed, and whoever holds that entry commits to it: two logs that share an entry
 * share all before it (paper, 5.3), and what is committed stays so.
 */
class CommitToldTest {
    private static final Membership TWO = Membership.ofVoters(1, 2);
    private static final Membership ALONE = Membership.ofVoters(1);
    private static final long REMOVAL_INDEX = 2;

    /** Node 1 of two, after node 2 led, proposed to leave, and is heard no more; it holds the entry that says so. */
    private static ScriptedRaft remaining() {
        final ScriptedRaft node = ScriptedRaft.of(TWO, 1, 2, settings -> settings, 1, 1);
        node.raft().onMembershipEntry(REMOVAL_INDEX);
        return node;
    }

    /**
     * The removed leader applied its removal, stepped down, and refuses its vote, since its log holds an entry more. Its refusal is what
     * frees the one that remains.
     */
    @Test
    void shouldLeadAloneWhenRemovedLeaderRefusesItsVote() {
        final ScriptedRaft node = remaining().candidate();

        node.raft().onVoteReply(2, 2, false, false);
        node.raft().onCommitTold(REMOVAL_INDEX, 1);
        assertThat(node.settle()).contains("commit 2");
        node.raft().applyMembership(REMOVAL_INDEX, ALONE);
        node.tick(3 * ELECTION_TICKS).settle();

        assertThat(node.raft().isLeader()).isTrue();
    }

    /** Its request alone does as well, should the removed node be the one that campaigns. */
    @Test
    void shouldCommitWhenCandidateKnowsMore() {
        final ScriptedRaft node = remaining();

        node.raft().onVoteRequest(2, 2, false, false, 0, 3, 1);
        node.raft().onCommitTold(REMOVAL_INDEX, 1);

        assertThat(node.raft().commitIndex()).isEqualTo(REMOVAL_INDEX);
        assertThat(node.settle()).contains("commit 2");
    }

    /** The votes so far are of members that are about to be others. */
    @Test
    void shouldGiveUpCampaignWhenCommitChangesTheMembers() {
        final ScriptedRaft node = remaining().candidate();

        node.raft().onCommitTold(REMOVAL_INDEX, 1);

        assertThat(node.raft().role()).isEqualTo(Role.FOLLOWER);
        node.raft().onVoteReply(2, 2, false, true);
        assertThat(node.raft().isLeader()).isFalse();
    }

    @Test
    void shouldGoOnCampaigningWhenCommitChangesNoMembers() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 1, 0, 1, 1).candidate();

        node.raft().onCommitTold(2, 1);

        assertThat(node.raft().commitIndex()).isEqualTo(2);
        assertThat(node.raft().role()).isEqualTo(Role.CANDIDATE);
    }

    /** An entry that this node does not hold, or holds of another term, says nothing about those it has. */
    @ParameterizedTest
    @CsvSource({"3, 2", "2, 1", "2, 3", "1, 2", "0, 0"})
    void shouldNotCommitWhenEntryIsAnother(final long index, final long term) {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 3, 0, 1, 2);

        node.raft().onCommitTold(index, term);

        assertThat(node.raft().commitIndex()).isZero();
    }

    @Test
    void shouldKeepItsCommitIndexWhenToldOfALowerOne() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 1, 0, 1, 1);
        node.raft().onCommitTold(2, 1);

        node.raft().onCommitTold(1, 1);

        assertThat(node.raft().commitIndex()).isEqualTo(2);
    }

    /** A leader commits what its own quorum holds (paper, 5.4.2). */
    @Test
    void shouldNotCommitWhenItLeads() {
        final ScriptedRaft leader = ScriptedRaft.ofNew(3).leader();

        leader.raft().onCommitTold(1, 1);

        assertThat(leader.raft().commitIndex()).isZero();
    }

    /** What is told is only handed to the state machine once it is on this node's disk. */
    @Test
    void shouldApplyOnlyWhatIsDurableWhenToldOfMore() {
        final ScriptedRaft node = ScriptedRaft.follower(1);
        node.raft().onAppendRequest(2, 1, 0, 0, 1, 2, 0, 0);
        node.drain();

        node.raft().onCommitTold(2, 1);

        assertThat(node.drain("commit")).isEmpty();
        assertThat(node.sync().drain("commit")).containsExactly("commit 2");
    }

    @Test
    void shouldTellWhatItKnowsWhenItAsksForVotesAndWhenItAnswers() {
        final ScriptedRaft node = ScriptedRaft.follower(1, 1, 1);
        node.raft().onHeartbeat(2, 1, 2, 0);
        node.settle();

        node.raft().onVoteRequest(3, 2, false, false, 0, 1, 1);
        node.settle();
        node.candidate();

        assertThat(node.toldCommits()).containsExactly("to=3 2/1", "to=2 2/1", "to=3 2/1");
    }
}
