package io.balsa.consensus;

import static io.balsa.consensus.ScriptedRaft.ELECTION_TICKS;
import static io.balsa.consensus.ScriptedRaft.HEARTBEAT_TICKS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Reads that a lease confirms without a round of messages: dissertation, section 6.4.1. */
class LeaseReadTest {
    private static final long LEASE_NS = 1000;
    private static final UnaryOperator<RaftConfig.Builder> LEASE =
            settings -> settings.checkQuorum(true).leaseDurationNs(LEASE_NS);

    // ---- what the leader may serve

    @Test
    void shouldServeReadAtOnceWhenQuorumConfirmedRoundWithinTheLease() {
        final ScriptedRaft leader = leader();
        leader.raft().onClock(5000);
        renewLease(leader);

        leader.raft().requestLeaseRead(5000 + LEASE_NS - 1);

        assertThat(leader.drain()).containsExactly("read-ready 1 at 1");
    }

    /** Also what saves a process that was paused: the time is judged when the read is asked for. */
    @Test
    void shouldFallBackToRoundWhenLeaseHasRunOut() {
        final ScriptedRaft leader = leader();
        leader.raft().onClock(5000);
        final long round = renewLease(leader);

        leader.raft().requestLeaseRead(5000 + LEASE_NS);

        assertThat(leader.drain())
                .containsExactly(
                        "heartbeat to=2 term=1 commit=1 round=" + (round + 1),
                        "heartbeat to=3 term=1 commit=1 round=" + (round + 1));
        leader.raft().onHeartbeatReply(3, 1, round + 1);
        assertThat(leader.drain()).containsExactly("read-ready 1 at 1");
    }

    /** The lease counts from when the round began, not from when its answer came. */
    @Test
    void shouldCountLeaseFromTheSendingWhenAnswerComesLate() {
        final ScriptedRaft leader = leader();
        leader.raft().onClock(5000);
        final long round = beginRound(leader);
        leader.raft().onClock(5900);
        leader.raft().onHeartbeatReply(2, 1, round);

        assertThat(leader.raft().status().holdsLease(5000 + LEASE_NS - 1)).isTrue();
        assertThat(leader.raft().status().holdsLease(5000 + LEASE_NS)).isFalse();
    }

    @Test
    void shouldHoldNoLeaseWhenOnlyMinorityConfirmed() {
        final ScriptedRaft leader = ScriptedRaft.of(5, LEASE).tick(ELECTION_TICKS);
        leader.leader().acceptAll();
        leader.raft().onClock(5000);
        final long round = beginRound(leader);

        leader.raft().onHeartbeatReply(2, 1, round);
        assertThat(leader.raft().status().holdsLease(5000)).isFalse();
        leader.raft().onHeartbeatReply(3, 1, round);

        assertThat(leader.raft().status().holdsLease(5000)).isTrue();
    }

    @Test
    void shouldHoldNoLeaseWhenClockWasNeverTold() {
        final ScriptedRaft leader = leader();

        renewLease(leader);

        assertThat(leader.raft().status().holdsLease(0)).isFalse();
        assertThat(leader.raft().status().holdsLease(Long.MAX_VALUE)).isFalse();
    }

    /** A time from before the round began says nothing of the present. */
    @Test
    void shouldHoldNoLeaseWhenTimeIsBeforeTheRound() {
        final ScriptedRaft leader = leader();
        leader.raft().onClock(5000);
        renewLease(leader);

        assertThat(leader.raft().status().holdsLease(4999)).isFalse();
    }

    @Test
    void shouldTakeTheNewestTimeWhenClockGoesBack() {
        final ScriptedRaft leader = leader();
        leader.raft().onClock(5000);
        leader.raft().onClock(4000);

        renewLease(leader);

        assertThat(leader.raft().status().holdsLease(5000 + LEASE_NS - 1)).isTrue();
    }

    @Test
    void shouldHoldNoLeaseWhenItIsSwitchedOff() {
        final ScriptedRaft leader = leader();
        leader.raft().onClock(5000);
        renewLease(leader);

        leader.raft()
                .configure(leader.raft().status().config().toBuilder()
                        .leaseDurationNs(0)
                        .build());

        assertThat(leader.raft().status().holdsLease(5000)).isFalse();
    }

