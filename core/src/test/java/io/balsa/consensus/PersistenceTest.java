package io.balsa.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What must be durable before what is told: Raft paper, figure 2, "Persistent state"; dissertation, sections 3.8 and 10.2.1. */
class PersistenceTest {

    /** Trap: a vote that left before its sync is forgotten in a crash, and given a second time. */
    @Test
    void shouldAnswerVoteOnlyWhenItIsDurable() {
        final ScriptedRaft node = ScriptedRaft.ofNew(3);

        node.raft().onVoteRequest(2, 1, false, false, 0, 0, 0);

        assertThat(node.drain()).containsExactly("hard-state term=1 vote=2", "role FOLLOWER term=1 leader=0");
        assertThat(node.drain()).isEmpty();
        assertThat(node.sync().drain()).containsExactly("vote-reply to=2 term=1 granted");
    }

    @Test
    void shouldNotGiveSecondVoteWhenItComesBackFromCrash() {
        final ScriptedRaft voter = ScriptedRaft.ofNew(3);
        voter.raft().onVoteRequest(2, 1, false, false, 0, 0, 0);
        assertThat(voter.settle()).contains("hard-state term=1 vote=2", "vote-reply to=2 term=1 granted");

        final ScriptedRaft restarted = ScriptedRaft.recovered(3, 1, 2);
        restarted.raft().onVoteRequest(3, 1, false, false, 0, 5, 1);
        restarted.raft().onVoteRequest(2, 1, false, false, 0, 0, 0);

        assertThat(restarted.settle())
                .containsExactlyInAnyOrder("vote-reply to=2 term=1 granted", "vote-reply to=3 term=1 refused");
    }

    @Test
    void shouldNotSendOldVoteWhenHigherTermCameBeforeTheSync() {
        final ScriptedRaft node = ScriptedRaft.ofNew(3);
        node.raft().onVoteRequest(2, 1, false, false, 0, 0, 0);
        node.drain();
        final long oldVote = node.issuedSequence();
        node.raft().onVoteRequest(3, 2, false, false, 0, 0, 0);
        node.drain();

        node.raft().onPersisted(oldVote);

        assertThat(node.drain()).isEmpty();
        assertThat(node.sync().drain()).containsExactly("vote-reply to=3 term=2 granted");
    }

    /**
     * A node whose term is lost in a crash would campaign in it again. Its log may be shorter then, and a late vote for the longer one
     * would make it a leader that lacks committed entries.
     */
    @Test
    void shouldAskForVotesOnlyWhenItsTermIsDurable() {
        final ScriptedRaft node = ScriptedRaft.ofNew(3);

        node.raft().campaign();

        assertThat(node.drain()).containsExactly("hard-state term=1 vote=1", "role CANDIDATE term=1 leader=0");
        assertThat(node.drain()).isEmpty();
        assertThat(node.sync().drain("vote-request")).hasSize(2);
    }

    @Test
    void shouldLeadOnlyWhenItsTermIsDurable() {
        final ScriptedRaft node = ScriptedRaft.ofNew(3);
        node.raft().campaign();
        node.drain();

        node.raft().onVoteReply(2, 1, false, true);
        assertThat(node.raft().role()).isEqualTo(Role.CANDIDATE);

        node.sync();
        assertThat(node.raft().role()).isEqualTo(Role.LEADER);
    }

