package io.balsa.consensus.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Messages under way: refused, delayed, overtaken, repeated and lost in a storm, and none of it in a calm. */
final class SimulatedNetwork {
    private static final int MAX_UNDER_WAY = 60;

    private final Random random;
    private final SimulatedCluster cluster;
    private final boolean overtaking;
    private List<Message> underWay = new ArrayList<>();
    private int cutOffNode;

    SimulatedNetwork(final Random random, final SimulatedCluster cluster) {
        this.random = random;
        this.cluster = cluster;
        overtaking = random.nextInt(4) > 0;
    }

    /** @return false when the network does not take the message */
    boolean send(final Message message) {
        if (!cluster.isCalm() && (random.nextInt(16) == 0 || underWay.size() >= MAX_UNDER_WAY)) {
            return false;
        }
        add(message);
        return true;
    }

    /** Adds a message that is not refused. */
    void add(final Message message) {
        cluster.note("    sends %s", message);
        underWay.add(message);
    }

    /** Cuts off one node from all others; 0 for none. */
    void cutOff(final int nodeId) {
        cutOffNode = nodeId;
    }

    boolean isCut(final Message message) {
        return message.to() == cutOffNode || message.from() == cutOffNode;
    }

    void repeat() {
        if (!underWay.isEmpty() && underWay.size() < MAX_UNDER_WAY) {
            underWay.add(underWay.get(random.nextInt(underWay.size())));
        }
    }

    /** @return null when no message is under way */
    @Nullable
    Message take() {
        if (underWay.isEmpty()) {
            return null;
        }
        final boolean any = overtaking && random.nextInt(4) == 0;
        return underWay.remove(any ? random.nextInt(underWay.size()) : 0);
    }

    List<Message> takeAll() {
        final List<Message> all = underWay;
        underWay = new ArrayList<>();
        return all;
    }

    @Override
    public String toString() {
        return "overtaking=" + overtaking + " underWay=" + underWay;
    }
}
