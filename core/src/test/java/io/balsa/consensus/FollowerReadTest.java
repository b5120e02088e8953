package io.balsa.consensus;

import static io.balsa.consensus.ScriptedRaft.ELECTION_TICKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.consensus.membership.Membership;
import org.junit.jupiter.api.Test;

/** Reads that a follower has its leader confirm: dissertation, section 6.4. Each ends once, ready or refused. */
class FollowerReadTest {

    // ---- the follower

    @Test
    void shouldServeReadWhenItsLeaderConfirms() {
        final ScriptedRaft node = ScriptedRaft.follower(1, 1);

        assertThat(node.raft().requestRead()).isEqualTo(1);
        assertThat(node.drain()).containsExactly("read-request to=2 term=1 read=1");
        assertThat(node.drain()).as("asked once").isEmpty();
        node.raft().onReadReply(2, 1, 1, 7);

        assertThat(node.drain()).containsExactly("read-ready 1 at 7");
    }

    @Test
    void shouldAskForAllReadsAtOnceWhenSeveralWait() {
        final ScriptedRaft node = ScriptedRaft.follower(1, 1);
        node.raft().requestRead();
        node.raft().requestRead();

        assertThat(node.drain()).containsExactly("read-request to=2 term=1 read=2");
        node.raft().onReadReply(2, 1, 2, 1);

        assertThat(node.drain()).containsExactly("read-ready 2 at 1");
    }

    @Test
    void shouldKeepLaterReadWaitingWhenAnEarlierOneIsConfirmed() {
        final ScriptedRaft node = ScriptedRaft.follower(1, 1);
        node.raft().requestRead();
        node.drain();
        node.raft().requestRead();
        assertThat(node.drain()).containsExactly("read-request to=2 term=1 read=2");

        node.raft().onReadReply(2, 1, 1, 1);
        assertThat(node.drain()).containsExactly("read-ready 1 at 1");
        node.raft().onReadReply(2, 1, 2, 3);

        assertThat(node.drain()).containsExactly("read-ready 2 at 3");
    }

    @Test
    void shouldAskAgainWhenNoAnswerComes() {
        final ScriptedRaft node = ScriptedRaft.follower(1, 1);
        node.raft().requestRead();
        node.drain();

        for (int tick = 0; tick < ELECTION_TICKS; tick++) {
            node.raft().onHeartbeat(2, 1, 0, 0);
            node.tick(1);
        }

        assertThat(node.drain("read")).containsExactly("read-request to=2 term=1 read=1");
    }

    @Test
    void shouldAskLaterWhenRequestWasNotTaken() {
        final ScriptedRaft node = ScriptedRaft.follower(1, 1).disconnect(2);
        node.raft().requestRead();
        assertThat(node.drain()).isEmpty();

        assertThat(node.disconnect(0).drain()).containsExactly("read-request to=2 term=1 read=1");
    }

    @Test
    void shouldIgnoreAnswerWhenItIsRepeatedOrOfAnotherRead() {
        final ScriptedRaft node = ScriptedRaft.follower(settings -> settings.firstReadId(50), 1, 1);
        assertThat(node.raft().requestRead()).isEqualTo(50);
        node.drain();

        node.raft().onReadReply(2, 1, 51, 9);
        assertThat(node.drain()).as("a read that was never asked for").isEmpty();
        node.raft().onReadReply(2, 1, 50, 1);
        node.raft().onReadReply(2, 1, 50, 2);
        assertThat(node.drain()).containsExactly("read-ready 50 at 1");
        node.raft().onReadReply(2, 1, 50, 1);

        assertThat(node.drain()).isEmpty();
    }

    @Test
    void shouldRefuseReadWhenLeaderChanges() {
        final ScriptedRaft node = ScriptedRaft.follower(1, 1);
        node.raft().requestRead();
        node.drain();

        node.raft().onHeartbeat(3, 2, 0, 0);
        node.raft().onReadReply(2, 1, 1, 1);

        assertThat(node.settle()).contains("read-refused 1").noneMatch(line -> line.startsWith("read-ready"));
        node.raft().onReadReply(3, 2, 1, 1);
        assertThat(node.drain()).isEmpty();
    }