    @Test
    void shouldAcknowledgeEntriesOnlyWhenTheyAreDurable() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 1, 0);
        node.raft().onAppendRequest(2, 1, 0, 0, 1, 2, 0, 0);
        assertThat(node.drain()).containsExactly("write 1..2", "role FOLLOWER term=1 leader=2");
        final long firstWrite = node.issuedSequence();
        node.raft().onAppendRequest(2, 1, 2, 1, 1, 1, 0, 0);
        assertThat(node.drain()).containsExactly("write 3..3");

        node.raft().onPersisted(firstWrite);
        assertThat(node.drain()).containsExactly("append-reply to=2 term=1 index=2 round=0");

        assertThat(node.sync().drain()).containsExactly("append-reply to=2 term=1 index=3 round=0");
    }

    /** Trap: an entry durable before its term. After a crash the node would take entries of an older leader over it. */
    @Test
    void shouldAcknowledgeNothingWhenTermIsNotDurable() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 1, 0, 1);

        node.raft().onAppendRequest(2, 2, 1, 1, 2, 0, 0, 0);
        node.raft().onHeartbeat(2, 2, 0, 0);

        assertThat(node.drain()).containsExactly("hard-state term=2 vote=0", "role FOLLOWER term=2 leader=2");
        assertThat(node.sync().drain())
                .containsExactly("append-reply to=2 term=2 index=1 round=0", "heartbeat-reply to=2 term=2 round=0");
    }

    @Test
    void shouldGoOnInTermOfItsLogWhenCrashLostTheHardState() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 1, 3, 1, 2);

        assertThat(node.raft().term()).isEqualTo(2);
        assertThat(node.raft().status().votedFor()).isZero();
        node.raft().onAppendRequest(3, 1, 1, 1, 1, 1, 0, 0);

        assertThat(node.drain()).as("the old leader is refused").containsExactly("hard-state term=2 vote=0");
        assertThat(node.sync().drain()).containsExactly("append-reply to=3 term=2 rejected=0 hint=0/0 round=0");
        assertThat(node.logTerms()).containsExactly(1L, 2L);
    }

    /**
     * Trap, "append ABA": entry 2 is written for one leader, overwritten for another, and written anew. The end of the first write
     * says nothing of the last.
     */
    @Test
    void shouldNotTakeOldSyncForNewWhenEntriesWereWrittenTwice() {
        final ScriptedRaft node = ScriptedRaft.recovered(5, 1, 0, 1);
        node.raft().onAppendRequest(2, 2, 1, 1, 2, 1, 0, 0);
        node.settle();
        node.raft().onAppendRequest(2, 2, 2, 2, 2, 1, 0, 0);
        assertThat(node.drain()).containsExactly("write 3..3");
        final long firstWrite = node.issuedSequence();
        node.raft().onAppendRequest(3, 3, 2, 2, 3, 1, 0, 0);
        node.drain();
        final long secondWrite = node.issuedSequence();
        node.raft().onAppendRequest(4, 4, 2, 2, 2, 1, 0, 0);
        node.drain();

        node.raft().onPersisted(firstWrite);
        assertThat(node.raft().status().persistedIndex()).isEqualTo(2);
        node.raft().onPersisted(secondWrite);
        assertThat(node.raft().status().persistedIndex()).isEqualTo(2);
        assertThat(node.drain("append-reply")).isEmpty();

        assertThat(node.sync().drain("append-reply")).containsExactly("append-reply to=4 term=4 index=3 round=0");
    }

    @Test
    void shouldForgetDurableEntriesWhenTheyAreCut() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 1, 0, 1, 1, 1);

        node.raft().onAppendRequest(2, 2, 1, 1, 2, 1, 0, 0);

        assertThat(node.raft().status().persistedIndex()).isEqualTo(1);
        assertThat(node.drain("write")).containsExactly("write 2..2");
        assertThat(node.sync().raft().status().persistedIndex()).isEqualTo(2);
    }

    @Test
    void shouldTellEverySyncApartWhenManyWritesAreUnderWay() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 1, 0);
        final long[] sequences = new long[40];
        for (int write = 0; write < sequences.length; write++) {
            node.raft().onAppendRequest(2, 1, write, write == 0 ? 0 : 1, 1, 1, 0, 0);
            node.drain();
            sequences[write] = node.issuedSequence();
        }

        for (int write = 0; write < sequences.length; write++) {
            node.raft().onPersisted(sequences[write]);
            assertThat(node.raft().status().persistedIndex()).isEqualTo(write + 1);
        }
    }

    /** Each leader overwrites the entry of the one before: as many runs of writes as leaders, all under way. */
    @Test
    void shouldNeverTellTooMuchWhenMoreRunsAreUnderWayThanAreToldApart() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 1, 0, 1);
        final int terms = 200;
        final long[] sequences = new long[terms];
        for (int i = 0; i < terms; i++) {
            node.raft().onAppendRequest(2 + i % 2, i + 2, 1, 1, i + 2, 1, 0, 0);
            node.drain();
            sequences[i] = node.issuedSequence();
        }

        for (int i = 0; i < terms - 1; i++) {
            node.raft().onPersisted(sequences[i]);
            assertThat(node.raft().status().persistedIndex()).isEqualTo(1);
        }
        node.raft().onPersisted(sequences[terms - 1]);
        assertThat(node.raft().status().persistedIndex()).isEqualTo(2);
    }

    @Test
    void shouldApplyOnlyDurableEntriesWhenFollowerLearnsOfCommit() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 1, 0);

        node.raft().onAppendRequest(2, 1, 0, 0, 1, 1, 1, 0);

        assertThat(node.drain("commit")).isEmpty();
        assertThat(node.sync().drain("commit")).containsExactly("commit 1");
    }

    /** The edge appends the empty entry when it is told of it: who is deposed before that has no such entry in its log. */
    @Test
    void shouldTakeTermStartBackWhenDeposedBeforeItWasTold() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 1, 0, 1).candidate();
        node.raft().onVoteReply(2, 2, false, true);
        assertThat(node.raft().isLeader()).isTrue();

        node.raft().onHeartbeat(3, 3, 0, 0);

        assertThat(node.raft().lastIndex()).isEqualTo(1);
        assertThat(node.settle()).noneMatch(line -> line.startsWith("write") || line.startsWith("term-start"));
    }

    @Test
    void shouldStopWhenWriteIsReportedThatWasNeverAskedFor() {
        final ScriptedRaft node = ScriptedRaft.ofNew(3);

        assertThatThrownBy(() -> node.raft().onPersisted(1))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("sequence=1, issuedSequence=0");
    }
}
