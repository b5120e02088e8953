package io.balsa.consensus;

import static io.balsa.consensus.ScriptedRaft.ELECTION_TICKS;
import static io.balsa.consensus.ScriptedRaft.HEARTBEAT_TICKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.consensus.membership.Membership;
import org.junit.jupiter.api.Test;

/** Linearizable reads without a log entry: dissertation, section 6.4. */
class ReadIndexTest {

    @Test
    void shouldRefuseReadWhenNodeDoesNotLead() {
        assertThat(ScriptedRaft.ofNew(3).raft().requestRead()).isEqualTo(Refusal.NOT_LEADER);
    }

    @Test
    void shouldServeReadWhenQuorumConfirmsAfterItWasAskedFor() {
        final ScriptedRaft leader = settledLeader(5);

        assertThat(leader.raft().requestRead()).isEqualTo(1);
        assertThat(leader.drain())
                .containsExactly(
                        "heartbeat to=2 term=1 commit=1 round=1",
                        "heartbeat to=3 term=1 commit=1 round=1",
                        "heartbeat to=4 term=1 commit=1 round=1",
                        "heartbeat to=5 term=1 commit=1 round=1");
        leader.raft().onHeartbeatReply(2, 1, 1);
        assertThat(leader.drain("read")).isEmpty();

        leader.raft().onHeartbeatReply(3, 1, 1);
        assertThat(leader.drain("read")).containsExactly("read-ready 1 at 1");
        leader.raft().onHeartbeatReply(4, 1, 1);
        assertThat(leader.drain("read")).isEmpty();
    }

    /** Trap: before an entry of its own term commits, a leader does not know the newest commit index. The read waits. */
    @Test
    void shouldHoldReadBackWhenNothingOfTheTermIsCommitted() {
        final ScriptedRaft leader = ScriptedRaft.recovered(3, 1, 0, 1, 1).leader();
        leader.raft().requestRead();
        assertThat(leader.tick(HEARTBEAT_TICKS).drain("heartbeat to=3"))
                .containsExactly("heartbeat to=3 term=2 commit=0 round=0");
        leader.raft().onHeartbeatReply(2, 2, 0);
        leader.raft().onHeartbeatReply(3, 2, 0);
        assertThat(leader.settle()).noneMatch(line -> line.startsWith("read"));

        leader.accept(2, 3);

        assertThat(leader.drain()).contains("heartbeat to=3 term=2 commit=0 round=1");
        leader.raft().onHeartbeatReply(2, 2, 1);
        assertThat(leader.drain("read")).containsExactly("read-ready 1 at 3");
    }

    /** Trap: the answer to an earlier round says nothing of who leads now. */
    @Test
    void shouldNotConfirmReadWhenAnswerIsOfEarlierRound() {
        final ScriptedRaft leader = settledLeader(3);
        leader.raft().requestRead();
        leader.drain();
        leader.raft().requestRead();
        leader.drain();

        leader.raft().onHeartbeatReply(2, 1, 1);
        assertThat(leader.drain("read")).containsExactly("read-ready 1 at 1");
        leader.raft().onHeartbeatReply(3, 1, 1);
        assertThat(leader.drain("read")).isEmpty();

        leader.raft().onHeartbeatReply(2, 1, 2);
        assertThat(leader.drain("read")).containsExactly("read-ready 2 at 1");
    }

    /** Trap: a read that joins a round under way would be served at an index older than what it must see. */
    @Test
    void shouldOpenNewRoundWhenReadComesLater() {
        final ScriptedRaft leader = settledLeader(3);
        leader.raft().requestRead();
        leader.drain();
        leader.raft().propose(1);
        leader.settle();
        leader.accept(2, 2);
        assertThat(leader.drain("commit")).containsExactly("commit 2");

        leader.raft().requestRead();
        leader.drain();
        leader.raft().onHeartbeatReply(2, 1, 1);
        assertThat(leader.drain("read")).containsExactly("read-ready 1 at 1");
        leader.raft().onHeartbeatReply(2, 1, 2);
        assertThat(leader.drain("read")).containsExactly("read-ready 2 at 2");
    }

    @Test
    void shouldConfirmEarlierRoundsWhenLaterOneIsConfirmed() {
        final ScriptedRaft leader = settledLeader(3);
        leader.raft().requestRead();
        leader.drain();
        leader.raft().requestRead();
        leader.drain();

        leader.raft().onHeartbeatReply(3, 1, 2);

        assertThat(leader.drain("read")).containsExactly("read-ready 1 at 1", "read-ready 2 at 1");
    }

    @Test
    void shouldShareOneRoundWhenReadsComeTogether() {
        final ScriptedRaft leader = settledLeader(3);
        leader.raft().requestRead();
        leader.raft().requestRead();
        leader.raft().requestRead();

        assertThat(leader.drain("heartbeat to=2")).containsExactly("heartbeat to=2 term=1 commit=1 round=1");
        leader.raft().onHeartbeatReply(2, 1, 1);

        assertThat(leader.drain("read")).containsExactly("read-ready 3 at 1");
    }

    @Test
    void shouldCarryRoundWithAppendWhenOneIsDue() {
        final ScriptedRaft leader = settledLeader(3);
        leader.raft().propose(1);
        leader.raft().requestRead();

        assertThat(leader.drain())
                .containsExactly(
                        "write 2..2",
                        "append to=2 term=1 prev=1/1 entries=2..2@1 commit=1 round=1",
                        "append to=3 term=1 prev=1/1 entries=2..2@1 commit=1 round=1");

        leader.raft().onAppendReply(2, 1, false, 2, 0, 0, 1);
        assertThat(leader.drain("read")).containsExactly("read-ready 1 at 1");
    }

