package io.balsa.simulation;

import io.balsa.consensus.RaftStatus;
import io.balsa.consensus.Role;
import io.balsa.consensus.membership.MembershipChange;
import io.balsa.disk.SimDisk.Survival;
import io.balsa.node.SteppedNode;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * A run that is told as a story: it goes on until something is the case, says a sentence, lets something happen, and goes on. The network
 * is slow, so that arrows are seen to take time, and the checkers of all properties look on.
 *
 * <p>Threading: one thread.
 */
final class ShowCase {
    private static final long MILLI_NS = 1_000_000L;
    private static final long LATENCY_NS = 3 * MILLI_NS;
    private static final long STEP_NS = MILLI_NS / 10;
    private static final long BOUND_NS = 20_000 * MILLI_NS;

    private final RecordedTrace trace;
    private final SimWorld world;
    private CompletableFuture<?> asked = CompletableFuture.completedFuture(null);

    /**
     * Begins a run.
     *
     * @param thinkMs time between two requests of a client on average, in milliseconds
     */
    ShowCase(final long seed, final int nodeCount, final int clientCount, final double thinkMs, final String intro) {
        trace = new RecordedTrace(intro);
        world = new SimWorld(seed, nodeCount, clientCount, 0, thinkMs * MILLI_NS, trace);
        world.weather().delay(LATENCY_NS);
        world.start();
    }

    RecordedTrace trace() {
        return trace;
    }

    /** Tells the reader what happens now. */
    ShowCase say(final String text) {
        trace.note(world.scheduler().nowNs(), text);
        return this;
    }

    /** Lets time pass. */
    ShowCase pass(final long ms) {
        world.scheduler().runUntil(world.scheduler().nowNs() + ms * MILLI_NS);
        return this;
    }

    /** Lets time pass until something is the case. */
    ShowCase until(final String what, final BooleanSupplier condition) {
        final long endNs = world.scheduler().nowNs() + BOUND_NS;
        while (!condition.getAsBoolean()) {
            if (asked.isCompletedExceptionally()) {
                throw new IllegalStateException("the leader refuses the change: " + asked);
            }
            if (world.scheduler().nowNs() > endNs) {
                throw new IllegalStateException("the story does not go on: waiting until " + what);
            }
            world.scheduler().runUntil(world.scheduler().nowNs() + STEP_NS);
        }
        return this;
    }

    /** Lets time pass until a node has a role. */
    ShowCase untilAnyIs(final Role role) {
        return until("a node is " + role, () -> any(raft -> raft.role() == role));
    }

    /** Lets time pass until every node that runs follows the same leader, or is it. */
    ShowCase untilAllFollow() {
        return until("all follow", this::doAllFollow);
    }

    /** Lets time pass until so many entries more are committed on all nodes that run. */
    ShowCase untilCommitted(final long more) {
        final long target = leader().commitIndex() + more;
        return until("index " + target + " is committed", () -> all(raft -> raft.commitIndex() >= target));
    }

    /** Lets time pass until so many entries more are committed by the leader. */
    ShowCase untilCommittedByMajority(final long more) {
        final long target = leader().commitIndex() + more;
        return until("index " + target + " is committed", () -> leader().commitIndex() >= target);
    }

    /** Returns the id of the node that leads the highest term, 0 when none does. */
    int leaderId() {
        final SimMachine machine = world.leader();
        return machine == null ? 0 : machine.nodeId();
    }

    /** Returns the id of a node that does not lead. */
    int followerId() {
        return leaderId() == 1 ? 2 : 1;
    }

    boolean doAllFollow() {
        return leaderId() != 0 && all(raft -> raft.leaderId() == leaderId());
    }

    boolean isUp(final int nodeId) {
        return world.machine(nodeId).isRunning();
    }

    RaftStatus leader() {
        return node(leaderId()).raft();
    }

    SteppedNode node(final int nodeId) {
        return Objects.requireNonNull(world.machine(nodeId).node());
    }

    boolean any(final Predicate<RaftStatus> condition) {
        return world.machines().stream()
                .map(SimMachine::node)
                .anyMatch(node -> node != null && condition.test(node.raft()));
    }

    boolean all(final Predicate<RaftStatus> condition) {
        return world.machines().stream()
                .map(SimMachine::node)
                .allMatch(node -> node == null || condition.test(node.raft()));
    }

    // ---- what happens

    /** Cuts the power of a node; it comes back after {@code downMs}. */
    ShowCase crash(final int nodeId, final long downMs) {
        world.machine(nodeId).cutPower(Survival.FORCED_ONLY, downMs * MILLI_NS);
        return this;
    }

    /** Cuts one node off from all others, or ends that. */
    ShowCase isolate(final int nodeId, final boolean begins) {
        final StringBuilder others = new StringBuilder();
        for (final SimMachine machine : world.machines()) {
            final int other = machine.nodeId();
            if (other != nodeId) {
                others.append(' ').append(other);
                world.network().cut(nodeId, other, begins);
                world.network().cut(other, nodeId, begins);
            }
        }
        trace.onFault(
                world.scheduler().nowNs(),
                0,
                begins ? "partition" : "heal",
                begins ? nodeId + " |" + others : "all hear each other again");
        return this;
    }

    /** Loses some of the messages, from 0 for none to 1 for all. */
    ShowCase drop(final double probability) {
        world.weather().drop(probability);
        return this;
    }

    /** Asks the leader to write a snapshot. */
    ShowCase takeSnapshot() {
        world.clients().takeSnapshot(leaderId());
        trace.onFault(world.scheduler().nowNs(), leaderId(), "snapshot", "the leader is asked for a snapshot");
        return this;
    }

    /** Has the leader propose another membership. */
    ShowCase change(final MembershipChange change, final String text) {
        trace.onFault(world.scheduler().nowNs(), leaderId(), "membership", text);
        asked = node(leaderId()).node().changeMembership(change);
        return this;
    }
}
