package io.balsa.consensus;

import static io.balsa.consensus.ScriptedRaft.ELECTION_TICKS;
import static io.balsa.consensus.ScriptedRaft.HEARTBEAT_TICKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.progress.ProgressState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Snapshots: Raft paper, section 7; dissertation, chapter 5. */
class SnapshotTest {
    private static final Membership THREE = Membership.ofVoters(1, 2, 3);

    // ---- the log behind a snapshot goes

    @Test
    void shouldDropEntriesWhenSnapshotTookTheirPlace() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3).commit(4);

        leader.raft().onCompacted(3);
        leader.raft().onCompacted(2);

        assertThat(leader.raft().status().baseIndex()).isEqualTo(3);
        assertThat(leader.raft().status().termAt(3)).isEqualTo(1);
        assertThat(leader.raft().lastIndex()).isEqualTo(5);
    }

    @Test
    void shouldStopWhenEntriesWouldGoThatWereNotApplied() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3).applyAtMost(2).commit(4);
        leader.raft().onCompacted(2);

        assertThatThrownBy(() -> leader.raft().onCompacted(3))
                .isInstanceOf(InvariantViolation.class)
                .hasMessage("what was not applied must stay in the log: index=3, appliedIndex<=2");
    }

    // ---- the leader offers one

    @Test
    void shouldOfferSnapshotWhenFollowerNeedsEntriesThatAreGone() {
        final ScriptedRaft leader = leaderWithoutEntriesFor3();

        assertThat(leader.progress(3).state()).isEqualTo(ProgressState.PROBE);
        assertThat(leader.snapshotAt(4).drain()).containsExactly("snapshot-offer to=3 term=1");

        assertThat(leader.progress(3).state()).isEqualTo(ProgressState.SNAPSHOT);
        assertThat(leader.progress(3).pendingSnapshotIndex()).isEqualTo(4);
        leader.raft().propose(1);
        assertThat(leader.drain("append"))
                .as("nothing is appended meanwhile")
                .containsExactly("append to=2 term=1 prev=5/1 entries=6..6@1 commit=5 round=0");
        assertThat(leader.tick(HEARTBEAT_TICKS).drain("heartbeat to=3"))
                .containsExactly("heartbeat to=3 term=1 commit=0 round=0");
    }

    @Test
    void shouldWaitWhenSnapshotDoesNotReachTheLogYet() {
        final ScriptedRaft leader = leaderWithoutEntriesFor3().snapshotAt(3);

        assertThat(leader.drain()).isEmpty();

        assertThat(leader.snapshotAt(4).drain()).containsExactly("snapshot-offer to=3 term=1");
    }

    @Test
    void shouldOfferSnapshotToFollowerOnlyWhenItIsHeard() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3).disconnect(3);
        leader.raft().propose(4);
        leader.settle();
        leader.accept(2, 5).settle();
        leader.raft().onPeerUnreachable(3);
        leader.raft().configure(checkingQuorum(leader));
        leader.tick(ELECTION_TICKS).settle();
        leader.raft().onCompacted(4);
        assertThat(leader.disconnect(0).snapshotAt(4).drain("snapshot")).isEmpty();

        leader.raft().onHeartbeatReply(3, 1, 0);

        assertThat(leader.drain("snapshot")).containsExactly("snapshot-offer to=3 term=1");
    }

    @Test
    void shouldStopWhenSnapshotIsOfferedThatDoesNotReachTheLog() {
        final ScriptedRaft leader = leaderWithoutEntriesFor3().snapshotAt(3).offersTooOldSnapshots();

        assertThatThrownBy(leader::drain)
                .isInstanceOf(InvariantViolation.class)
                .hasMessage("a snapshot was offered that does not reach the log: index=3, minIndex=4, peerId=3");
    }

    /** Any snapshot that reconnects the logs will do, be it older or newer than the one offered, from wherever it came. */
    @ParameterizedTest
    @CsvSource({"4, REPLICATE", "5, REPLICATE", "6, REPLICATE", "3, SNAPSHOT", "0, SNAPSHOT"})
    void shouldAppendAgainWhenFollowerHoldsWhatReconnectsTheLogs(final long heldIndex, final ProgressState state) {
        final ScriptedRaft leader = leaderWithoutEntriesFor3().snapshotAt(5);
        leader.raft().propose(1);
        leader.settle();
        assertThat(leader.progress(3).pendingSnapshotIndex()).isEqualTo(5);

        leader.accept(3, heldIndex);

        assertThat(leader.progress(3).state()).isEqualTo(state);
        leader.drain();
        assertThat(leader.progress(3).nextIndex()).isEqualTo(state == ProgressState.REPLICATE ? 7 : 6);
    }

    /** The follower's answer to an append tells what it holds; that append waits for a sign of life. */
    @Test
    void shouldProbeAfterTheSnapshotWhenItsArrivalIsReported() {
        final ScriptedRaft leader = leaderWithoutEntriesFor3().snapshotAt(4);
        leader.settle();

        leader.raft().onSnapshotReport(3, true);

        assertThat(leader.progress(3).state()).isEqualTo(ProgressState.PROBE);
        assertThat(leader.drain()).isEmpty();
        leader.raft().onHeartbeatReply(3, 1, 0);
        assertThat(leader.drain()).containsExactly("append to=3 term=1 prev=4/1 entries=5..5@1 commit=5 round=0");
    }

    /** A follower whose disk is full, say, fails each time: it is not offered one after the other without a pause. */
    @Test
    void shouldOfferAgainAfterHeartbeatWhenFailureIsReported() {
        final ScriptedRaft leader = leaderWithoutEntriesFor3().snapshotAt(4);
        leader.settle();

        leader.raft().onSnapshotReport(3, false);

        assertThat(leader.progress(3).state()).isEqualTo(ProgressState.PROBE);
        assertThat(leader.progress(3).nextIndex()).isEqualTo(1);
        assertThat(leader.drain()).isEmpty();
        leader.raft().onHeartbeatReply(3, 1, 0);
        assertThat(leader.drain()).containsExactly("snapshot-offer to=3 term=1");
    }

    @Test
    void shouldOfferNewerSnapshotWhenLogMovedOnMeanwhile() {
        final ScriptedRaft leader = leaderWithoutEntriesFor3().snapshotAt(4);
        leader.settle();
        leader.raft().propose(2);
        leader.settle();
        leader.accept(2, 7).settle();
        leader.raft().onCompacted(6);

        leader.accept(3, 4);
        assertThat(leader.progress(3).state()).as("4 and 6 do not connect").isEqualTo(ProgressState.SNAPSHOT);
        leader.raft().onSnapshotReport(3, true);
        leader.raft().onHeartbeatReply(3, 1, 0);

        assertThat(leader.snapshotAt(6).drain()).containsExactly("snapshot-offer to=3 term=1");
        assertThat(leader.accept(3, 6).drain())
                .containsExactly("append to=3 term=1 prev=6/1 entries=7..7@1 commit=7 round=0");
    }

    @Test
    void shouldIgnoreReportsWhenNoSnapshotIsUnderWay() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);

        leader.raft().onSnapshotReport(3, true);
        leader.raft().onSnapshotReport(9, true);

        assertThat(leader.progress(3).state()).isEqualTo(ProgressState.REPLICATE);
    }

    @Test
    void shouldKeepWaitingForSnapshotWhenConnectionBreaks() {
        final ScriptedRaft leader = leaderWithoutEntriesFor3().snapshotAt(4);
        leader.settle();

        leader.raft().onPeerUnreachable(3);

        assertThat(leader.progress(3).state()).isEqualTo(ProgressState.SNAPSHOT);
    }

    // ---- the follower judges an offer

    @Test
    void shouldWantSnapshotWhenItsLogIsBehind() {
        final ScriptedRaft node = ScriptedRaft.follower(3, 1, 1);

        assertThat(node.raft().onSnapshotOffer(2, 3, 9, 2)).isEqualTo(SnapshotVerdict.WANTED);

        assertThat(node.raft().status().pendingSnapshotIndex()).isEqualTo(9);
        assertThat(node.drain()).isEmpty();
    }

    @Test
    void shouldTellItsTermWhenOfferIsOfAnEarlierOne() {
        final ScriptedRaft node = ScriptedRaft.follower(3, 1, 1);

        assertThat(node.raft().onSnapshotOffer(3, 2, 9, 2)).isEqualTo(SnapshotVerdict.STALE);

        assertThat(node.drain()).containsExactly("append-reply to=3 term=3 rejected=0 hint=0/0 round=0");
    }

    @Test
    void shouldAcknowledgeItsCommitIndexWhenSnapshotIsOlder() {
        final ScriptedRaft node = ScriptedRaft.follower(3, 1, 1, 1);
        node.raft().onHeartbeat(2, 3, 2, 0);
        node.settle();

        assertThat(node.raft().onSnapshotOffer(2, 3, 2, 1)).isEqualTo(SnapshotVerdict.UNNEEDED);

        assertThat(node.drain()).containsExactly("append-reply to=2 term=3 index=3 round=0");
        assertThat(node.raft().commitIndex()).isEqualTo(2);
    }

    /** Section 7: "if instead the snapshot describes a prefix of its log", the log is what it needs. */
    @Test
    void shouldCommitWhatSnapshotHoldsWhenItsLogMatches() {
        final ScriptedRaft node = ScriptedRaft.follower(3, 1, 1, 1);

        assertThat(node.raft().onSnapshotOffer(2, 3, 2, 1)).isEqualTo(SnapshotVerdict.UNNEEDED);

        assertThat(node.settle()).containsExactly("append-reply to=2 term=3 index=3 round=0", "commit 2");
    }

    @Test
    void shouldNotCampaignWhenSnapshotIsUnderWay() {
        final ScriptedRaft node = ScriptedRaft.follower(3, 1, 1);
        node.raft().onSnapshotOffer(2, 3, 9, 2);

        node.tick(3 * ELECTION_TICKS).raft().campaign();
        assertThat(node.raft().role()).isEqualTo(Role.FOLLOWER);
        node.raft().abandonSnapshot();
        node.raft().campaign();

        assertThat(node.raft().role()).isEqualTo(Role.CANDIDATE);
    }

    // ---- the follower takes one

    /** Section 7: the snapshot supersedes a log that does not hold its last entry; what follows is appended after it. */
    @Test
    void shouldReplaceItsLogWhenItDoesNotHoldTheSnapshotsLastEntry() {
        final ScriptedRaft node = ScriptedRaft.follower(3, 1, 1);
        node.raft().onSnapshotOffer(2, 3, 9, 2);

        assertThat(node.raft().installSnapshot(9, 2, Membership.ofVoters(1, 2, 3, 4)))
                .isTrue();

        assertThat(node.drain()).containsExactly("append-reply to=2 term=3 index=9 round=0");
        assertThat(node.raft().status().baseIndex()).isEqualTo(9);
        assertThat(node.raft().lastIndex()).isEqualTo(9);
        assertThat(node.raft().status().lastTerm()).isEqualTo(2);
        assertThat(node.raft().status().persistedIndex()).isEqualTo(9);
        assertThat(node.raft().commitIndex()).isEqualTo(9);
        assertThat(node.raft().membership()).isEqualTo(Membership.ofVoters(1, 2, 3, 4));
        assertThat(node.raft().status().isPromotable()).isTrue();
        assertThat(node.raft().onAppendRequest(2, 3, 9, 2, 3, 1, 9, 0)).isEqualTo(10);
        assertThat(node.settle()).containsExactly("write 10..10", "append-reply to=2 term=3 index=10 round=0");
    }

    /** Section 7: entries that follow the snapshot are kept. */
    @Test
    void shouldKeepLaterEntriesWhenItsLogHoldsTheSnapshotsLastEntry() {
        final ScriptedRaft node = ScriptedRaft.follower(3, 1, 1);
        node.raft().onSnapshotOffer(2, 3, 4, 1);
        node.raft().onAppendRequest(2, 3, 2, 1, 1, 3, 0, 0);
        node.settle();

        assertThat(node.raft().installSnapshot(4, 1, THREE)).isTrue();

        assertThat(node.raft().status().baseIndex()).isEqualTo(4);
        assertThat(node.raft().lastIndex()).isEqualTo(5);
        assertThat(node.raft().commitIndex()).isEqualTo(4);
        assertThat(node.drain()).containsExactly("append-reply to=2 term=3 index=5 round=0");
    }

    /** Its entries need no sync of the log any more: the snapshot that holds them is durable. */
    @Test
    void shouldAcknowledgeTheSnapshotWhenItsEntriesAreNotSyncedInTheLog() {
        final ScriptedRaft node = ScriptedRaft.follower(3, 1, 1);
        node.raft().onSnapshotOffer(2, 3, 4, 1);
        node.raft().onAppendRequest(2, 3, 2, 1, 1, 2, 0, 0);

        node.raft().installSnapshot(4, 1, THREE);

        assertThat(node.raft().status().persistedIndex()).isEqualTo(4);
        assertThat(node.drain()).containsExactly("append-reply to=2 term=3 index=4 round=0");
    }

    @Test
    void shouldChangeNothingWhenItsLogOvertookTheSnapshot() {
        final ScriptedRaft node = ScriptedRaft.follower(3, 1, 1);
        node.raft().onSnapshotOffer(2, 3, 4, 1);
        node.raft().onAppendRequest(2, 3, 2, 1, 1, 3, 4, 0);
        node.settle();

        assertThat(node.raft().installSnapshot(4, 1, Membership.ofVoters(1))).isFalse();

        assertThat(node.raft().status().baseIndex()).isZero();
        assertThat(node.raft().membership()).isEqualTo(THREE);
        assertThat(node.raft().status().pendingSnapshotIndex()).isZero();
    }

    @Test
    void shouldChangeNothingWhenItLeadsByNow() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);

        assertThat(leader.raft().installSnapshot(9, 1, THREE)).isFalse();

        assertThat(leader.raft().lastIndex()).isEqualTo(1);
    }

    /** The old writes say nothing of entries that got the same indexes after the snapshot. */
    @Test
    void shouldNotTakeOldSyncForNewWhenSnapshotReplacedTheLog() {
        final ScriptedRaft node = ScriptedRaft.follower(3, 1, 1);
        node.raft().onAppendRequest(2, 3, 2, 1, 1, 3, 0, 0);
        node.drain();
        final long oldWrite = node.issuedSequence();
        node.raft().onSnapshotOffer(3, 4, 3, 2);

        node.raft().installSnapshot(3, 2, THREE);
        node.raft().onAppendRequest(3, 4, 3, 2, 4, 2, 3, 0);
        node.drain();
        node.raft().onPersisted(oldWrite);

        assertThat(node.raft().status().persistedIndex()).isEqualTo(3);
        node.sync();
        assertThat(node.drain("append-reply")).containsExactly("append-reply to=3 term=4 index=5 round=0");
    }

    /** Two in a row: the end of the older says nothing of the newer. */
    @Test
    void shouldGoOnWaitingWhenAnOlderSnapshotEnds() {
        final ScriptedRaft node = ScriptedRaft.follower(3, 1, 1);
        node.raft().onSnapshotOffer(2, 3, 4, 1);
        node.raft().onAppendRequest(2, 3, 2, 1, 1, 2, 4, 0);
        node.raft().onSnapshotOffer(2, 3, 9, 2);

        assertThat(node.raft().installSnapshot(4, 1, THREE)).isFalse();
        assertThat(node.raft().status().pendingSnapshotIndex()).isEqualTo(9);
        assertThat(node.raft().installSnapshot(9, 2, THREE)).isTrue();

        assertThat(node.raft().status().pendingSnapshotIndex()).isZero();
    }

    @Test
    void shouldGoOnWaitingWhenAnOlderSnapshotIsInstalled() {
        final ScriptedRaft node = ScriptedRaft.follower(3, 1, 1);
        node.raft().onSnapshotOffer(2, 3, 4, 1);
        node.raft().onSnapshotOffer(2, 3, 9, 2);

        assertThat(node.raft().installSnapshot(4, 1, THREE)).isTrue();

        assertThat(node.raft().status().pendingSnapshotIndex()).isEqualTo(9);
    }

    /** Entries that went with the log are not about to be applied, nor in the way of those that the leader sends now. */
    @Test
    void shouldForgetUnappliedMembershipsWhenSnapshotReplacesTheLog() {
        final ScriptedRaft node = ScriptedRaft.recovered(3, 2, 0, 1, 1, 1, 1, 1);
        node.raft().onMembershipEntry(5);
        node.raft().onSnapshotOffer(2, 3, 3, 2);

        node.raft().installSnapshot(3, 2, THREE);

        assertThat(node.raft().status().unappliedMembershipIndex()).isZero();
        node.raft().onAppendRequest(2, 3, 3, 2, 3, 1, 3, 0);
        node.raft().onMembershipEntry(4);
        assertThat(node.raft().status().unappliedMembershipIndex()).isEqualTo(4);
    }

    @Test
    void shouldForgetOnlyMembershipsOfTheSnapshotWhenLogIsKept() {
        final ScriptedRaft node = ScriptedRaft.follower(3, 1, 1, 1, 1);
        node.raft().onMembershipEntry(2);
        node.raft().onMembershipEntry(4);
        assertThat(node.raft().commitIndex()).as("the first is committed").isEqualTo(2);

        node.raft().installSnapshot(3, 1, THREE);

        assertThat(node.raft().status().unappliedMembershipIndex()).isEqualTo(4);
        node.raft().onHeartbeat(2, 3, 4, 0);
        assertThat(node.raft().status().isPromotable()).isFalse();
        node.raft().applyMembership(4, THREE);
        assertThat(node.raft().status().isPromotable()).isTrue();
    }

    /** An append of the past, when the snapshot holds it all, is answered by what the node has. */
    @Test
    void shouldAcknowledgeItsCommitIndexWhenAppendIsOlderThanTheSnapshot() {
        final ScriptedRaft node = ScriptedRaft.follower(3, 1, 1);
        node.raft().installSnapshot(9, 2, THREE);
        node.settle();

        assertThat(node.raft().onAppendRequest(2, 3, 2, 1, 1, 4, 9, 0)).isZero();

        assertThat(node.drain()).containsExactly("append-reply to=2 term=3 index=9 round=0");
        assertThat(node.raft().lastIndex()).isEqualTo(9);
    }

    /** Returns a leader of three that holds entry 5 alone, its log up to 4 being gone, and a follower 3 that holds nothing. */
    private static ScriptedRaft leaderWithoutEntriesFor3() {
        final ScriptedRaft leader = ScriptedRaft.ofNew(3).leader();
        leader.raft().propose(4);
        leader.settle();
        leader.accept(2, 5).settle();
        leader.raft().onCompacted(4);
        leader.raft().onAppendReply(3, 1, true, 0, 0, 0, 0);
        leader.settle();
        return leader;
    }

    private static RaftConfig checkingQuorum(final ScriptedRaft leader) {
        return leader.raft().status().config().toBuilder().checkQuorum(true).build();
    }
}
