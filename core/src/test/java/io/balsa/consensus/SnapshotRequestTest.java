package io.balsa.consensus;

import static io.balsa.consensus.ScriptedRaft.ELECTION_TICKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.consensus.membership.Membership;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A node that lost its state, or doubts it, asks for a snapshot (Raft paper, section 7) although its log is whole. */
class SnapshotRequestTest {
    private static final Membership THREE = Membership.ofVoters(1, 2, 3);

    // ---- the follower

    @Test
    void shouldAskItsLeaderWhenItWantsSnapshot() {
        final ScriptedRaft node = committedFollower(3);

        node.raft().requestSnapshot();

        assertThat(node.drain()).containsExactly("snapshot-request to=2 term=1 min=3");
        assertThat(node.drain()).as("asked once").isEmpty();
    }

    @Test
    void shouldAskTheNextLeaderWhenLeaderChanges() {
        final ScriptedRaft node = committedFollower(3);
        node.raft().requestSnapshot();
        node.drain();

        node.raft().onHeartbeat(3, 2, 0, 0);

        assertThat(node.settle()).contains("snapshot-request to=3 term=2 min=3");
    }

    @Test
    void shouldAskAgainWhenNoneCame() {
        final ScriptedRaft node = committedFollower(3);
        node.raft().requestSnapshot();
        node.drain();

        assertThat(hearFor(node, ELECTION_TICKS)).containsExactly("snapshot-request to=2 term=1 min=3");
    }

    @Test
    void shouldNotAskAgainWhenOneIsUnderWay() {
        final ScriptedRaft node = committedFollower(3);
        node.raft().requestSnapshot();
        node.drain();
        assertThat(node.raft().onSnapshotOffer(2, 1, 3, 1)).isEqualTo(SnapshotVerdict.WANTED);

        assertThat(hearFor(node, ELECTION_TICKS)).isEmpty();
        node.raft().abandonSnapshot();

        assertThat(hearFor(node, ELECTION_TICKS)).containsExactly("snapshot-request to=2 term=1 min=3");
    }

    @Test
    void shouldNotCampaignWhenItWaitsForSnapshot() {
        final ScriptedRaft node = committedFollower(3);

        node.raft().requestSnapshot();
        node.raft().campaign();
        node.tick(5 * ELECTION_TICKS);
        node.raft().onTimeoutNow(2, 1);

        assertThat(node.raft().role()).isEqualTo(Role.FOLLOWER);
        assertThat(node.raft().status().isPromotable()).isFalse();
    }

