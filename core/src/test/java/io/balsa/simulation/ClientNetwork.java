package io.balsa.simulation;

import io.balsa.client.ResponseStatus;
import org.jspecify.annotations.Nullable;

/**
 * What lies between clients and nodes: requests and answers take their time, in order for each connection, and are lost with the
 * process at the other end. Partitions of nodes do not concern it: a client may reach a node that no other node does, and be cut off
 * from one that the others reach.
 *
 * <p>Threading: one thread.
 */
final class ClientNetwork {
    private static final long LEAST_LATENCY_NS = 100_000;
    private static final double AVERAGE_LATENCY_NS = 100_000;

    private final SimScheduler scheduler;
    private final SimRandom random;
    private final @Nullable SimClientPort[] ports;
    /** From when on clients know where a node is. */
    private final long[] knownFromNs;

    /** How many cuts there are between a client and a node, by their ids. */
    private final int[][] cuts;

    ClientNetwork(final SimScheduler scheduler, final SimRandom random, final int nodeCount, final int clientCount) {
        this.scheduler = scheduler;
        this.random = random;
        ports = new SimClientPort[nodeCount + 1];
        knownFromNs = new long[nodeCount + 1];
        cuts = new int[clientCount + 1][nodeCount + 1];
    }

    int nodeCount() {
        return ports.length - 1;
    }

    /** A process takes requests. */
    void open(final SimClientPort port) {
        ports[port.nodeId()] = port;
    }

    /** A node's process is gone. */
    void close(final int nodeId) {
        final SimClientPort port = ports[nodeId];
        if (port != null) {
            port.close();
            ports[nodeId] = null;
        }
    }

    /** A node's next process listens at another address. */
    void move(final int nodeId, final long newKnownFromNs) {
        knownFromNs[nodeId] = newKnownFromNs;
    }

    /** Returns a connection to a node, null when nobody listens where the client believes it to be, or nobody hears the client. */
    @Nullable
    ClientLink connect(final SimClient client, final int nodeId) {
        final SimClientPort port = ports[nodeId];
        if (port == null || cuts[client.id()][nodeId] > 0 || scheduler.nowNs() < knownFromNs[nodeId]) {
            return null;
        }
        return port.connect(client);
    }

    /** Begins or ends a cut between a client and a node. */
    void cut(final SimClient client, final int nodeId, final boolean begins) {
        cuts[client.id()][nodeId] += begins ? 1 : -1;
        if (begins) {
            client.onCut(nodeId);
        }
    }

    /** Has a node take a snapshot, if its process runs. */
    void takeSnapshot(final int nodeId) {
        final SimClientPort port = ports[nodeId];
        if (port != null) {
            port.takeSnapshot();
        }
    }

    /** Brings something to the node. */
    void toNode(final ClientLink link, final Runnable request) {
        scheduler.at(link.arrivalAtNode(scheduler.nowNs() + latencyNs()), () -> {
            if (link.port().isOpen()) {
                request.run();
            }
        });
    }

    private void toClient(final ClientLink link, final Runnable answer) {
        scheduler.at(link.arrivalAtClient(scheduler.nowNs() + latencyNs()), answer);
    }

    private long latencyNs() {
        return LEAST_LATENCY_NS + random.exponential(AVERAGE_LATENCY_NS);
    }

    void notLeader(final ClientLink link, final int leaderId) {
        toClient(link, () -> link.client().onNotLeader(link, leaderId));
    }

    void sessionOpened(final ClientLink link, final long correlationId, final long sessionId) {
        toClient(link, () -> link.client().onSessionOpened(link, correlationId, sessionId));
    }

    void commandReply(
            final ClientLink link,
            final long sessionId,
            final long sequence,
            final ResponseStatus status,
            final long value) {
        toClient(link, () -> link.client().onCommandReply(sessionId, sequence, status, value));
    }

    void queryReply(final ClientLink link, final long correlationId, final long value) {
        toClient(link, () -> link.client().onQueryReply(correlationId, value));
    }
}
