package io.balsa.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.consensus.Refusal;
import io.balsa.consensus.Role;
import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.membership.MembershipChange;
import io.balsa.consensus.membership.MembershipChange.Operation;
import io.balsa.disk.SimDisk.Survival;
import io.balsa.node.ChangeException;
import io.balsa.node.RaftNode;
import io.balsa.node.SteppedNode;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an operator asks a node for takes effect, or is refused with a reason. */
@ExtendWith(QuietNodes.class)
class ClusterChangeTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private static SimWorld started(final int nodeCount) {
        final SimWorld world = new SimWorld(7, nodeCount, 1, 0, 5_000_000, RunTrace.NONE);
        world.start();
        pass(world);
        return world;
    }

    private static void pass(final SimWorld world) {
        world.scheduler().runUntil(world.scheduler().nowNs() + 2 * SECOND_NS);
    }

    private static SimMachine leader(final SimWorld world) {
        return Objects.requireNonNull(world.leader());
    }

    private static RaftNode node(final SimMachine machine) {
        return Objects.requireNonNull(machine.node()).node();
    }

    @Test
    void shouldTellTheMembershipWhenAVoterIsRemoved() {
        final SimWorld world = started(3);
        final int removedId = leader(world).nodeId() % 3 + 1;

        final CompletableFuture<Membership> done =
                node(leader(world)).changeMembership(MembershipChange.of(Operation.REMOVE, removedId));
        pass(world);

        assertThat(done).isCompleted();
        assertThat(done.join().contains(removedId)).isFalse();
        assertThat(node(leader(world)).status().membership()).isEqualTo(done.join());
    }

    @Test
    void shouldEndOutsideOfAJointMembershipWhenTwoVotersChangeAtOnce() {
        final SimWorld world = started(5);
        final int leaderId = leader(world).nodeId();
        final MembershipChange change = MembershipChange.builder()
                .remove(leaderId % 5 + 1)
                .remove((leaderId + 1) % 5 + 1)
                .build();

        final CompletableFuture<Membership> done = node(leader(world)).changeMembership(change);
        pass(world);

        assertThat(done.join().isJoint()).isFalse();
        assertThat(done.join().voters()).hasSize(3);
    }

    @Test
    void shouldRefuseWithAReasonWhenTheNodeDoesNotLead() {
        final SimWorld world = started(3);
        final SimMachine follower = world.machine(leader(world).nodeId() % 3 + 1);

        final CompletableFuture<Membership> change =
                node(follower).changeMembership(MembershipChange.of(Operation.REMOVE, 1));
        final CompletableFuture<Void> transfer = node(follower).transferLeadership(1);
        pass(world);

        for (final CompletableFuture<?> refused : new CompletableFuture<?>[] {change, transfer}) {
            assertThatThrownBy(refused::join)
                    .hasCauseInstanceOf(ChangeException.class)
                    .cause()
                    .hasMessageContaining("reason=NOT_LEADER")
                    .extracting("refusal")
                    .isEqualTo(Refusal.NOT_LEADER);
        }
    }

    @Test
    void shouldLeadElsewhereWhenLeadershipIsTransferred() {
        final SimWorld world = started(3);
        final int targetId = leader(world).nodeId() % 3 + 1;

        final CompletableFuture<Void> done = node(leader(world)).transferLeadership(targetId);
        pass(world);

        assertThat(done).isCompleted();
        assertThat(leader(world).nodeId()).isEqualTo(targetId);
    }

    /** The commit index is not stored, and the node that is left must not ask the one that is gone for its vote. */
    @Test
    void shouldLeadAloneAfterAPowerCutWhenTheOtherVoterWasRemovedAndIsGone() {
        final SimWorld world = started(2);
        final SimMachine left = leader(world);
        final SimMachine gone = world.machine(3 - left.nodeId());
        final CompletableFuture<Membership> done =
                node(left).changeMembership(MembershipChange.of(Operation.REMOVE, gone.nodeId()));
        pass(world);
        assertThat(done).isCompleted();

        gone.cutPower(Survival.ALL, Long.MAX_VALUE / 2);
        left.cutPower(Survival.FORCED_ONLY, SECOND_NS / 10);
        pass(world);

        final SteppedNode node = Objects.requireNonNull(left.node());
        assertThat(node.raft().role()).isEqualTo(Role.LEADER);
        assertThat(node.raft().membership().voters()).containsExactly(left.nodeId());
    }
}
