package io.balsa.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Nodes with real gateways on loopback, whose consensus is one list that all share: what the leader takes is committed at once.
 *
 * <p>The test's thread steps everything; nothing happens in between. Sessions live in the shared state, as they do in a replicated
 * one, so that repeats are answered rather than applied.
 */
final class FakeCluster implements AutoCloseable {
    static final long CLUSTER_ID = 77;
    private static final long TIME_LIMIT_NS = 30_000_000_000L;

    private final Map<Integer, FakeNode> nodes = new HashMap<>();
    private final Map<Integer, String> addresses = new HashMap<>();

    /** Every command that was applied, in order. */
    final List<String> applied = new ArrayList<>();

    /** Replies by session and sequence. */
    final Map<Long, Map<Long, String>> sessions = new HashMap<>();

    long lastIndex;
    int leaderId;

    /** Starts nodes 1 to {@code size} with node 1 as the leader. */
    FakeCluster(final int size) {
        this(size, 1);
    }

    FakeCluster(final int size, final int leaderId) {
        for (int id = 1; id <= size; id++) {
            addresses.put(id, "127.0.0.1:" + Ports.free());
        }
        for (int id = 1; id <= size; id++) {
            start(id);
        }
        elect(leaderId);
    }

    void start(final int id) {
        nodes.put(id, new FakeNode(this, id, addresses));
        node(id).tellLeader(leaderId);
    }

    FakeNode node(final int id) {
        final FakeNode node = nodes.get(id);
        if (node == null) {
            throw new IllegalArgumentException("no such node: " + id);
        }
        return node;
    }

    String address(final int id) {
        return addresses.getOrDefault(id, "");
    }

    String members() {
        final List<String> all = new ArrayList<>();
        for (int id = 1; id <= addresses.size(); id++) {
            all.add(address(id));
        }
        return String.join(",", all);
    }

    /** Makes a node the leader, 0 for none, and lets all know. */
    void elect(final int id) {
        leaderId = id;
        nodes.values().forEach(node -> node.tellLeader(id));
    }

    /** Ends a node's process: its sockets break. */
    void kill(final int id) {
        node(id).close();
        nodes.remove(id);
    }

    void step() {
        nodes.values().forEach(FakeNode::step);
    }

    /** Steps until the condition holds. */
    void runUntil(final BooleanSupplier condition) {
        runUntil(() -> {}, condition);
    }

    /** Steps the cluster and what else there is until the condition holds. */
    void runUntil(final Runnable other, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + TIME_LIMIT_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("condition not met in time");
            }
            step();
            other.run();
        }
    }

    /** Applies a command once; returns its reply, null when the session is not known. */
    @Nullable
    String apply(final long sessionId, final long sequence, final String command) {
        final Map<Long, String> replies = sessions.get(sessionId);
        if (replies == null) {
            return null;
        }
        return replies.computeIfAbsent(sequence, key -> {
            lastIndex++;
            applied.add(command);
            return "applied " + command;
        });
    }

    long openSession() {
        lastIndex++;
        sessions.put(lastIndex, new HashMap<>());
        return lastIndex;
    }

    static byte[] bytes(final String text) {
        return text.getBytes(UTF_8);
    }

    @Override
    public void close() {
        nodes.values().forEach(FakeNode::close);
        nodes.clear();
    }
}
