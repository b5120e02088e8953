package io.balsa.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.consensus.membership.Membership;
import org.junit.jupiter.api.Test;

/** Snapshots: Raft paper, section 7; dissertation, chapter 5. */
class SnapshotTest {
    private static final Membership THREE = Membership.ofVoters(1, 2, 3);

    // ---- the follower takes one

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
}
