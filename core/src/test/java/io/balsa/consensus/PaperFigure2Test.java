package io.balsa.consensus;

import static io.balsa.consensus.ScriptedRaft.ELECTION_TICKS;
import static io.balsa.consensus.ScriptedRaft.HEARTBEAT_TICKS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Every bullet of the Raft paper's figure 2, in its order; the wider cases of each are in the tests of its section. */
class PaperFigure2Test {

    /** "State". */
    @Nested
    class State {

        @Test
        void shouldPersistTermAndVoteBeforeAnsweringWhenTheyChange() {
            final ScriptedRaft node = ScriptedRaft.ofNew(3);

            node.raft().onVoteRequest(2, 1, false, false, 0, 0, 0);

            assertThat(node.drain()).containsExactly("hard-state term=1 vote=2", "role FOLLOWER term=1 leader=0");
            assertThat(node.sync().drain()).containsExactly("vote-reply to=2 term=1 granted");
        }

        @Test
        void shouldPersistEntriesBeforeAnsweringWhenTheyAreAppended() {
            final ScriptedRaft node = ScriptedRaft.follower(1);

            node.raft().onAppendRequest(2, 1, 0, 0, 1, 1, 0, 0);

            assertThat(node.drain()).containsExactly("write 1..1");
            assertThat(node.sync().drain()).containsExactly("append-reply to=2 term=1 index=1 round=0");
        }

        /** "commitIndex ... initialized to 0, increases monotonically"; "lastApplied" likewise. */
        @Test
        void shouldOnlyRaiseCommitIndexWhenMessagesSayLess() {
            final ScriptedRaft node = ScriptedRaft.follower(1, 1, 1);
            assertThat(node.raft().commitIndex()).isZero();
            node.raft().onHeartbeat(2, 1, 2, 0);
            assertThat(node.settle()).contains("commit 2");

            node.raft().onHeartbeat(2, 1, 1, 0);

            assertThat(node.raft().commitIndex()).isEqualTo(2);
            assertThat(node.settle()).noneMatch(line -> line.startsWith("commit"));
        }

        /** "nextIndex[] ... initialized to leader last log index + 1"; "matchIndex[] ... initialized to 0". */
        @Test
        void shouldKnowNothingOfFollowersWhenElected() {
            final ScriptedRaft node = ScriptedRaft.recovered(3, 1, 0, 1, 1, 1).candidate();

            node.raft().onVoteReply(2, 2, false, true);

            assertThat(node.progress(2).nextIndex()).isEqualTo(4);
            assertThat(node.progress(2).matchIndex()).isZero();
        }
    }

    /** "AppendEntries RPC", receiver implementation 1 to 5. */
    @Nested
    class AppendEntries {

        @Test
        void shouldReplyFalseWhenTermIsOlder() {
            final ScriptedRaft node = ScriptedRaft.recovered(3, 5, 0);

            assertThat(node.raft().onAppendRequest(2, 4, 0, 0, 4, 1, 1, 0)).isZero();

            assertThat(node.drain("append-reply"))
                    .containsExactly("append-reply to=2 term=5 rejected=0 hint=0/0 round=0");
            assertThat(node.raft().lastIndex()).isZero();
            assertThat(node.raft().leaderId()).isZero();
        }

        @Test
        void shouldReplyFalseWhenEntryBeforeDoesNotMatch() {
            final ScriptedRaft node = ScriptedRaft.follower(5, 1, 1, 3);

            node.raft().onAppendRequest(2, 5, 3, 4, 4, 1, 0, 0);

            assertThat(node.drain()).containsExactly("append-reply to=2 term=5 rejected=3 hint=3/3 round=0");
            assertThat(node.logTerms()).containsExactly(1L, 1L, 3L);
        }

        @Test
        void shouldDeleteConflictingEntryAndAllAfterItWhenTermsDiffer() {
            final ScriptedRaft node = ScriptedRaft.follower(5, 1, 2, 2, 2);

            assertThat(node.raft().onAppendRequest(2, 5, 1, 1, 4, 1, 0, 0)).isEqualTo(2);

            assertThat(node.logTerms()).containsExactly(1L, 4L);
        }

        @Test
        void shouldAppendOnlyEntriesThatAreNotInTheLog() {
            final ScriptedRaft node = ScriptedRaft.follower(5, 1, 2, 2);

            assertThat(node.raft().onAppendRequest(2, 5, 1, 1, 2, 3, 0, 0)).isEqualTo(4);

            assertThat(node.drain("write")).containsExactly("write 4..4");
        }