    /** A new leader does not know yet what its predecessor committed (dissertation, 6.4). */
    @Test
    void shouldHoldNoLeaseWhenNothingOfTheTermIsCommitted() {
        final ScriptedRaft node = ScriptedRaft.of(3, LEASE).tick(ELECTION_TICKS);
        node.raft().onClock(5000);
        node.leader();

        node.raft().requestLeaseRead(5000);

        assertThat(node.raft().status().holdsLease(5000)).isFalse();
        assertThat(node.drain("read")).isEmpty();
        node.accept(2, 1);
        assertThat(node.settle()).doesNotContain("read-ready 1 at 1");
    }

    /** Nobody else can have led, and still the node does not know what it committed before it stepped down. */
    @Test
    void shouldHoldNoLeaseWhenNodeIsAloneAndNothingOfTheTermIsCommitted() {
        final ScriptedRaft node = ScriptedRaft.of(1, LEASE).tick(ELECTION_TICKS);
        node.leader();
        node.raft().onClock(5000);
        node.tick(HEARTBEAT_TICKS).settle();
        assertThat(node.raft().status().holdsLease(5001)).isTrue();
        node.raft().stepDown();
        node.raft().campaign();
        node.drain();

        node.sync();

        assertThat(node.raft().isLeader()).isTrue();
        assertThat(node.raft().status().holdsLease(5001)).isFalse();
        node.settle();
        assertThat(node.raft().status().holdsLease(5001)).isTrue();
    }

    /** The round that renews it is begun with the term's first commit, not with the next heartbeat. */
    @Test
    void shouldBeginLeaseAnewWhenLeadershipIsWonAgainAfterTransferFailed() {
        final ScriptedRaft node = leader();
        node.raft().transferLeadership(2);
        node.settle();
        node.raft().stepDown();
        node.settle();
        node.raft().onClock(7000);

        node.tick(ELECTION_TICKS).leader();
        node.accept(2, 2).drain();
        final long anyRound = Long.MAX_VALUE;
        node.raft().onHeartbeatReply(2, node.raft().term(), anyRound);

        assertThat(node.raft().status().holdsLease(7001)).isTrue();
    }

    @Test
    void shouldHoldNoLeaseWhenLeadershipIsLostAndWonAgain() {
        final ScriptedRaft node = leader();
        node.raft().onClock(5000);
        renewLease(node);
        node.raft().stepDown();
        node.tick(ELECTION_TICKS).leader();
        node.accept(2, 2).drain();

        assertThat(node.raft().isLeader()).isTrue();
        assertThat(node.raft().status().holdsLease(5001)).isFalse();
    }

    @Test
    void shouldAskItsLeaderWhenFollowerIsAskedForLeaseRead() {
        final ScriptedRaft node = ScriptedRaft.follower(LEASE, 1);

        assertThat(node.raft().requestLeaseRead(5000)).isEqualTo(1);

        assertThat(node.drain()).containsExactly("read-request to=2 term=1 read=1");
    }

    // ---- what ends it

    /** The target may be elected however soon its voters have heard this leader. */
    @Test
    void shouldServeNoLeaseReadWhenTransferIsUnderWayOrWasTold() {
        final ScriptedRaft leader = leader();
        leader.raft().onClock(5000);
        renewLease(leader);

        leader.raft().transferLeadership(2);
        assertThat(leader.raft().status().holdsLease(5001)).as("under way").isFalse();
        assertThat(leader.drain("timeout-now")).hasSize(1);
        leader.tick(ELECTION_TICKS - HEARTBEAT_TICKS);
        leader.raft().onHeartbeatReply(2, 1, 0);
        leader.tick(HEARTBEAT_TICKS);
        assertThat(leader.drain()).contains("transfer-ended to=2 failed");
        renewLease(leader);

        assertThat(leader.raft().status().holdsLease(5001)).as("given up").isFalse();
        leader.raft().requestLeaseRead(5001);
        assertThat(leader.drain("read")).isEmpty();
    }

