package io.balsa.simulation;

import io.balsa.consensus.membership.Membership;
import io.balsa.node.SteppedNode;
import org.jspecify.annotations.Nullable;

/**
 * Once nothing goes wrong any more the cluster elects a leader, answers its clients, and all members come to hold the same, within a
 * bound of simulated time.
 */
final class LivenessChecker {
    static final String PROPERTY = "liveness";

    private static final long STEP_NS = 20_000_000L;
    private static final long BOUND_NS = 10_000_000_000L;
    private static final int ANSWERS = 20;

    private final SimWorld world;

    LivenessChecker(final SimWorld world) {
        this.world = world;
    }

    /** Lets time pass until all is well. */
    void run() {
        final long answered = world.history().answered() + ANSWERS;
        long endNs = world.scheduler().nowNs() + BOUND_NS;
        while (world.history().answered() < answered) {
            pass(endNs, "the cluster does not work");
        }
        world.allClients().forEach(SimClient::stop);
        endNs = world.scheduler().nowNs() + BOUND_NS;
        while (!world.allClients().stream().allMatch(SimClient::isIdle)) {
            pass(endNs, "not every client is answered");
        }
        endNs = world.scheduler().nowNs() + BOUND_NS;
        while (!haveAllApplied()) {
            pass(endNs, "not every member has applied all that is committed");
        }
        compare();
    }

    private void pass(final long endNs, final String what) {
        if (world.scheduler().nowNs() >= endNs) {
            throw new SimViolation(PROPERTY, what + " after " + BOUND_NS / 1_000_000_000L + " s of calm:" + describe());
        }
        world.scheduler().runUntil(world.scheduler().nowNs() + STEP_NS);
    }

    private boolean haveAllApplied() {
        final SimMachine leader = world.leader();
        final SteppedNode leading = leader == null ? null : leader.node();
        if (leading == null) {
            return false;
        }
        final long lastIndex = leading.raft().lastIndex();
        final Membership membership = leading.raft().membership();
        for (final SimMachine machine : world.machines()) {
            final SteppedNode node = machine.node();
            if (membership.contains(machine.nodeId()) && (node == null || node.appliedIndex() != lastIndex)) {
                return false;
            }
        }
        return true;
    }

    private void compare() {
        SteppedNode first = null;
        for (final SimMachine machine : world.machines()) {
            final SteppedNode node = machine.node();
            if (node == null || !isMember(machine)) {
                continue;
            }
            if (first == null) {
                first = node;
            }
            SimViolation.require(
                    node.stateHash() == first.stateHash()
                            && node.raft().membership().equals(first.raft().membership()),
                    StateMachineSafetyChecker.PROPERTY,
                    "members differ at the same index: node=%d, appliedIndex=%d, %s",
                    machine.nodeId(),
                    node.appliedIndex(),
                    node.raft().membership());
        }
    }

    private boolean isMember(final SimMachine machine) {
        final SimMachine leader = world.leader();
        final @Nullable SteppedNode leading = leader == null ? null : leader.node();
        return leading != null && leading.raft().membership().contains(machine.nodeId());
    }

    private String describe() {
        final StringBuilder text = new StringBuilder();
        for (final SimMachine machine : world.machines()) {
            final SteppedNode node = machine.node();
            text.append(" node ").append(machine.nodeId());
            if (node == null) {
                text.append(" is down;");
            } else {
                text.append(' ')
                        .append(node.raft().role())
                        .append(" term=")
                        .append(node.raft().term())
                        .append(" lastIndex=")
                        .append(node.raft().lastIndex())
                        .append(" commitIndex=")
                        .append(node.raft().commitIndex())
                        .append(" appliedIndex=")
                        .append(node.appliedIndex())
                        .append(' ')
                        .append(node.raft().membership())
                        .append(';');
            }
        }
        return text.toString();
    }
}
