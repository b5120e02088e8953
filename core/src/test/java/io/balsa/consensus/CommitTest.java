package io.balsa.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.consensus.membership.Membership;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When an entry is committed: Raft paper, sections 5.3 and 5.4.2. */
class CommitTest {

    /** Matches of the followers 2, 3, ... when the leader itself holds ten entries. */
    @ParameterizedTest
    @CsvSource({
        "3, 10 0, 10",
        "3, 4 7, 7",
        "3, 0 0, 0",
        "2, 6, 6",
        "2, 0, 0",
        "4, 9 5 0, 5",
        "4, 9 0 0, 0",
        "5, 9 8 7 6, 8",
        "5, 10 0 0 0, 0",
        "5, 10 10 0 0, 10",
        "7, 1 2 3 4 5 6, 4"
    })
    void shouldCommitWhatMajorityHoldsWhenFollowersAcknowledge(
            final int size, final String matches, final long expected) {
        final ScriptedRaft leader = ScriptedRaft.ofNew(size).leader();
        leader.raft().propose(9);
        leader.settle();

        int follower = 2;
        for (final String match : matches.split(" ", -1)) {
            leader.accept(follower++, Long.parseLong(match));
        }
        leader.drain();

        assertThat(leader.raft().commitIndex()).isEqualTo(expected);
    }

    /** The leader sends while it syncs, so its own log must not count before the sync (dissertation, 10.2.1). */
    @Test
    void shouldNotCountItsOwnLogWhenItIsNotDurable() {
        final ScriptedRaft leader = ScriptedRaft.ofNew(3).leader().accept(2, 1).accept(3, 1);
        leader.settle();
        leader.raft().propose(1);
        leader.drain();

        assertThat(leader.accept(2, 2).drain("commit")).isEmpty();
        assertThat(leader.raft().commitIndex()).isEqualTo(1);

        assertThat(leader.sync().drain("commit")).containsExactly("commit 2");
    }

    @Test
    void shouldCommitByFollowersAloneWhenTheyAreMajority() {
        final ScriptedRaft leader = ScriptedRaft.ofNew(3).leader().accept(2, 1).accept(3, 1);
        leader.settle();
        leader.raft().propose(1);
        leader.drain();

        leader.accept(2, 2).accept(3, 2);

        assertThat(leader.drain("commit"))
                .as("committed, but applied only when durable here")
                .isEmpty();
        assertThat(leader.raft().commitIndex()).isEqualTo(2);
        assertThat(leader.sync().drain()).containsExactly("commit 2");
    }

    @Test
    void shouldTellCommitBeforeItsOwnSyncWhenSettingAllows() {
        final ScriptedRaft leader = ScriptedRaft.of(3, settings -> settings.applyBeforePersist(true))
                .leader()
                .accept(2, 1)
                .accept(3, 1);
        leader.settle();
        leader.raft().propose(1);
        leader.drain();

        leader.accept(2, 2).accept(3, 2);

        assertThat(leader.drain("commit")).containsExactly("commit 2");
    }

    /** Trap: a cluster of one that acknowledges before its sync loses what it acknowledged. */
    @Test
    void shouldNotCommitBeforeItsSyncWhenNodeIsAlone() {
        final ScriptedRaft node = ScriptedRaft.ofNew(1);
        node.raft().campaign();
        assertThat(node.raft().role()).as("the term is not durable yet").isEqualTo(Role.CANDIDATE);
        assertThat(node.settle())
                .containsExactly(
                        "hard-state term=1 vote=1",
                        "role CANDIDATE term=1 leader=0",
                        "term-start 1/1",
                        "write 1..1",
                        "role LEADER term=1 leader=1",
                        "commit 1");

        node.raft().propose(2);

        assertThat(node.drain()).containsExactly("write 2..3");
        assertThat(node.drain()).isEmpty();
        assertThat(node.sync().drain()).containsExactly("commit 3");
    }

