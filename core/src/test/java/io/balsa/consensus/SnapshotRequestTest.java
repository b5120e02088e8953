package io.balsa.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.consensus.membership.Membership;
import org.junit.jupiter.api.Test;

/** A node that doubts its own state asks for a snapshot: paper, section 7. */
class SnapshotRequestTest {
    private static final Membership MEMBERSHIP = Membership.ofVoters(1, 2, 3);

    @Test
    void shouldHandOutNothingUntilTheSnapshotIsThereWhenItDoubtsItsState() {
        final ScriptedRaft follower = ScriptedRaft.ofNew(3);
        follower.raft().onAppendRequest(2, 1, 0, 0, 1, 3, 1, 0);
        assertThat(follower.settle()).contains("commit 1");
        follower.raft().requestSnapshot();
        follower.raft().onAppendRequest(2, 1, 3, 1, 0, 0, 3, 0);

        assertThat(follower.settle()).noneMatch(line -> line.startsWith("commit"));

        assertThat(follower.raft().onSnapshotOffer(2, 1, 2, 1)).isEqualTo(SnapshotVerdict.WANTED);
        assertThat(follower.raft().installSnapshot(2, 1, MEMBERSHIP)).isTrue();
        assertThat(follower.settle()).contains("commit 3");
    }

    @Test
    void shouldStepDownWhenALeaderDoubtsItsState() {
        final ScriptedRaft leader = ScriptedRaft.ofNew(3).leader();

        leader.raft().requestSnapshot();

        assertThat(leader.raft().role()).isEqualTo(Role.FOLLOWER);
        assertThat(leader.raft().status().isPromotable()).isFalse();
    }

    @Test
    void shouldGoOnAppendingWhenNoSnapshotReachesSoFarYet() {
        final ScriptedRaft leader = ScriptedRaft.ofNew(2).leader();
        leader.raft().onSnapshotRequest(2, 1, 1);
        leader.raft().onHeartbeatReply(2, 1, 0);

        // Without this append the leader of two could commit nothing, and so never have a snapshot that reaches index
        // 1.
        assertThat(leader.drain("append"))
                .containsExactly("append to=2 term=1 prev=0/0 entries=1..1@1 commit=0 round=0");

        leader.accept(2, 1).snapshotAt(1);
        assertThat(leader.drain("snapshot-offer")).containsExactly("snapshot-offer to=2 term=1");
    }
}
