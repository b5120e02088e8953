package io.balsa.consensus.simulation;

import io.balsa.consensus.Role;
import io.balsa.consensus.membership.MembershipChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A cluster that lives through a storm, in which everything may happen, and then through a calm, in which it must come to agree.
 *
 * <p>Each seed draws its own {@link Weather}: one has many crashes, another a slow disk, a third a network that overtakes a lot.
 */
final class SimulatedCluster {
    private static final int SPARE_NODES = 2;

    private final Random random;
    private final boolean tracing;
    private final List<String> trace = new ArrayList<>();
    private final Weather weather;
    private final SimulatedNetwork network;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final SafetyChecker checker;
    private final Map<Long, MembershipChange> changes = new HashMap<>();
    private boolean calm;
    private int pausedNode;
    private long lastValue;

    /**
     * Creates a cluster of new nodes, some of which are not members yet.
     *
     * @param size number of voters
     * @param tracing whether to write down what happens
     */
    SimulatedCluster(final long seed, final int size, final boolean tracing) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.tracing = tracing;
        weather = new Weather(random, size);
        network = new SimulatedNetwork(random, this);
        checker = new SafetyChecker(weather.membership(), nodes);
        for (int id = 1; id <= size + SPARE_NODES; id++) {
            final SimulatedClock clock = new SimulatedClock(2 * random.nextDouble() - 1, random.nextInt(1_000_000));
            nodes.add(new SimulatedNode(weather.configOf(id), weather.membership(), clock, this));
            note("%s", nodes.get(id - 1).config());
        }
    }

    Random random() {
        return random;
    }

    SafetyChecker checker() {
        return checker;
    }

    SimulatedNetwork network() {
        return network;
    }

    List<SimulatedNode> nodes() {
        return nodes;
    }

    boolean isCalm() {
        return calm;
    }

    long nextValue() {
        return ++lastValue;
    }

    /** Returns the value of an entry that changes the membership. */
    long nextChange(final MembershipChange change) {
        changes.put(++lastValue, change);
        return lastValue;
    }

    /** Returns the change that an entry of this value makes, null for any other entry. */
    @Nullable
    MembershipChange changeOf(final long value) {
        return changes.get(value);
    }

    /** The transport tells a leader how an offer ended; that is not lost, but may be late. */
    void report(final Message.SnapshotOffer offer, final boolean succeeded) {
        network.add(new Message.SnapshotReport(offer.to(), offer.from(), succeeded));
    }

    /** Returns the last lines of what happened; nothing without tracing. */
    String traceEnd(final int lines) {
        return String.join("\n", trace.subList(Math.max(0, trace.size() - lines), trace.size()));
    }

    void note(final String line, final Object... values) {
        if (tracing) {
            trace.add(String.format(line, values));
        }
    }

    // ---- storm

    /** Lets anything happen, {@code steps} times. */
    void storm(final int steps) {
        for (int step = 0; step < steps; step++) {
            happen(weather.next());
        }
    }

    /** Nothing fails any more. */
    void endStorm() {
        calm = true;
        network.cutOff(0);
        pausedNode = 0;
        nodes.forEach(this::restart);
    }

    private void happen(final Weather.Event event) {
        switch (event) {
            case DELIVER -> deliverNext();
            case DROP -> drop();
            case REPEAT -> network.repeat();
            case CUT_OFF -> network.cutOff(anyNode().id());
            case HEAL -> network.cutOff(0);
            case PAUSE -> pausedNode = anyNode().id();
            case WAKE -> pausedNode = 0;
            case RESTART -> restart(anyNode());
            default -> happenTo(anyNode(), event);
        }
    }

    private void happenTo(final SimulatedNode node, final Weather.Event event) {
        if (!isRunning(node)) {
            return;
        }
        note("%s %s", event, node);
        switch (event) {
            case DRAIN -> node.drain();
            case TICK -> passTime(node);
            case SYNC -> sync(node);
            case APPLY -> node.apply(1 + random.nextInt(5));
            case PROPOSE -> node.propose(1 + random.nextInt(4));
            case READ -> node.requestRead();
            case LEASE_READ -> node.requestLeaseRead();
            case CRASH -> crash(node);
            case TAKE_SNAPSHOT -> node.takeSnapshot();
            case FETCH -> node.fetch();
            case ABANDON_FETCH -> node.abandonFetch();
            default -> administer(node, event);
        }
        if (node.isUp()) {
            node.check();
        }
    }

    private void administer(final SimulatedNode node, final Weather.Event event) {
        switch (event) {
            case TRANSFER -> node.transferLeadership(anyNode().id());
            case BREAK_CONNECTION -> node.raft().onPeerUnreachable(anyNode().id());
            case CAMPAIGN -> node.raft().campaign();
            case STEP_DOWN -> node.raft().stepDown();
            case FORGET_LEADER -> node.raft().forgetLeader();
            case CHANGE_MEMBERSHIP -> node.proposeMembership(weather.change(nodes.size()));
            case CONFIGURE -> node.configure(weather.varied(node.config()));
            case CHANGE_ZONE -> {
                node.raft().groupCommit(random.nextBoolean());
                node.raft().zone(anyNode().id(), random.nextInt(3));
            }
            case ASK_FOR_SNAPSHOT -> askForSnapshot(node);
            default -> throw new IllegalArgumentException(event.name());
        }
    }

    /** One node at a time may doubt its state: were there more, nobody could lead. */
    private void askForSnapshot(final SimulatedNode node) {
        final boolean follows =
                node.raft().role() == Role.FOLLOWER && node.raft().leaderId() != 0;
        if (follows && nodes.stream().noneMatch(SimulatedNode::doubtsItself)) {
            node.askForSnapshot();
        }
    }

    /** With leases time passes for all nodes; without them each may be as slow as it likes. */
    private void passTime(final SimulatedNode node) {
        if (!weather.hasLeases()) {
            node.raft().tick();
            return;
        }
        final long durationNs = random.nextInt((int) SimulatedClock.TICK_NS);
        for (final SimulatedNode any : nodes) {
            any.clock().advance(durationNs);
            if (isRunning(any) && any.clock().takeTick()) {
                any.raft().tick();
                any.check();
            }
        }
    }

    private boolean isRunning(final SimulatedNode node) {
        return node.isUp() && node.id() != pausedNode;
    }

    void sync(final SimulatedNode node) {
        if (node.disk().isSyncing()) {
            node.raft().onPersisted(node.disk().endSync());
        } else if (node.disk().needsSync()) {
            node.disk().beginSync();
        }
    }

    void crash(final SimulatedNode node) {
        node.crash();
        note(
                "    left: term=%d vote=%d log=%s",
                node.disk().term(), node.disk().votedFor(), node.disk().log());
    }

    private void restart(final SimulatedNode node) {
        if (!node.isUp()) {
            node.restart();
            note("RESTART %s", node);
        }
    }

    private void deliverNext() {
        final @Nullable Message message = network.take();
        if (message == null) {
            return;
        }
        if (message.to() == pausedNode) {
            network.add(message);
        } else if (network.isCut(message)) {
            lose(message);
        } else {
            deliver(message);
        }
    }

    void deliver(final Message message) {
        final SimulatedNode receiver = nodes.get(message.to() - 1);
        if (!receiver.isUp()) {
            lose(message);
            return;
        }
        note("DELIVER %s to %s", message, receiver);
        message.deliver(receiver);
        receiver.check();
    }

    private void drop() {
        final @Nullable Message message = network.take();
        if (message != null) {
            lose(message);
        }
    }

    /** An offer that is lost is reported; a report that is lost went to a leader that is no more, or is told later. */
    private void lose(final Message message) {
        if (message instanceof Message.SnapshotOffer offer) {
            report(offer, false);
        } else if (message instanceof Message.SnapshotReport
                && nodes.get(message.to() - 1).isUp()) {
            network.add(message);
        }
    }

    private SimulatedNode anyNode() {
        return nodes.get(random.nextInt(nodes.size()));
    }
}
