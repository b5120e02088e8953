package io.balsa.network;

/**
 * Who a node is to the others.
 *
 * @param clusterId of the cluster it belongs to; nodes of different clusters refuse each other
 * @param nodeId from 1, unique in the cluster
 * @param incarnation made at random with the node's data directory: a node that comes back on another disk differs in it
 */
public record NodeIdentity(long clusterId, int nodeId, long incarnation) {
    /**
     * Checks the node id.
     *
     * @throws IllegalArgumentException when it is not positive
     */
    public NodeIdentity {
        if (nodeId < 1) {
            throw new IllegalArgumentException("node id out of range: nodeId=" + nodeId + "; node ids begin at 1");
        }
    }
}
