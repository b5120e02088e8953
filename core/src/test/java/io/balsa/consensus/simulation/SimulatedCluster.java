package io.balsa.consensus.simulation;

import io.balsa.consensus.RaftConfig;
import io.balsa.consensus.membership.Membership;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A cluster that lives through a storm, in which everything may happen, and then through a calm, in which it must come to agree.
 *
 * <p>Each seed draws its own weather: one has many crashes, another a slow disk, a third a network that overtakes a lot.
 */
final class SimulatedCluster {
    /** What may happen in a storm, and how often at least and at most. */
    private enum Event {
        DELIVER(800, 800),
        DRAIN(200, 600),
        TICK(30, 120),
        SYNC(50, 500),
        PROPOSE(10, 60),
        READ(5, 25),
        DROP(0, 60),
        REPEAT(0, 40),
        CRASH(0, 6),
        RESTART(10, 30),
        CUT_OFF(0, 4),
        HEAL(2, 10),
        TRANSFER(0, 6),
        BREAK_CONNECTION(0, 6),
        CAMPAIGN(0, 8);

        private final int least;
        private final int most;

        Event(final int least, final int most) {
            this.least = least;
            this.most = most;
        }
    }

    private static final int[] NONE = {};
    private static final int MAX_UNDER_WAY = 60;
    private static final int CALM_ROUNDS = 200;

    private final Random random;
    private final boolean tracing;
    private final List<String> trace = new ArrayList<>();
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final List<Message> underWay = new ArrayList<>();
    private final SafetyChecker checker;
    private final Set<Long> leaveJointValues = new HashSet<>();
    private final Event[] deck;
    private final boolean overtaking;
    private boolean calm;
    private int cutOffNode;
    private long lastValue;