    @Test
    void shouldAskAgainWhenHeartbeatOfTheRoundWasLost() {
        final ScriptedRaft leader = settledLeader(3);
        leader.raft().requestRead();
        leader.drain();

        assertThat(leader.tick(HEARTBEAT_TICKS).drain("heartbeat to=2"))
                .containsExactly("heartbeat to=2 term=1 commit=1 round=1");
    }

    @Test
    void shouldAnswerRoundWithoutWaitingForSyncWhenAppendCarriesIt() {
        final ScriptedRaft follower = ScriptedRaft.recovered(3, 1, 0, 1);

        follower.raft().onAppendRequest(2, 1, 1, 1, 1, 1, 1, 7);

        assertThat(follower.drain("heartbeat-reply")).containsExactly("heartbeat-reply to=2 term=1 round=7");
        assertThat(follower.sync().drain("append-reply")).containsExactly("append-reply to=2 term=1 index=2 round=7");
    }

    @Test
    void shouldForgetRoundWhenLeaderChanges() {
        final ScriptedRaft follower = ScriptedRaft.recovered(3, 1, 0, 1);
        follower.raft().onHeartbeat(2, 1, 1, 7);
        follower.settle();

        follower.raft().onHeartbeat(3, 2, 1, 0);

        assertThat(follower.settle()).contains("heartbeat-reply to=3 term=2 round=0");
    }

    @Test
    void shouldServeReadAtOnceWhenNodeIsAlone() {
        final ScriptedRaft node = ScriptedRaft.ofNew(1).leader();

        node.raft().requestRead();

        assertThat(node.drain()).containsExactly("read-ready 1 at 1");
    }

    @Test
    void shouldRefuseReadsOnceWhenLeadershipIsLost() {
        final ScriptedRaft leader = settledLeader(3);
        leader.raft().requestRead();
        leader.drain();
        leader.raft().requestRead();

        leader.raft().onHeartbeat(3, 2, 1, 0);

        assertThat(leader.settle()).contains("read-refused 2").doesNotContain("read-ready 1 at 1");
        leader.raft().onHeartbeatReply(2, 1, 1);
        assertThat(leader.settle()).isEmpty();
    }

    @Test
    void shouldRefuseReadsWhenLeaderHearsNoQuorum() {
        final ScriptedRaft leader = ScriptedRaft.of(3, settings -> settings.checkQuorum(true))
                .leader()
                .accept(2, 1);
        leader.tick(ELECTION_TICKS).settle();
        leader.raft().requestRead();

        leader.tick(ELECTION_TICKS);

        assertThat(leader.drain("read")).containsExactly("read-refused 1");
    }

    @Test
    void shouldGiveEachReadOneEndWhenLeadershipIsLostAndWonAgain() {
        final ScriptedRaft node = settledLeader(3);
        node.raft().requestRead();
        node.drain();
        node.raft().onHeartbeat(3, 2, 1, 0);
        assertThat(node.settle()).contains("read-refused 1");

        node.leader().accept(2, 2).settle();
        assertThat(node.raft().requestRead()).isEqualTo(2);
        node.drain();
        node.raft().onHeartbeatReply(2, 3, 1);
        assertThat(node.drain("read")).as("the round of the earlier term").isEmpty();
        node.raft().onHeartbeatReply(2, 3, 2);

        assertThat(node.drain("read")).containsExactly("read-ready 2 at 2");
    }

    @Test
    void shouldNeedBothMajoritiesWhenMembershipIsJoint() {
        final Membership joint = Membership.of(new int[] {1, 2, 3}, new int[] {1, 4, 5}, new int[0], new int[0], true);
        final ScriptedRaft leader = ScriptedRaft.of(joint, 0, 0, settings -> settings)
                .leader()
                .accept(2, 1)
                .accept(4, 1);
        leader.settle();
        leader.raft().requestRead();
        leader.drain();

        leader.raft().onHeartbeatReply(2, 1, 1);
        leader.raft().onHeartbeatReply(3, 1, 1);
        assertThat(leader.drain("read")).isEmpty();
        leader.raft().onHeartbeatReply(4, 1, 1);

        assertThat(leader.drain("read")).containsExactly("read-ready 1 at 1");
    }

    /** Rounds under way are bounded; reads beyond them wait for one, and none is lost. */
    @Test
    void shouldServeEveryReadWhenManyRoundsAreUnderWay() {
        final ScriptedRaft leader = settledLeader(3);
        for (int read = 1; read <= 100; read++) {
            leader.raft().requestRead();
            leader.drain();
        }

        long served = 0;
        for (int round = 1; round <= 100 && served < 100; round++) {
            leader.raft().onHeartbeatReply(2, 1, round);
            for (final String line : leader.drain("read-ready")) {
                served = Long.parseLong(line.split(" ", -1)[1]);
            }
        }

        assertThat(served).isEqualTo(100);
    }

    /** Returns a leader whose first entry all members hold and that has nothing to say. */
    private static ScriptedRaft settledLeader(final int size) {
        final ScriptedRaft leader = ScriptedRaft.ofNew(size).leader();
        for (int follower = 2; follower <= size; follower++) {
            leader.accept(follower, 1);
        }
        leader.settle();
        return leader;
    }
}
