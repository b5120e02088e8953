package io.balsa.node;

import io.balsa.client.ClientGateway;
import io.balsa.client.EgressRing;
import io.balsa.client.GatewayConfig;
import io.balsa.client.IngressRing;
import io.balsa.codec.sbe.client.NodeRole;
import io.balsa.codec.sbe.client.StatusReplyEncoder;
import io.balsa.codec.sbe.client.SyncMode;
import io.balsa.consensus.Raft;
import io.balsa.consensus.RaftConfig;
import io.balsa.disk.Disk;
import io.balsa.log.LogSyncAgent;
import io.balsa.log.SyncPolicy;
import io.balsa.network.NetworkCounter;
import io.balsa.network.NetworkCounters;
import io.balsa.network.NodeIdentity;
import io.balsa.network.PeerAddress;
import io.balsa.network.PeerDispatcher;
import io.balsa.network.PeerPublisher;
import io.balsa.network.SnapshotPublisher;
import io.balsa.network.Transport;
import io.balsa.network.tcp.TcpSettings;
import io.balsa.network.tcp.TcpTransport;
import io.balsa.snapshot.SnapshotConfig;
import io.balsa.statemachine.ApplyAgent;
import io.balsa.statemachine.ReadQueue;
import io.balsa.statemachine.SessionTable;
import io.balsa.statemachine.StateMachine;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.agrona.CloseHelper;
import org.agrona.concurrent.SystemNanoClock;

/**
 * The stages of a node, made in the order in which they need each other, and closed in the reverse order.
 *
 * <p>Threading: one owner; the agents it makes are each run by one thread, see {@link ThreadingMode}.
 */
final class NodeStages implements AutoCloseable {
    /** The one Raft group of a node; messages carry it so that more can share a process. */
    private static final int GROUP_ID = 0;
    /** Replies kept for retries, before the table grows. */
    private static final long INITIAL_REPLY_BYTES = 1 << 20;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final NodeConfig config;
    private final NodeStatus status = new NodeStatus();
    private final NodeCounters counters;
    private final Departure departure;
    private final Sockets sockets;
    private final NodeRecovery recovery;
    private final Raft raft;
    private final LogSyncAgent syncAgent;
    private final ApplyAgent apply;
    private final SnapshotStage snapshots;
    private final ClientGateway gateway;
    private final NetworkCounters networkCounters = new NetworkCounters();
    private final ConsensusAgent consensusAgent;

    private NodeStages(final Disk disk, final NodeConfig config, final StateMachine stateMachine) {
        this.config = config;
        counters = new NodeCounters(config.nodeId());
        departure = new Departure(config.getInt(NodeSetting.ELECTION_TICKS));
        opened.push(stateMachine);
        try {
            recovery = closing(NodeRecovery.open(disk, config));
            sockets = closing(new Sockets());
            raft = new Raft(raftConfig(config), recovery.recoveredState());
            recovery.forEachMembershipEntry(raft::onMembershipEntry);
            syncAgent = new LogSyncAgent(recovery.log(), recovery.hardState(), config.syncPolicy(), sockets::wakeUp);

            final long gatewayId = new SecureRandom().nextLong();
            final IngressRing ingress = new IngressRing(config.getInt(NodeSetting.INGRESS_RING_BYTES));
            final EgressRing egress = new EgressRing(config.getInt(NodeSetting.EGRESS_RING_BYTES));
            final ReadQueue reads = new ReadQueue(
                    config.getInt(NodeSetting.READ_QUEUE_BYTES), config.getInt(NodeSetting.MAX_COMMAND_BYTES));
            apply = new ApplyAgent(
                    recovery.log().newCursor(),
                    stateMachine,
                    new SessionTable(INITIAL_REPLY_BYTES),
                    new MembershipApplier(config.nodeId(), raft),
                    reads,
                    egress,
                    gatewayId,
                    config.getInt(NodeSetting.APPLY_BATCH),
                    config.getInt(NodeSetting.MAX_RESPONSE_BYTES));
            recovery.restore(apply);
            snapshots =
                    new SnapshotStage(config, SystemNanoClock.INSTANCE, recovery, raft, apply, egress, sockets::wakeUp);
            final Transport transport = closing(openTransport());
            snapshots.connect(new SnapshotPublisher(transport, GROUP_ID));
            gateway = closing(new ClientGateway(
                    sockets.selector(), gatewayConfig(config, gatewayId), ingress, egress, this::fillStatus));
            final OutputRouter router = new OutputRouter(
                    recovery,
                    syncAgent,
                    new PeerPublisher(transport, recovery.log(), GROUP_ID, config.getInt(NodeSetting.APPEND_MAX_BYTES)),
                    apply,
                    reads,
                    egress,
                    snapshots,
                    counters);
            consensusAgent = new ConsensusAgent(
                    config,
                    SystemNanoClock.INSTANCE,
                    sockets,
                    transport,
                    gateway,
                    ingress,
                    new ClientRequests(config.nodeId(), raft, recovery.log(), reads, snapshots.requests(), egress),
                    raft,
                    router,
                    syncAgent,
                    apply,
                    snapshots,
                    recovery,
                    status,
                    departure);
        } catch (final RuntimeException | Error e) {
            CloseHelper.quietCloseAll(opened);
            throw e;
        }
    }

