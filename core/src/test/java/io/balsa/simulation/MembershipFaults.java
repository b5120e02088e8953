package io.balsa.simulation;

import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.membership.MembershipChange;
import io.balsa.consensus.membership.MembershipChange.Operation;
import io.balsa.consensus.membership.MembershipChange.Transition;
import io.balsa.node.SteppedNode;
import java.util.concurrent.CompletableFuture;

/** Asks the leader for other members, and to hand over; takes a no for an answer. */
final class MembershipFaults {
    private static final Operation[] OPERATIONS = {Operation.ADD_VOTER, Operation.ADD_LEARNER, Operation.REMOVE};
    private static final Transition[] TRANSITIONS = Transition.values();

    private final SimWorld world;

    MembershipFaults(final SimWorld world) {
        this.world = world;
    }

    /** Asks for one or two changes at once; {@code choice} says which. */
    void change(final long choice) {
        final SimMachine leader = world.leader();
        final SteppedNode node = leader == null ? null : leader.node();
        if (leader == null || node == null) {
            return;
        }
        final int nodes = world.settings().nodeCount();
        final Membership now = node.raft().membership();
        if (now.isJoint() && !now.autoLeave()) {
            tell(leader, node.node().changeMembership(MembershipChange.leaveJoint()));
            return;
        }
        final MembershipChange.Builder change = MembershipChange.builder();
        long rest = choice;
        for (int i = 1 + (int) (choice & 1); i > 0; i--) {
            rest >>= 2;
            final int subject = 1 + (int) (rest / 4 % nodes);
            change.add(OPERATIONS[(int) (rest % OPERATIONS.length)], subject);
            world.machine(subject).comeBack();
            rest >>= 4;
        }
        change.transition(TRANSITIONS[(int) (rest % TRANSITIONS.length)]);
        final CompletableFuture<Membership> changed = node.node().changeMembership(change.build());
        tell(leader, changed);
        final CompletableFuture<Void> unused = changed.thenAccept(next -> tellRemoved(leader, next));
    }

    /** Only a leader that stays a member may tell: before there is one, those who remain may need the one that goes. */
    private void tellRemoved(final SimMachine leader, final Membership next) {
        if (!next.isVoter(leader.nodeId())) {
            return;
        }
        for (final SimMachine machine : world.machines()) {
            if (machine.isRunning() && !next.contains(machine.nodeId())) {
                world.moments().on(Moment.REMOVED, machine.nodeId());
            }
        }
    }

    /** Asks the leader to hand over, if it is not the target itself. */
    void transfer(final int targetId) {
        final SimMachine leader = world.leader();
        final SteppedNode node = leader == null ? null : leader.node();
        if (leader != null && node != null && leader.nodeId() != targetId) {
            tell(leader, node.node().transferLeadership(targetId));
        }
    }

    /** Shows how a request ended. */
    private void tell(final SimMachine machine, final CompletableFuture<?> asked) {
        final CompletableFuture<?> unused = asked.whenComplete((done, refused) -> world.trace()
                .onFault(
                        world.scheduler().nowNs(),
                        machine.nodeId(),
                        "membership",
                        refused == null ? "done: " + done : String.valueOf(refused.getMessage())));
    }
}
