package io.balsa.consensus;

import static io.balsa.consensus.ScriptedRaft.ELECTION_TICKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.consensus.membership.Membership;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Leader election: Raft paper, section 5.2; the election restriction: section 5.4.1. */
class ElectionTest {

    @Test
    void shouldFollowWhenCreated() {
        final ScriptedRaft node = ScriptedRaft.ofNew(3);

        assertThat(node.raft().role()).isEqualTo(Role.FOLLOWER);
        assertThat(node.raft().leaderId()).isZero();
        assertThat(node.drain()).isEmpty();
    }

    @Test
    void shouldRaiseTermVoteForItselfAndAskAllWhenElectionTimeoutPasses() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 2, 3, 1, 2);

        node.tickUntilCampaign();

        assertThat(node.drain()).containsExactly("hard-state term=3 vote=1", "role CANDIDATE term=3 leader=0");
        assertThat(node.sync().drain())
                .containsExactly("vote-request to=2 term=3 last=2/2", "vote-request to=3 term=3 last=2/2");
    }

    @Test
    void shouldNotCampaignWhenLeaderIsHeardInTime() {
        final ScriptedRaft node = ScriptedRaft.ofNew(3);

        for (int period = 0; period < 100; period++) {
            node.raft().onHeartbeat(2, 1, 0, 0);
            node.tick(ELECTION_TICKS - 1);
        }

        assertThat(node.raft().role()).isEqualTo(Role.FOLLOWER);
        assertThat(node.raft().term()).isEqualTo(1);
    }

    @Test
    void shouldDrawEachTimeoutFromTheRangeWhenCampaigningAgainAndAgain() {
        final ScriptedRaft node = ScriptedRaft.ofNew(3);
        final Set<Integer> timeouts = new TreeSet<>();

        for (int campaign = 0; campaign < 500; campaign++) {
            timeouts.add(node.tickUntilCampaign());
        }

        assertThat(timeouts)
                .hasSize(ELECTION_TICKS)
                .allMatch(ticks -> ticks >= ELECTION_TICKS && ticks < 2 * ELECTION_TICKS);
    }

    @Test
    void shouldCampaignAtDifferentTimesWhenSeedsDiffer() {
        final Set<Integer> timeouts = new TreeSet<>();

        for (long seed = 1; seed <= 20; seed++) {
            final long nodeSeed = seed * 31;
            timeouts.add(ScriptedRaft.of(3, settings -> settings.seed(nodeSeed)).tickUntilCampaign());
        }

        assertThat(timeouts).hasSizeGreaterThan(ELECTION_TICKS / 2);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, 0, LEADER", "2, 0, 0, CANDIDATE", "2, 1, 0, LEADER", "3, 1, 0, LEADER", "3, 1, 1, LEADER",
        "3, 0, 1, CANDIDATE", "3, 0, 2, FOLLOWER", "4, 1, 1, CANDIDATE", "4, 2, 1, LEADER", "4, 0, 2, FOLLOWER",
        "5, 1, 0, CANDIDATE", "5, 2, 0, LEADER", "5, 1, 2, CANDIDATE", "5, 1, 3, FOLLOWER", "7, 3, 3, LEADER"
    })
    void shouldTakeRoleByMajorityWhenVotersAnswered(
            final int size, final int granted, final int refused, final Role expected) {
        final ScriptedRaft node = ScriptedRaft.ofNew(size).candidate();

        for (int voter = 2; voter < 2 + granted + refused; voter++) {
            node.raft().onVoteReply(voter, 1, false, voter < 2 + granted);
        }

        assertThat(node.raft().role()).isEqualTo(expected);
    }

    @Test
    void shouldCountEachVoterOnceWhenReplyIsRepeatedOrNotFromVoter() {
        final ScriptedRaft node = ScriptedRaft.ofNew(5).candidate();

        node.raft().onVoteReply(2, 1, false, true);
        node.raft().onVoteReply(2, 1, false, true);
        node.raft().onVoteReply(9, 1, false, true);

        assertThat(node.raft().role()).isEqualTo(Role.CANDIDATE);
    }

    @Test
    void shouldCountTheFirstAnswerWhenVoterGivesTwo() {
        final ScriptedRaft node = ScriptedRaft.ofNew(5).candidate();
        node.raft().onVoteReply(2, 1, false, true);

        node.raft().onVoteReply(2, 1, false, false);
        node.raft().onVoteReply(3, 1, false, false);
        node.raft().onVoteReply(4, 1, false, false);
        node.raft().onVoteReply(5, 1, false, true);

        assertThat(node.raft().role()).isEqualTo(Role.LEADER);
    }

    @Test
    void shouldIgnoreVoteWhenItWasForAnEarlierTerm() {
        final ScriptedRaft node = ScriptedRaft.ofNew(3).candidate();
        node.tickUntilCampaign();
        node.settle();

        node.raft().onVoteReply(2, 1, false, true);

        assertThat(node.raft().term()).isEqualTo(2);
        assertThat(node.raft().role()).isEqualTo(Role.CANDIDATE);
    }

    @Test
    void shouldGiveOneVotePerTermWhenSeveralAsk() {
        final ScriptedRaft node = ScriptedRaft.ofNew(3);

        node.raft().onVoteRequest(2, 1, false, false, 0, 0, 0);
        node.raft().onVoteRequest(3, 1, false, false, 0, 5, 1);

        assertThat(node.settle())
                .contains(
                        "hard-state term=1 vote=2", "vote-reply to=2 term=1 granted", "vote-reply to=3 term=1 refused");
        node.raft().onVoteRequest(2, 1, false, false, 0, 0, 0);
        assertThat(node.settle()).containsExactly("vote-reply to=2 term=1 granted");
        node.raft().onVoteRequest(3, 2, false, false, 0, 5, 1);
        assertThat(node.settle()).contains("hard-state term=2 vote=3", "vote-reply to=3 term=2 granted");
    }

    @Test
    void shouldRefuseVoteWhenLeaderOfTheTermIsKnown() {
        final ScriptedRaft node = ScriptedRaft.ofNew(3);
        node.raft().onHeartbeat(2, 1, 0, 0);
        node.settle();

        node.raft().onVoteRequest(3, 1, false, false, 0, 5, 1);

        assertThat(node.settle()).containsExactly("vote-reply to=3 term=1 refused");
    }

    @Test
    void shouldFollowWhenAnotherWonTheElection() {
        final ScriptedRaft node = ScriptedRaft.ofNew(3).candidate();

        node.raft().onAppendRequest(3, 1, 0, 0, 1, 1, 0, 0);

        assertThat(node.raft().role()).isEqualTo(Role.FOLLOWER);
        assertThat(node.raft().leaderId()).isEqualTo(3);
        assertThat(node.raft().status().votedFor()).isEqualTo(1);
    }

    @Test
    void shouldTryAgainInNextTermWhenVotesWereSplit() {
        final ScriptedRaft node = ScriptedRaft.ofNew(4).candidate();
        node.raft().onVoteReply(2, 1, false, true);
        node.raft().onVoteReply(3, 1, false, false);

        node.tickUntilCampaign();

        assertThat(node.settle()).contains("hard-state term=2 vote=1", "vote-request to=3 term=2 last=0/0");
        node.raft().onVoteReply(3, 2, false, true);
        assertThat(node.raft().role())
                .as("the vote of the earlier term does not count")
                .isEqualTo(Role.CANDIDATE);
    }

    /** Figure 2, rules for followers: only a leader heard or a vote given puts off the own campaign. */
    @Test
    void shouldKeepItsTimeoutRunningWhenTermRisesWithoutVote() {
        final ScriptedRaft undisturbed = ScriptedRaft.recovered(3, 1, 0, 1);
        final ScriptedRaft disturbed = ScriptedRaft.recovered(3, 1, 0, 1);
        disturbed.tick(ELECTION_TICKS - 1);

        disturbed.raft().onVoteRequest(2, 2, false, false, 0, 0, 0);

        assertThat(disturbed.settle()).contains("vote-reply to=2 term=2 refused");
        assertThat(ELECTION_TICKS - 1 + disturbed.tickUntilCampaign()).isEqualTo(undisturbed.tickUntilCampaign());
    }

    @Test
    void shouldPutOffItsCampaignWhenVoteWasGiven() {
        final ScriptedRaft undisturbed = ScriptedRaft.ofNew(3);
        final ScriptedRaft voter = ScriptedRaft.ofNew(3);
        voter.tick(ELECTION_TICKS - 1);

        voter.raft().onVoteRequest(2, 1, false, false, 0, 0, 0);

        assertThat(voter.tickUntilCampaign()).isEqualTo(undisturbed.tickUntilCampaign());
    }

    /** Section 5.4.1: the later last term wins; with equal terms the longer log. The voter holds 1/1 2/2 3/2. */
    @ParameterizedTest
    @CsvSource({"3, 2, true", "4, 2, true", "1, 3, true", "2, 2, false", "9, 1, false", "0, 0, false", "3, 1, false"})
    void shouldVoteOnlyWhenCandidateLogIsUpToDate(final long lastIndex, final long lastTerm, final boolean granted) {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 3, 0, 1, 2, 2);

        node.raft().onVoteRequest(2, 4, false, false, 0, lastIndex, lastTerm);

        assertThat(node.settle()).contains("vote-reply to=2 term=4 " + (granted ? "granted" : "refused"));
        assertThat(node.raft().status().votedFor()).isEqualTo(granted ? 2 : 0);
    }

    @Test
    void shouldNotCampaignWhenNodeIsNoVoter() {
        final ScriptedRaft learner = ScriptedRaft.of(
                Membership.of(new int[] {2, 3}, new int[0], new int[] {1}, new int[0], false),
                0,
                0,
                settings -> settings);

        learner.tick(10 * ELECTION_TICKS);
        learner.raft().campaign();

        assertThat(learner.raft().role()).isEqualTo(Role.FOLLOWER);
        assertThat(learner.drain()).isEmpty();
    }

    /** Trap: a learner that was promoted without knowing it must vote, or the new membership could lack a majority. */
    @Test
    void shouldVoteWhenLearnerIsAsked() {
        final ScriptedRaft learner = ScriptedRaft.of(
                Membership.of(new int[] {2, 3}, new int[0], new int[] {1}, new int[0], false),
                0,
                0,
                settings -> settings);

        learner.raft().onVoteRequest(2, 1, false, false, 0, 0, 0);

        assertThat(learner.settle()).contains("vote-reply to=2 term=1 granted");
    }

    @Test
    void shouldAskAgainWhenRequestWasNotTaken() {
        final ScriptedRaft node = ScriptedRaft.ofNew(3).disconnect(2);

        node.candidate();

        assertThat(node.drain()).isEmpty();
        assertThat(node.disconnect(0).drain()).containsExactly("vote-request to=2 term=1 last=0/0");
        assertThat(node.drain()).isEmpty();
    }
}