    /**
     * Creates a cluster of new nodes.
     *
     * @param size number of voters
     * @param tracing whether to write down what happens
     */
    SimulatedCluster(final long seed, final int size, final boolean tracing) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.tracing = tracing;
        deck = deckOfEvents();
        overtaking = random.nextInt(4) > 0;
        final Membership membership = membershipOf(size);
        checker = new SafetyChecker(nodes);
        note("%s, overtaking=%s", membership, overtaking);
        for (int slot = 0; slot < membership.memberCount(); slot++) {
            final RaftConfig config = configOf(membership.memberAt(slot));
            note("%s", config);
            nodes.add(new SimulatedNode(config, membership, this));
        }
    }

    /** Returns each event as many times as this storm has it. */
    private Event[] deckOfEvents() {
        final List<Event> events = new ArrayList<>();
        for (final Event event : Event.values()) {
            final int count = event.least + random.nextInt(event.most - event.least + 1);
            events.addAll(Collections.nCopies(count, event));
            note("%s %d", event, count);
        }
        return events.toArray(new Event[0]);
    }

    /** Mostly plain voters; some clusters are in the middle of a change, or have a learner. */
    private Membership membershipOf(final int size) {
        final int[] voters = new int[size];
        for (int i = 0; i < size; i++) {
            voters[i] = i + 1;
        }
        return switch (size < 3 ? 0 : random.nextInt(8)) {
            case 1 -> Membership.of(voters, new int[] {2, 3, size + 1}, NONE, NONE, true);
            case 2 -> Membership.of(voters, NONE, new int[] {size + 1}, NONE, false);
            default -> Membership.ofVoters(voters);
        };
    }

    private RaftConfig configOf(final int id) {
        return RaftConfig.builder(id)
                .ticks(3 + random.nextInt(4), 1 + random.nextInt(2))
                .preVote(random.nextInt(4) > 0)
                .checkQuorum(random.nextInt(4) > 0)
                .maxEntriesPerAppend(1 + random.nextInt(5))
                .maxInflightAppends(1 + random.nextInt(4))
                .maxUncommittedEntries(5 + random.nextInt(50))
                .eagerCommit(random.nextBoolean())
                .maxApplyAheadEntries(random.nextInt(2) * 50)
                .seed(random.nextLong())
                .build();
    }

    Random random() {
        return random;
    }

    SafetyChecker checker() {
        return checker;
    }

    long nextValue() {
        return ++lastValue;
    }

    /** Returns the value of an entry that leaves a joint membership. */
    long nextLeaveJointValue() {
        leaveJointValues.add(++lastValue);
        return lastValue;
    }

    boolean leavesJoint(final long value) {
        return leaveJointValues.contains(value);
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

    /** @return false when the network does not take the message */
    boolean send(final Message message) {
        if (!calm && (random.nextInt(16) == 0 || underWay.size() == MAX_UNDER_WAY)) {
            return false;
        }
        note("    sends %s", message);
        underWay.add(message);
        return true;
    }

    // ---- storm

    /** Lets anything happen, {@code steps} times. */
    void storm(final int steps) {
        for (int step = 0; step < steps; step++) {
            happen(deck[random.nextInt(deck.length)]);
        }
    }

    private void happen(final Event event) {
        switch (event) {
            case DELIVER -> deliver();
            case DROP -> takeMessage();
            case REPEAT -> repeat();
            case CUT_OFF -> cutOffNode = anyNode().id();
            case HEAL -> cutOffNode = 0;
            case RESTART -> restart(anyNode());
            default -> happenTo(anyNode(), event);
        }
    }

    private void happenTo(final SimulatedNode node, final Event event) {
        if (!node.isUp()) {
            return;
        }
        note("%s %s", event, node);
        switch (event) {
            case DRAIN -> node.drain();
            case TICK -> node.raft().tick();
            case SYNC -> sync(node);
            case PROPOSE -> node.propose(1 + random.nextInt(4));
            case READ -> node.requestRead();
            case TRANSFER -> node.raft().transferLeadership(anyNode().id());
            case BREAK_CONNECTION -> node.raft().onPeerUnreachable(anyNode().id());
            case CAMPAIGN -> node.raft().campaign();
            case CRASH -> crash(node);
            default -> throw new IllegalArgumentException(event.name());
        }
        if (node.isUp()) {
            node.check();
        }
    }

    private void sync(final SimulatedNode node) {
        if (node.disk().isSyncing()) {
            node.raft().onPersisted(node.disk().endSync());
        } else if (node.disk().needsSync()) {
            node.disk().beginSync();
        }
    }

    private void crash(final SimulatedNode node) {
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

    private void deliver() {
        final Message message = takeMessage();
        if (message == null || message.to() == cutOffNode || message.from() == cutOffNode) {
            return;
        }
        deliver(message);
    }

    private void deliver(final Message message) {
        final SimulatedNode receiver = nodes.get(message.to() - 1);
        if (receiver.isUp()) {
            note("DELIVER %s to %s", message, receiver);
            message.deliver(receiver);
            receiver.check();
        }
    }

    private void repeat() {
        if (!underWay.isEmpty() && underWay.size() < MAX_UNDER_WAY) {
            underWay.add(underWay.get(random.nextInt(underWay.size())));
        }
    }

    /** @return null when no message is under way */
    private @Nullable Message takeMessage() {
        if (underWay.isEmpty()) {
            return null;
        }
        final boolean any = overtaking && random.nextInt(4) == 0;
        return underWay.remove(any ? random.nextInt(underWay.size()) : 0);
    }

    private SimulatedNode anyNode() {
        return nodes.get(random.nextInt(nodes.size()));
    }

    // ---- calm

    /** Lets nothing fail any more; the nodes must elect a leader, and all of them apply what it takes then. */
    void calm() {
        calm = true;
        cutOffNode = 0;
        nodes.forEach(this::restart);
        boolean proposed = false;
        for (int round = 0; round < CALM_ROUNDS; round++) {
            for (final SimulatedNode node : nodes) {
                note("TICK %s", node);
                node.raft().tick();
                node.check();
            }
            settle();
            final boolean agreed = isAgreed();
            if (agreed && proposed) {
                return;
            }
            if (agreed) {
                final SimulatedNode leader = nodes.stream()
                        .filter(node -> node.raft().isLeader())
                        .findFirst()
                        .orElseThrow();
                leader.propose(1);
                proposed = true;
            }
        }
        throw new AssertionError("liveness broken: no agreement after " + CALM_ROUNDS + " calm ticks: " + nodes);
    }

    private void settle() {
        for (int i = 0; i < 1000; i++) {
            for (final SimulatedNode node : nodes) {
                node.drain();
                while (node.disk().needsSync()) {
                    sync(node);
                }
                node.drain();
            }
            if (underWay.isEmpty()) {
                return;
            }
            final List<Message> batch = new ArrayList<>(underWay);
            underWay.clear();
            batch.forEach(this::deliver);
        }
        throw new AssertionError("liveness broken: messages without end: " + underWay);
    }

    private boolean isAgreed() {
        final List<SimulatedNode> leaders =
                nodes.stream().filter(node -> node.raft().isLeader()).toList();
        if (leaders.size() != 1 || leaders.get(0).raft().membership().autoLeave()) {
            return false;
        }
        final long lastIndex = leaders.get(0).raft().lastIndex();
        final Membership membership = leaders.get(0).raft().membership();
        return nodes.stream()
                .filter(node -> membership.contains(node.id()))
                .allMatch(node -> node.appliedIndex() == lastIndex && node.readsUnderWay() == 0);
    }
}