    @Test
    void shouldRefuseReadWhenItsLeaderLeadsTheNextTerm() {
        final ScriptedRaft node = ScriptedRaft.follower(1, 1);
        node.raft().requestRead();
        node.drain();

        node.raft().onHeartbeat(2, 2, 0, 0);

        assertThat(node.settle()).contains("read-refused 1");
    }

    /** The old leader's index may be older than the read. */
    @Test
    void shouldIgnoreAnswerWhenItIsOfAnEarlierTerm() {
        final ScriptedRaft node = ScriptedRaft.follower(2, 1);
        node.raft().requestRead();
        node.drain();

        node.raft().onReadReply(3, 1, 1, 1);

        assertThat(node.drain("read")).isEmpty();
    }

    @Test
    void shouldServeReadWhenItWasConfirmedBeforeTheLeaderChanged() {
        final ScriptedRaft node = ScriptedRaft.follower(1, 1);
        node.raft().requestRead();
        node.drain();
        node.raft().requestRead();
        node.raft().onReadReply(2, 1, 1, 1);

        node.raft().onHeartbeat(3, 2, 0, 0);

        assertThat(node.drain("read")).containsExactly("read-ready 1 at 1", "read-refused 2");
    }

    /** What is about to be refused is not asked for: a request without a read would mean nothing to the leader. */
    @Test
    void shouldAskForNothingWhenReadsAreAboutToBeRefused() {
        final ScriptedRaft node = ScriptedRaft.follower(1, 1);
        node.raft().requestRead();
        node.raft().forgetLeader();
        node.raft().onHeartbeat(2, 1, 0, 0);
        node.raft().requestRead();

        assertThat(node.drain("read")).containsExactly("read-refused 2");
        node.raft().requestRead();

        assertThat(node.drain("read")).containsExactly("read-request to=2 term=1 read=3");
    }

    /** Its end was decided when the leader was forgotten; an answer that comes between does not give it another. */
    @Test
    void shouldRefuseReadWhenAnswerComesAfterItsLeaderWasForgotten() {
        final ScriptedRaft node = ScriptedRaft.follower(1, 1);
        node.raft().requestRead();
        node.drain();
        node.raft().forgetLeader();
        node.raft().onHeartbeat(2, 1, 0, 0);

        node.raft().onReadReply(2, 1, 1, 1);

        assertThat(node.drain("read")).containsExactly("read-refused 1");
    }

    @Test
    void shouldRefuseReadWhenItCampaigns() {
        final ScriptedRaft node = ScriptedRaft.follower(1, 1);
        node.raft().requestRead();
        node.drain();

        node.tickUntilCampaign();

        assertThat(node.drain("read")).containsExactly("read-refused 1");
        assertThat(node.raft().requestRead()).isEqualTo(Refusal.NO_LEADER);
    }

    /** Nobody sends to a node that was removed, so it would hear of no next leader. */
    @Test
    void shouldRefuseReadWhenLeaderOfNodeThatCannotCampaignIsSilent() {
        final Membership others = Membership.ofVoters(2, 3);
        final ScriptedRaft node = ScriptedRaft.of(others, 1, 0, settings -> settings);
        node.raft().onHeartbeat(2, 1, 0, 0);
        node.raft().requestRead();
        node.settle();

        node.tick(2 * ELECTION_TICKS);

        assertThat(node.drain("read")).containsExactly("read-refused 1");
        assertThat(node.raft().leaderId()).isZero();
        assertThat(node.raft().requestRead()).isEqualTo(Refusal.NO_LEADER);
    }

    // ---- the leader