    /**
     * Makes a node of its settings.
     *
     * @param stateMachine closed with the stages, also when they cannot be made
     */
    static NodeStages open(final Disk disk, final NodeConfig config, final StateMachine stateMachine) {
        return new NodeStages(disk, config, stateMachine);
    }

    ConsensusAgent consensusAgent() {
        return consensusAgent;
    }

    LogSyncAgent syncAgent() {
        return syncAgent;
    }

    ApplyAgent apply() {
        return apply;
    }

    SnapshotStage snapshots() {
        return snapshots;
    }

    Sockets sockets() {
        return sockets;
    }

    Departure departure() {
        return departure;
    }

    NodeStatus status() {
        return status;
    }

    NodeCounters counters() {
        return counters;
    }

    /** Closes what was made, newest first; the log is made durable on the way unless it failed before. */
    @Override
    public void close() {
        CloseHelper.closeAll(opened);
        opened.clear();
    }

    private <T extends AutoCloseable> T closing(final T resource) {
        opened.push(resource);
        return resource;
    }

    private Transport openTransport() {
        final List<PeerAddress> peers = config.members().stream()
                .map(member -> new PeerAddress(member.nodeId(), member.host(), member.peerPort()))
                .toList();
        final int maxMessageLength = Math.max(
                PeerPublisher.maxMessageLength(
                        config.getInt(NodeSetting.APPEND_MAX_BYTES),
                        recovery.log().maxPayloadLength()),
                SnapshotPublisher.maxMessageLength(SnapshotConfig.MAX_CHUNK_LENGTH));
        return new TcpTransport(
                sockets.selector(),
                new NodeIdentity(config.clusterId(), config.nodeId(), recovery.incarnation()),
                new InetSocketAddress(config.self().host(), config.self().peerPort()),
                peers,
                new PeerDispatcher(raft, recovery.log(), snapshots.messages(), GROUP_ID, networkCounters),
                TcpSettings.forMessagesUpTo(maxMessageLength)
                        .withBuffers(
                                Math.max(config.getInt(NodeSetting.PEER_QUEUE_BYTES), maxMessageLength),
                                Math.max(config.getInt(NodeSetting.PEER_RECEIVE_BYTES), maxMessageLength)),
                networkCounters);
    }

    private static RaftConfig raftConfig(final NodeConfig config) {
        return RaftConfig.builder(config.nodeId())
                .ticks(config.getInt(NodeSetting.ELECTION_TICKS), config.getInt(NodeSetting.HEARTBEAT_TICKS))
                .maxEntriesPerAppend(config.getInt(NodeSetting.APPEND_MAX_ENTRIES))
                .maxInflightAppends(config.getInt(NodeSetting.INFLIGHT_MAX))
                .maxUncommittedEntries(config.getInt(NodeSetting.UNCOMMITTED_MAX))
                .eagerCommit(config.isOn(NodeSetting.EAGER_COMMIT))
                .maxApplyAheadEntries(config.isOn(NodeSetting.APPLY_BEFORE_PERSIST) ? Integer.MAX_VALUE : 0)
                .quietStart(true)
                .firstReadId(1 + (new SecureRandom().nextLong() >>> 1 & 0xFF_FFFF_FFFFL))
                .seed(new SecureRandom().nextLong())
                .build();
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

    private void fillStatus(final StatusReplyEncoder reply) {
        reply.leaderId(raft.leaderId())
                .term(raft.term())
                .firstIndex(recovery.log().firstIndex())
                .lastIndex(raft.lastIndex())
                .commitIndex(raft.commitIndex())
                .appliedIndex(apply.appliedIndex())
                .snapshotIndex(snapshots.newestIndex())
                .processId(ProcessHandle.current().pid())
                .uptimeMs(status.uptimeMs())
                .cpuNs(status.cpuNs())
                .allocatedBytes(status.allocatedBytes())
                .gcCount(status.gcCount())
                .syncs(syncAgent.syncCount())
                .commands(apply.commandCount())
                .queries(apply.queryCount())
                .elections(counters.termsLed())
                .badPeerFrames(networkCounters.get(NetworkCounter.BAD_MESSAGES)
                        + networkCounters.get(NetworkCounter.BAD_HANDSHAKES))
                .badClientFrames(gateway.counters().badFrames())
                .connections((int) gateway.counters().connections())
                .role(NodeRole.get((short) raft.role().ordinal()))
                .syncMode(config.syncPolicy() == SyncPolicy.NEVER ? SyncMode.NEVER : SyncMode.EVERY_BATCH)
                .dataDirectory(config.dataDirectory().toAbsolutePath().toString());
    }
}