    @Test
    void shouldKeepLeaseWhenTransferWasGivenUpBeforeTargetWasTold() {
        final ScriptedRaft leader = leader();
        leader.raft().onClock(5000);
        leader.raft().propose(1);
        leader.raft().transferLeadership(2);
        leader.tick(ELECTION_TICKS - HEARTBEAT_TICKS);
        leader.raft().onHeartbeatReply(3, 1, 0);
        assertThat(leader.tick(HEARTBEAT_TICKS).drain()).contains("transfer-ended to=2 failed");

        renewLease(leader);

        assertThat(leader.raft().status().holdsLease(5001)).isTrue();
    }

    // ---- what voters owe it

    @Test
    void shouldGiveNoVoteWhenItRestartedWithinTheLease() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 4, 0, LEASE, 4);

        node.tick(ELECTION_TICKS - 1).raft().onVoteRequest(3, 5, false, false, 0, 9, 4);
        assertThat(node.settle()).as("it may have confirmed a lease").isEmpty();
        node.tick(1).raft().onVoteRequest(3, 5, false, false, 0, 9, 4);

        assertThat(node.settle()).contains("vote-reply to=3 term=5 granted");
    }

    /** A late answer to an earlier campaign shows a higher term; the leader whose lease was confirmed knows nothing of it. */
    @Test
    void shouldGiveNoVoteWhenTermRoseWithinTheLease() {
        final ScriptedRaft node = ScriptedRaft.of(3, LEASE).tick(ELECTION_TICKS);
        node.raft().onHeartbeat(2, 5, 0, 7);
        assertThat(node.settle()).contains("heartbeat-reply to=2 term=5 round=7");
        node.raft().onVoteReply(3, 7, false, false);

        node.raft().onVoteRequest(3, 7, false, false, 0, 9, 4);
        node.raft().onVoteRequest(3, 8, true, false, 0, 9, 4);
        assertThat(node.settle()).noneMatch(line -> line.startsWith("vote-reply"));
        node.tick(ELECTION_TICKS).raft().onVoteRequest(3, 7, false, false, 0, 9, 4);

        assertThat(node.settle()).contains("vote-reply to=3 term=7 granted");
    }

    @Test
    void shouldVoteWhenTheLeaderItselfHandsOverWithinTheLease() {
        final ScriptedRaft node = ScriptedRaft.follower(LEASE, 1);

        node.raft().onVoteRequest(3, 2, false, true, 0, 0, 0);

        assertThat(node.settle()).contains("vote-reply to=3 term=2 granted");
    }

    /** Its own vote is one of those that the leader counts on. */
    @Test
    void shouldNotCampaignOnRequestWhenLeaseMayHold() {
        final ScriptedRaft node = ScriptedRaft.follower(LEASE, 1);

        node.raft().campaign();
        assertThat(node.raft().role()).isEqualTo(Role.FOLLOWER);
        node.tick(ELECTION_TICKS).raft().campaign();

        assertThat(node.raft().role()).isEqualTo(Role.CANDIDATE);
    }

    @Test
    void shouldNotForgetItsLeaderWhenLeaseMayHold() {
        final ScriptedRaft node = ScriptedRaft.follower(LEASE, 1);

        assertThat(node.raft().forgetLeader()).isFalse();

        assertThat(node.raft().leaderId()).isEqualTo(2);
    }

    /** Returns a leader of three whose first entry all hold, without a lease so far. */
    private static ScriptedRaft leader() {
        return ScriptedRaft.of(3, LEASE).tick(ELECTION_TICKS).leader().acceptAll();
    }

    /** A heartbeat is due, goes out, and is answered by node 2. */
    private static long renewLease(final ScriptedRaft leader) {
        final long round = beginRound(leader);
        leader.raft().onHeartbeatReply(2, 1, round);
        leader.drain();
        return round;
    }

    private static long beginRound(final ScriptedRaft leader) {
        leader.tick(HEARTBEAT_TICKS);
        final String heartbeat = leader.drain("heartbeat to=2").get(0);
        return Long.parseLong(heartbeat.substring(heartbeat.lastIndexOf('=') + 1));
    }
}