        @Test
        void shouldCommitUpToTheLastNewEntryWhenLeaderCommittedMore() {
            final ScriptedRaft node = ScriptedRaft.follower(5, 1, 1, 1, 1);

            node.raft().onAppendRequest(2, 5, 1, 1, 1, 1, 9, 0);

            assertThat(node.raft().commitIndex()).isEqualTo(2);
        }
    }

    /** "RequestVote RPC", receiver implementation 1 and 2. */
    @Nested
    class RequestVote {

        @Test
        void shouldNotVoteWhenTermIsOlder() {
            final ScriptedRaft node = ScriptedRaft.recovered(3, 5, 0);

            node.raft().onVoteRequest(2, 4, false, false, 0, 9, 4);

            assertThat(node.settle()).noneMatch(line -> line.contains("granted"));
            assertThat(node.raft().status().votedFor()).isZero();
        }

        @Test
        void shouldVoteOnceWhenCandidatesAreUpToDate() {
            final ScriptedRaft node = ScriptedRaft.recovered(3, 5, 0, 1);

            node.raft().onVoteRequest(2, 6, false, false, 0, 1, 1);
            node.raft().onVoteRequest(3, 6, false, false, 0, 1, 1);
            node.raft().onVoteRequest(2, 6, false, false, 0, 1, 1);

            assertThat(node.settle())
                    .containsOnlyOnce("vote-reply to=2 term=6 granted")
                    .containsOnlyOnce("vote-reply to=3 term=6 refused");
        }

        @Test
        void shouldNotVoteWhenItsOwnLogIsMoreUpToDate() {
            final ScriptedRaft node = ScriptedRaft.recovered(3, 5, 0, 1, 3);

            node.raft().onVoteRequest(2, 6, false, false, 0, 9, 2);
            node.raft().onVoteRequest(3, 6, false, false, 0, 1, 3);

            assertThat(node.settle()).contains("vote-reply to=2 term=6 refused", "vote-reply to=3 term=6 refused");
        }
    }

    /** "Rules for Servers", all servers. */
    @Nested
    class AllServers {

        @Test
        void shouldApplyInOrderWhenCommitIndexRises() {
            final ScriptedRaft node = ScriptedRaft.follower(1, 1, 1, 1);

            node.raft().onHeartbeat(2, 1, 1, 0);
            node.raft().onHeartbeat(2, 1, 3, 0);

            assertThat(node.drain("commit")).containsExactly("commit 3");
        }

        @Test
        void shouldBecomeFollowerOfTheTermWhenItIsHigher() {
            final ScriptedRaft leader = ScriptedRaft.settledLeader(3);

            leader.raft().onHeartbeatReply(2, 7, 0);

            assertThat(leader.raft().term()).isEqualTo(7);
            assertThat(leader.raft().role()).isEqualTo(Role.FOLLOWER);
            assertThat(leader.drain("hard-state")).containsExactly("hard-state term=7 vote=0");
        }
    }

    /** "Rules for Servers", followers. */
    @Nested
    class Followers {

        @Test
        void shouldAnswerLeadersAndCandidatesWhenTheyAsk() {
            final ScriptedRaft node = ScriptedRaft.follower(1, 1);

            node.raft().onHeartbeat(2, 1, 0, 0);
            node.raft().onVoteRequest(3, 2, false, false, 0, 1, 1);

            assertThat(node.settle()).contains("vote-reply to=3 term=2 granted");
        }

        @Test
        void shouldCampaignWhenItNeitherHearsNorVotesForAnElectionTimeout() {
            final ScriptedRaft silent = ScriptedRaft.ofNew(3);
            final ScriptedRaft voter = ScriptedRaft.ofNew(3);
            final int timeout = ScriptedRaft.ofNew(3).tickUntilCampaign();

            silent.tick(timeout - 1);
            voter.tick(timeout - 1).raft().onVoteRequest(2, 1, false, false, 0, 0, 0);
            silent.tick(1);
            voter.tick(1);

            assertThat(silent.raft().role()).isEqualTo(Role.CANDIDATE);
            assertThat(voter.raft().role()).isEqualTo(Role.FOLLOWER);
        }
    }

    /** "Rules for Servers", candidates. */
    @Nested
    class Candidates {

        @Test
        void shouldRaiseTermVoteForItselfAndAskAllWhenElectionBegins() {
            final ScriptedRaft node = ScriptedRaft.recovered(3, 4, 0);

            node.raft().campaign();

            assertThat(node.settle())
                    .containsExactly(
                            "hard-state term=5 vote=1",
                            "role CANDIDATE term=5 leader=0",
                            "vote-request to=2 term=5 last=0/0",
                            "vote-request to=3 term=5 last=0/0");
        }