    /** A leader whose state is in doubt would serve reads from it. */
    @Test
    void shouldStepDownWhenLeaderWantsSnapshot() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3);

        leader.raft().requestSnapshot();

        assertThat(leader.raft().role()).isEqualTo(Role.FOLLOWER);
    }

    @Test
    void shouldGiveUpItsElectionWhenCandidateWantsSnapshot() {
        final ScriptedRaft node = ScriptedRaft.ofNew(3).candidate();

        node.raft().requestSnapshot();
        node.raft().onVoteReply(2, 1, false, true);

        assertThat(node.raft().role()).isEqualTo(Role.FOLLOWER);
    }

    /** What it wanted replaces what it has, though its log holds more. */
    @Test
    void shouldTakeSnapshotOfWhatItHoldsWhenItWantsOne() {
        final ScriptedRaft node = committedFollower(3);
        node.raft().requestSnapshot();
        node.raft().onAppendRequest(2, 1, 3, 1, 1, 2, 3, 0);
        node.settle();

        assertThat(node.raft().onSnapshotOffer(2, 1, 3, 1)).isEqualTo(SnapshotVerdict.WANTED);
        assertThat(node.raft().installSnapshot(3, 1, THREE)).isTrue();

        assertThat(node.raft().status().baseIndex()).isEqualTo(3);
        assertThat(node.raft().lastIndex()).isEqualTo(5);
        assertThat(node.raft().status().isPromotable()).isTrue();
        assertThat(hearFor(node, ELECTION_TICKS)).doesNotContain("snapshot-request to=2 term=1 min=3");
    }

    @Test
    void shouldNeedNoSnapshotWhenOneDoesNotReachWhatItHadApplied() {
        final ScriptedRaft node = committedFollower(3);
        node.raft().requestSnapshot();
        node.settle();

        assertThat(node.raft().onSnapshotOffer(2, 1, 2, 1)).isEqualTo(SnapshotVerdict.UNNEEDED);
        assertThat(node.raft().installSnapshot(2, 1, THREE)).isFalse();

        assertThat(node.drain()).containsExactly("append-reply to=2 term=1 index=3 round=0");
        assertThat(node.raft().status().isPromotable()).isFalse();
    }

    /** Or the snapshot would take it back behind a membership that it has applied already. */
    @Test
    void shouldHandOutNothingWhenItWaitsForSnapshot() {
        final ScriptedRaft node = committedFollower(3);
        node.raft().requestSnapshot();
        node.raft().onAppendRequest(2, 1, 3, 1, 1, 2, 5, 0);
        assertThat(node.settle()).noneMatch(line -> line.startsWith("commit"));
        node.raft().requestSnapshot();

        assertThat(node.raft().onSnapshotOffer(2, 1, 4, 1)).isEqualTo(SnapshotVerdict.WANTED);
        node.raft().installSnapshot(4, 1, THREE);

        assertThat(node.settle()).contains("commit 5");
    }

    // ---- the leader

    @Test
    void shouldOfferSnapshotThatReachesFarEnoughWhenFollowerAsks() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3).commit(3).snapshotAt(3);

        leader.raft().onSnapshotRequest(2, 1, 4);
        assertThat(leader.drain()).as("the newest is too old").isEmpty();

        assertThat(leader.snapshotAt(4).drain()).containsExactly("snapshot-offer to=2 term=1");
        assertThat(leader.progress(2).pendingSnapshotIndex()).isEqualTo(4);
        assertThat(leader.drain()).as("offered once").isEmpty();
    }

    /** Who asks is heard. */
    @Test
    void shouldOfferSnapshotWhenTheRequestIsAllThatWasHeard() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3, settings -> settings.checkQuorum(true))
                .snapshotAt(1);
        leader.tick(ELECTION_TICKS).settle();

        leader.raft().onSnapshotRequest(2, 1, 0);

        assertThat(leader.drain()).containsExactly("snapshot-offer to=2 term=1");
    }

    @Test
    void shouldOfferSnapshotOfAnyIndexWhenFollowerAppliedNothing() {
        final ScriptedRaft leader = ScriptedRaft.settledLeader(3).commit(3).snapshotAt(2);

        leader.raft().onSnapshotRequest(2, 1, 0);

        assertThat(leader.drain()).containsExactly("snapshot-offer to=2 term=1");
    }

    @Test
    void shouldOfferNothingWhenRequestIsOfAnEarlierTermOrNoMember() {
        final ScriptedRaft leader =
                ScriptedRaft.recovered(3, 4, 0).leader().acceptAll().snapshotAt(1);

        leader.raft().onSnapshotRequest(2, 4, 0);
        leader.raft().onSnapshotRequest(9, 5, 0);

        assertThat(leader.drain()).isEmpty();
    }

    /** Returns a follower that has applied all its entries, of term 1, as its leader said. */
    private static ScriptedRaft committedFollower(final int entryCount) {
        final ScriptedRaft node = ScriptedRaft.ofNew(3);
        node.raft().onAppendRequest(2, 1, 0, 0, 1, entryCount, entryCount, 0);
        node.settle();
        return node;
    }

    /** Heartbeats come, and the requests for a snapshot meanwhile are returned. */
    private static List<String> hearFor(final ScriptedRaft node, final int ticks) {
        final List<String> requests = new ArrayList<>();
        for (int tick = 0; tick < ticks; tick++) {
            node.raft().onHeartbeat(2, node.raft().term(), 0, 0);
            node.tick(1);
            requests.addAll(node.drain("snapshot-request"));
        }
        return requests;
    }
}