    /**
     * Figure 8: entry 2 of term 2 is on a majority and still not committed, because another leader, elected with the later term of
     * another entry 2, could overwrite it. With an entry of the leader's own term both commit.
     */
    @Test
    void shouldNotCommitByCountingWhenEntryIsOfEarlierTerm() {
        final ScriptedRaft leader = ScriptedRaft.recovered(5, 3, 0, 1, 2).leader();
        assertThat(leader.raft().term()).isEqualTo(4);
        assertThat(leader.logTerms()).containsExactly(1L, 2L, 4L);

        leader.accept(2, 2).accept(3, 2).accept(4, 2).accept(5, 2);

        assertThat(leader.drain("commit")).isEmpty();
        assertThat(leader.raft().commitIndex()).isZero();

        leader.accept(2, 3).accept(3, 3);

        assertThat(leader.drain("commit")).containsExactly("commit 3");
    }

    /** The other half of figure 8: before that, the entry may be overwritten. */
    @Test
    void shouldGiveUpEntryOfEarlierTermWhenItWasOnMajorityAndNotCommitted() {
        final ScriptedRaft node = ScriptedRaft.recovered(5, 4, 1, 1, 2);

        final long firstToWrite = node.raft().onAppendRequest(5, 5, 1, 1, 3, 1, 1, 0);

        assertThat(firstToWrite).isEqualTo(2);
        assertThat(node.logTerms()).containsExactly(1L, 3L);
    }

    @Test
    void shouldKeepItsCommitIndexWhenFollowersFallSilentOrLeaderChanges() {
        final ScriptedRaft node = ScriptedRaft.ofNew(3).leader().accept(2, 1);
        node.settle();

        node.raft().onPeerUnreachable(2);
        node.raft().onHeartbeat(3, 2, 0, 0);
        node.settle();
        assertThat(node.raft().commitIndex()).isEqualTo(1);

        node.leader();
        assertThat(node.raft().isLeader()).isTrue();
        assertThat(node.raft().commitIndex()).isEqualTo(1);
    }

    @Test
    void shouldTellFollowersAtOnceWhenCommitIsEager() {
        final ScriptedRaft leader = ScriptedRaft.ofNew(3).leader().accept(2, 1).accept(3, 1);

        assertThat(leader.drain())
                .containsExactly(
                        "append to=2 term=1 prev=1/1 entries=none commit=1 round=0",
                        "append to=3 term=1 prev=1/1 entries=none commit=1 round=0",
                        "commit 1");
        assertThat(leader.drain()).isEmpty();
    }

    @Test
    void shouldTellFollowersWithTheNextMessageWhenCommitIsNotEager() {
        final ScriptedRaft leader = ScriptedRaft.of(3, settings -> settings.eagerCommit(false))
                .leader()
                .accept(2, 1)
                .accept(3, 1);
        assertThat(leader.drain()).containsExactly("commit 1");

        leader.raft().propose(1);

        assertThat(leader.drain("append to=2"))
                .containsExactly("append to=2 term=1 prev=1/1 entries=2..2@1 commit=1 round=0");
    }

    @Test
    void shouldNeedBothMajoritiesWhenMembershipIsJoint() {
        final Membership joint = Membership.of(new int[] {1, 2, 3}, new int[] {1, 4, 5}, new int[0], new int[0], true);
        final ScriptedRaft leader =
                ScriptedRaft.of(joint, 0, 0, settings -> settings).leader();
        assertThat(leader.raft().isLeader()).isTrue();

        assertThat(leader.accept(2, 1).accept(3, 1).drain("commit")).isEmpty();
        assertThat(leader.accept(4, 1).drain("commit")).containsExactly("commit 1");
    }

    @Test
    void shouldNotCountLearnersWhenTheyAcknowledge() {
        final Membership membership =
                Membership.of(new int[] {1, 2, 3}, new int[0], new int[] {4, 5}, new int[0], false);
        final ScriptedRaft leader =
                ScriptedRaft.of(membership, 0, 0, settings -> settings).leader();

        assertThat(leader.accept(4, 1).accept(5, 1).drain("commit")).isEmpty();
        assertThat(leader.accept(3, 1).drain("commit")).containsExactly("commit 1");
    }
}