        /** "Reset election timer". */
        @Test
        void shouldWaitForWholeTimeoutWhenElectionBegins() {
            final ScriptedRaft node = ScriptedRaft.ofNew(3).tick(ELECTION_TICKS - 1);

            node.raft().campaign();

            assertThat(node.tickUntilCampaign()).isGreaterThanOrEqualTo(ELECTION_TICKS);
        }

        @Test
        void shouldLeadWhenMajorityVotes() {
            final ScriptedRaft node = ScriptedRaft.ofNew(5).candidate();

            node.raft().onVoteReply(2, 1, false, true);
            assertThat(node.raft().role()).isEqualTo(Role.CANDIDATE);
            node.raft().onVoteReply(3, 1, false, true);

            assertThat(node.raft().role()).isEqualTo(Role.LEADER);
        }

        @Test
        void shouldFollowWhenNewLeaderIsHeard() {
            final ScriptedRaft node = ScriptedRaft.ofNew(3).candidate();

            node.raft().onAppendRequest(2, 1, 0, 0, 1, 1, 0, 0);

            assertThat(node.raft().role()).isEqualTo(Role.FOLLOWER);
            assertThat(node.raft().leaderId()).isEqualTo(2);
        }

        @Test
        void shouldCampaignAnewWhenElectionTimesOut() {
            final ScriptedRaft node = ScriptedRaft.ofNew(3).candidate();

            node.tickUntilCampaign();

            assertThat(node.raft().term()).isEqualTo(2);
            assertThat(node.raft().role()).isEqualTo(Role.CANDIDATE);
        }
    }

    /** "Rules for Servers", leaders. */
    @Nested
    class Leaders {

        /** This implementation's first message is the empty entry of the term. */
        @Test
        void shouldBeHeardAtOnceAndInIdlePeriodsWhenElected() {
            final ScriptedRaft node = ScriptedRaft.ofNew(3).candidate();
            node.raft().onVoteReply(2, 1, false, true);

            assertThat(node.drain("append to")).hasSize(2);
            assertThat(node.tick(HEARTBEAT_TICKS).drain("heartbeat")).hasSize(2);
        }

        @Test
        void shouldAnswerOnlyAfterCommitWhenCommandIsProposed() {
            final ScriptedRaft leader = ScriptedRaft.settledLeader(3);

            assertThat(leader.raft().propose(1)).isEqualTo(2);
            assertThat(leader.settle()).noneMatch(line -> line.startsWith("commit"));

            assertThat(leader.accept(2, 2).drain("commit")).containsExactly("commit 2");
        }

        @Test
        void shouldSendFromNextIndexWhenFollowerLacksEntries() {
            final ScriptedRaft leader = ScriptedRaft.settledLeader(3);

            leader.raft().propose(2);

            assertThat(leader.drain("append to=3"))
                    .containsExactly("append to=3 term=1 prev=1/1 entries=2..3@1 commit=1 round=0");
        }

        @Test
        void shouldUpdateNextAndMatchIndexWhenFollowerAccepts() {
            final ScriptedRaft leader = ScriptedRaft.settledLeader(3);
            leader.raft().propose(2);
            leader.settle();

            leader.accept(2, 3);

            assertThat(leader.progress(2).matchIndex()).isEqualTo(3);
            assertThat(leader.progress(2).nextIndex()).isEqualTo(4);
        }

        @Test
        void shouldDecrementNextIndexAndRetryWhenFollowerRejects() {
            final ScriptedRaft leader = ScriptedRaft.recovered(3, 2, 0, 1, 2).leader();

            leader.raft().onAppendReply(2, 3, true, 2, 1, 1, 0);

            assertThat(leader.drain("append to=2"))
                    .containsExactly("append to=2 term=3 prev=1/1 entries=2..2@2 commit=0 round=0");
        }

        /** "If there exists an N such that ... log[N].term == currentTerm" (figure 8). */
        @Test
        void shouldCommitByCountingOnlyWhenEntryIsOfItsTerm() {
            final ScriptedRaft leader = ScriptedRaft.recovered(3, 2, 0, 1, 2).leader();

            leader.accept(2, 2).settle();
            assertThat(leader.raft().commitIndex()).as("an entry of term 2").isZero();
            leader.accept(2, 3).settle();

            assertThat(leader.raft().commitIndex()).isEqualTo(3);
        }
    }
}