    @Test
    void shouldAnswerFollowerWhenRoundIsConfirmed() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);

        leader.raft().onReadRequest(2, 1, 5);
        assertThat(leader.drain())
                .containsExactly("heartbeat to=2 term=1 commit=1 round=1", "heartbeat to=3 term=1 commit=1 round=1");
        leader.raft().onHeartbeatReply(3, 1, 1);

        assertThat(leader.drain()).containsExactly("read-reply to=2 term=1 read=5 index=1");
        assertThat(leader.drain()).isEmpty();
    }

    /** The commit index is that of the round's beginning, not of its end: a later one would only make the follower wait. */
    @Test
    void shouldTellTheIndexOfTheRoundWhenMoreWasCommittedMeanwhile() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);
        leader.raft().onReadRequest(2, 1, 5);
        leader.drain();

        leader.commit(1);
        leader.raft().onHeartbeatReply(3, 1, 1);

        assertThat(leader.drain("read")).containsExactly("read-reply to=2 term=1 read=5 index=1");
    }

    @Test
    void shouldNotJoinRoundUnderWayWhenFollowerAsksLater() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);
        leader.raft().onReadRequest(2, 1, 5);
        leader.drain();
        leader.commit(1);

        leader.raft().onReadRequest(2, 1, 6);
        leader.raft().onHeartbeatReply(3, 1, 1);
        assertThat(leader.drain("read")).containsExactly("read-reply to=2 term=1 read=5 index=1");
        leader.drain();
        leader.raft().onHeartbeatReply(3, 1, 2);

        assertThat(leader.drain("read")).containsExactly("read-reply to=2 term=1 read=6 index=2");
    }

    @Test
    void shouldAnswerOnceWhenRequestIsRepeated() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);
        leader.raft().onReadRequest(2, 1, 5);
        leader.drain();

        leader.raft().onReadRequest(2, 1, 5);
        leader.raft().onHeartbeatReply(3, 1, 1);

        assertThat(leader.drain()).containsExactly("read-reply to=2 term=1 read=5 index=1");
        assertThat(leader.drain()).isEmpty();
    }

    @Test
    void shouldAnswerEachFollowerWhenSeveralShareOneRound() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);
        leader.raft().onReadRequest(2, 1, 5);
        leader.raft().onReadRequest(3, 1, 70);
        leader.raft().requestRead();
        leader.drain();

        leader.raft().onHeartbeatReply(3, 1, 1);

        assertThat(leader.drain())
                .containsExactly(
                        "read-reply to=2 term=1 read=5 index=1",
                        "read-reply to=3 term=1 read=70 index=1",
                        "read-ready 1 at 1");
    }

    @Test
    void shouldAnswerLaterWhenReplyWasNotTaken() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3).disconnect(2);
        leader.raft().onReadRequest(2, 1, 5);
        leader.drain();
        leader.raft().onHeartbeatReply(3, 1, 1);
        assertThat(leader.drain("read")).isEmpty();

        assertThat(leader.disconnect(0).drain("read")).containsExactly("read-reply to=2 term=1 read=5 index=1");
    }

    @Test
    void shouldWaitForTheTermsFirstCommitWhenFollowerAsksEarlier() {
        final ScriptedRaft leader = ScriptedRaft.ofNew(3).leader();

        leader.raft().onReadRequest(2, 1, 5);
        assertThat(leader.drain()).isEmpty();
        leader.accept(2, 1);

        assertThat(leader.drain("heartbeat")).containsExactly("heartbeat to=3 term=1 commit=0 round=1");
    }

    @Test
    void shouldForgetRequestsWhenLeadershipIsLost() {
        final ScriptedRaft node = ScriptedRaft.settledLeader(3);
        node.raft().onReadRequest(2, 1, 5);
        node.drain();
        node.raft().stepDown();
        node.settle();

        node.leader().acceptAll();

        assertThat(node.raft().status().term()).isEqualTo(2);
        node.raft().onHeartbeatReply(2, 2, 9);
        assertThat(node.drain("read")).isEmpty();
    }

    @Test
    void shouldNotAnswerWhenItDoesNotLeadInTheTerm() {
        final ScriptedRaft node = ScriptedRaft.follower(1, 1);
        node.raft().onReadRequest(3, 1, 5);
        assertThat(node.drain()).isEmpty();
        final ScriptedRaft leader = ScriptedRaft.recovered(3, 4, 0).leader().acceptAll();

        leader.raft().onReadRequest(2, 4, 5);

        assertThat(leader.drain()).as("of an earlier term").isEmpty();
    }
}
