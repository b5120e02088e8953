package io.balsa.kv;

import io.balsa.client.ClientConfig;
import io.balsa.node.Member;
import io.balsa.node.NodeConfig;
import io.balsa.node.RaftNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.agrona.CloseHelper;

/** Nodes of the key-value store in this process, in a cluster's folder as {@code scripts/cluster} has it. */
final class InProcessNodes implements AutoCloseable {
    private final Path folder;
    private final long clusterId;
    private final List<Member> members;
    private final List<RaftNode> nodes = new ArrayList<>();

    /** Starts a node for each member. */
    InProcessNodes(final Path folder, final long clusterId, final int size) {
        this.folder = folder;
        this.clusterId = clusterId;
        members = onFreePorts(size);
        members.forEach(member -> nodes.add(RaftNode.launch(config(member), new KvStateMachine())));
    }

    private NodeConfig config(final Member self) {
        return NodeConfig.builder()
                .clusterId(clusterId)
                .nodeId(self.nodeId())
                .members(members.toArray(Member[]::new))
                .dataDirectory(dataDirectory(folder, self.nodeId()))
                .build();
    }

    static Path dataDirectory(final Path folder, final int nodeId) {
        return NodeProcess.dataDirectory(ClusterProcesses.nodeFolder(folder, nodeId));
    }

    List<Member> members() {
        return members;
    }

    RaftNode node(final int nodeId) {
        return nodes.get(nodeId - 1);
    }

    KvClient connect() {
        return KvClient.connect(ClientConfig.of(clientAddresses()));
    }

    String clientAddresses() {
        return members.stream().map(Member::clientAddress).collect(Collectors.joining(","));
    }

    /** Returns the leader's id, 0 when there is none. */
    int leaderId() {
        for (final RaftNode node : nodes) {
            if (node.status().leaderId() == node.config().nodeId()) {
                return node.config().nodeId();
            }
        }
        return 0;
    }

    @Override
    public void close() {
        CloseHelper.closeAll(nodes);
    }

    static List<Member> onFreePorts(final int size) {
        final List<ServerSocket> sockets = new ArrayList<>();
        try {
            final List<Member> members = new ArrayList<>();
            for (int nodeId = 1; nodeId <= size; nodeId++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
                final int peerPort = sockets.get(sockets.size() - 2).getLocalPort();
                final int clientPort = sockets.get(sockets.size() - 1).getLocalPort();
                members.add(new Member(nodeId, "127.0.0.1", peerPort, clientPort));
            }
            return members;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            CloseHelper.closeAll(sockets);
        }
    }
}
