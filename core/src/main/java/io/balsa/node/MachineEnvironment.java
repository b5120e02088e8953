package io.balsa.node;

import io.balsa.client.ClientGateway;
import io.balsa.client.ClientPort;
import io.balsa.client.EgressRing;
import io.balsa.client.GatewayConfig;
import io.balsa.client.IngressRing;
import io.balsa.client.StatusSource;
import io.balsa.disk.Disk;
import io.balsa.disk.FileDisk;
import io.balsa.network.FrameHandler;
import io.balsa.network.NetworkCounters;
import io.balsa.network.NodeIdentity;
import io.balsa.network.PeerAddress;
import io.balsa.network.Transport;
import io.balsa.network.tcp.TcpSettings;
import io.balsa.network.tcp.TcpTransport;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/** The machine's own file system, clock and network: one selector for peers and clients. */
final class MachineEnvironment implements Environment {
    private final Disk disk;
    private final NanoClock clock;
    private final SecureRandom random = new SecureRandom();
    private final Sockets sockets = new Sockets();

    MachineEnvironment() {
        this(new FileDisk(), SystemNanoClock.INSTANCE);
    }

    MachineEnvironment(final Disk disk, final NanoClock clock) {
        this.disk = disk;
        this.clock = clock;
    }

    @Override
    public Disk disk() {
        return disk;
    }

    @Override
    public NanoClock clock() {
        return clock;
    }

    @Override
    public long nextRandom() {
        return random.nextLong();
    }

    @Override
    public Arrivals arrivals() {
        return sockets;
    }

    @Override
    public Transport openTransport(
            final NodeConfig config,
            final NodeIdentity identity,
            final FrameHandler handler,
            final int maxMessageLength,
            final NetworkCounters counters) {
        final List<PeerAddress> peers = config.members().stream()
                .map(member -> new PeerAddress(member.nodeId(), member.host(), member.peerPort()))
                .toList();
        return new TcpTransport(
                sockets.selector(),
                identity,
                new InetSocketAddress(config.self().host(), config.self().peerPort()),
                peers,
                handler,
                TcpSettings.forMessagesUpTo(maxMessageLength)
                        .withBuffers(
                                Math.max(config.getInt(NodeSetting.PEER_QUEUE_BYTES), maxMessageLength),
                                Math.max(config.getInt(NodeSetting.PEER_RECEIVE_BYTES), maxMessageLength)),
                counters);
    }

    @Override
    public ClientPort openClientPort(
            final NodeConfig config,
            final long gatewayId,
            final IngressRing ingress,
            final EgressRing egress,
            final StatusSource status) {
        return new ClientGateway(sockets.selector(), gatewayConfig(config, gatewayId), ingress, egress, status);
    }

    @Override
    public void close() {
        sockets.close();
    }

    private static GatewayConfig gatewayConfig(final NodeConfig config, final long gatewayId) {
        final Member self = config.self();
        final GatewayConfig.Builder builder = GatewayConfig.builder(
                        new InetSocketAddress(self.host(), self.clientPort()),
                        config.clusterId(),
                        config.nodeId(),
                        gatewayId)
                .maxConnections(config.getInt(NodeSetting.MAX_CONNECTIONS))
                .maxCommandBytes(config.getInt(NodeSetting.MAX_COMMAND_BYTES))
                .maxResponseBytes(config.getInt(NodeSetting.MAX_RESPONSE_BYTES))
                .connectionBufferBytes(config.getInt(NodeSetting.CONNECTION_BUFFER_BYTES))
                .sessionWindow(config.getInt(NodeSetting.SESSION_WINDOW))
                .maxSessions(config.getInt(NodeSetting.MAX_SESSIONS))
                .idleTimeoutMs(config.get(NodeSetting.CLIENT_IDLE_MS));
        for (final Member member : config.members()) {
            builder.clientAddress(member.nodeId(), member.clientAddress());
        }
        return builder.build();
    }
}
