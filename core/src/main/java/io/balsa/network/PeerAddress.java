package io.balsa.network;

/**
 * Where a member of the cluster is reached by the others.
 *
 * @param nodeId from 1
 * @param host name or literal address; a name is looked up anew for every connection
 * @param port 1 to 65535
 */
public record PeerAddress(int nodeId, String host, int port) {
    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException naming the part that is out of range
     */
    public PeerAddress {
        if (nodeId < 1) {
            throw new IllegalArgumentException("node id out of range: nodeId=" + nodeId + "; node ids begin at 1");
        }
        if (host.isBlank()) {
            throw new IllegalArgumentException("no host given: nodeId=" + nodeId);
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                    "port out of range: nodeId=" + nodeId + ", port=" + port + "; ports are 1 to 65535");
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
