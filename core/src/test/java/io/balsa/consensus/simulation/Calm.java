package io.balsa.consensus.simulation;

import io.balsa.consensus.membership.Membership;
import java.util.Comparator;
import java.util.List;

/** The time after a storm: the members must elect a leader, apply what it takes then, and answer all that was asked. */
final class Calm {
    private static final int ROUNDS = 400;
    /** After so many rounds somebody looks at the cluster. */
    private static final int ROUNDS_UNATTENDED = 100;

    private final SimulatedCluster cluster;
    private final List<SimulatedNode> nodes;

    Calm(final SimulatedCluster cluster) {
        this.cluster = cluster;
        this.nodes = cluster.nodes();
    }

    /** Lets time pass until all agree. */
    void run() {
        cluster.endStorm();
        boolean proposed = false;
        for (int round = 0; round < ROUNDS; round++) {
            tick();
            settle();
            if (round >= ROUNDS_UNATTENDED) {
                attend();
            }
            final boolean agreed = isAgreed();
            if (agreed && proposed) {
                return;
            }
            if (agreed) {
                leaders().get(0).propose(1);
                proposed = true;
            }
        }
        if (isStranded()) {
            return;
        }
        throw new AssertionError("liveness broken: no agreement after " + ROUNDS + " calm ticks: " + nodes);
    }

    private void tick() {
        for (final SimulatedNode node : nodes) {
            node.clock().advance(SimulatedClock.TICK_NS);
            if (node.isUp()) {
                cluster.note("TICK %s", node);
                node.raft().tick();
                node.check();
            }
        }
    }

    /** Restarts who will not lead for doubt of its own state; then switches off who was removed, once all who stay know it. */
    private void attend() {
        final List<SimulatedNode> doubters = nodes.stream()
                .filter(node -> node.isUp() && node.doubtsItself())
                .toList();
        if (!doubters.isEmpty()) {
            doubters.forEach(cluster::crash);
            doubters.forEach(SimulatedNode::restart);
            return;
        }
        final Membership newest = cluster.checker().newestMembership();
        final boolean known = nodes.stream()
                .filter(node -> newest.isVoter(node.id()))
                .allMatch(node -> node.raft().membership().equals(newest));
        if (known) {
            nodes.stream()
                    .filter(node -> node.isUp() && !newest.contains(node.id()))
                    .forEach(cluster::crash);
        }
    }

    private void settle() {
        for (int i = 0; i < 1000; i++) {
            nodes.stream().filter(SimulatedNode::isUp).forEach(this::settle);
            final List<Message> batch = cluster.network().takeAll();
            if (batch.isEmpty()) {
                return;
            }
            batch.forEach(cluster::deliver);
        }
        throw new AssertionError("liveness broken: messages without end: " + cluster.network());
    }

    private void settle(final SimulatedNode node) {
        node.drain();
        while (node.disk().needsSync()) {
            cluster.sync(node);
        }
        node.drain();
        node.apply(Integer.MAX_VALUE);
        while (node.isFetching()) {
            node.fetch();
        }
        if (node.isSnapshotDue()) {
            node.takeSnapshot();
        }
        node.check();
    }

    private List<SimulatedNode> leaders() {
        return nodes.stream()
                .filter(node -> node.isUp() && node.raft().isLeader())
                .toList();
    }

    /**
     * A membership takes effect where it is applied. So when the longest log is held by nodes that do not vote as far as they know,
     * having been removed, or having joined without knowing it yet, the others may wait for their votes in vain, and
     * somebody has to help.
     */
    private boolean isStranded() {
        final Comparator<SimulatedNode> byLog = Comparator.<SimulatedNode>comparingLong(
                        node -> node.raft().status().lastTerm())
                .thenComparingLong(node -> node.raft().lastIndex());
        final SimulatedNode longest = nodes.stream().max(byLog).orElseThrow();
        return leaders().isEmpty()
                && nodes.stream()
                        .filter(node -> node.raft().status().isPromotable())
                        .noneMatch(node -> byLog.compare(node, longest) == 0);
    }

    private boolean isAgreed() {
        final List<SimulatedNode> leaders = leaders();
        if (leaders.size() != 1) {
            return false;
        }
        final Membership membership = leaders.get(0).raft().membership();
        final long lastIndex = leaders.get(0).raft().lastIndex();
        return !membership.autoLeave()
                && nodes.stream()
                        .filter(node -> membership.contains(node.id()))
                        .allMatch(node -> node.appliedIndex() == lastIndex)
                && nodes.stream().filter(SimulatedNode::isUp).allMatch(node -> node.requests()
                        .isEmpty());
    }
}
