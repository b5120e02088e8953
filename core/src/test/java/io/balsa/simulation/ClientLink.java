package io.balsa.simulation;

/** One connection of a client to a node's process: answers find back to the client through it. */
final class ClientLink {
    private final SimClient client;
    private final SimClientPort port;
    private final long id;
    private final long leadershipVersion;
    private long lastToNodeNs;
    private long lastToClientNs;

    ClientLink(final SimClient client, final SimClientPort port, final long id, final long leadershipVersion) {
        this.client = client;
        this.port = port;
        this.id = id;
        this.leadershipVersion = leadershipVersion;
    }

    SimClient client() {
        return client;
    }

    SimClientPort port() {
        return port;
    }

    long id() {
        return id;
    }

    /** Returns under which leadership the connection was made: it covers no other. */
    long leadershipVersion() {
        return leadershipVersion;
    }

    /** Returns when something arrives at the node that does not overtake what was sent before it. */
    long arrivalAtNode(final long timeNs) {
        lastToNodeNs = Math.max(lastToNodeNs, timeNs);
        return lastToNodeNs;
    }

    /** Returns when something arrives at the client that does not overtake what was sent before it. */
    long arrivalAtClient(final long timeNs) {
        lastToClientNs = Math.max(lastToClientNs, timeNs);
        return lastToClientNs;
    }
}
