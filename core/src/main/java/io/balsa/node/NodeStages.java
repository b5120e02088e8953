package io.balsa.node;

import io.balsa.client.ClientPort;
import io.balsa.client.EgressRing;
import io.balsa.client.IngressRing;
import io.balsa.codec.sbe.client.NodeRole;
import io.balsa.codec.sbe.client.StatusReplyEncoder;
import io.balsa.codec.sbe.client.SyncMode;
import io.balsa.consensus.Raft;
import io.balsa.consensus.RaftConfig;
import io.balsa.disk.Disk;
import io.balsa.disk.StorageIdentity;
import io.balsa.log.LogSyncAgent;
import io.balsa.log.SyncPolicy;
import io.balsa.network.NetworkCounter;
import io.balsa.network.NetworkCounters;
import io.balsa.network.NodeIdentity;
import io.balsa.network.PeerDispatcher;
import io.balsa.network.PeerPublisher;
import io.balsa.network.SnapshotPublisher;
import io.balsa.network.Transport;
import io.balsa.snapshot.SnapshotConfig;
import io.balsa.statemachine.ApplyAgent;
import io.balsa.statemachine.ReadQueue;
import io.balsa.statemachine.SessionTable;
import io.balsa.statemachine.StateMachine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.CompositeAgent;
import org.agrona.concurrent.IdleStrategy;

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
    /** As a status reply carries it. */
    private final byte[] dataDirectory;

    private final NodeStatus status = new NodeStatus();
    private final NodeCounters counters;
    private final Departure departure;
    private final Arrivals arrivals;
    private final NodeRecovery recovery;
    private final Raft raft;
    private final Administration administration;
    private final LogSyncAgent syncAgent;
    private final IdleStrategy syncIdleStrategy;
    private final ApplyAgent apply;
    private final SnapshotStage snapshots;
    private final StageRecorder stageTimes;
    private final Agent diskAgent;
    private final ClientPort clientPort;
    private final NetworkCounters networkCounters = new NetworkCounters();
    private final ConsensusAgent consensusAgent;

    private NodeStages(final Environment environment, final NodeConfig config, final StateMachine stateMachine) {
        this.config = config;
        dataDirectory = config.dataDirectory().toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
        counters = new NodeCounters(config.nodeId());
        departure = new Departure(config.getInt(NodeSetting.ELECTION_TICKS));
        stageTimes = StageRecorder.of(config, environment.clock());
        opened.push(stateMachine);
        opened.push(environment);
        try {
            recovery = closing(NodeRecovery.open(environment, config));
            arrivals = environment.arrivals();
            raft = new Raft(raftConfig(config, environment), recovery.recoveredState());
            recovery.forEachMembershipEntry(raft::onMembershipEntry);
            administration = new Administration(config.nodeId(), raft, recovery.log());
            opened.push(administration::close);
            syncAgent = new LogSyncAgent(
                    recovery.log(), recovery.hardState(), config.syncPolicy(), environment.clock(), arrivals::wakeUp);
            syncIdleStrategy = new SpinningIdle(
                    environment.clock(),
                    TimeUnit.MICROSECONDS.toNanos(config.get(NodeSetting.IDLE_SPIN_US)),
                    syncAgent.idleStrategy());

            final long gatewayId = environment.nextRandom();
            final IngressRing ingress = new IngressRing(config.getInt(NodeSetting.INGRESS_RING_BYTES));
            final EgressRing egress = new EgressRing(config.getInt(NodeSetting.EGRESS_RING_BYTES));
            final ReadQueue reads = new ReadQueue(
                    config.getInt(NodeSetting.READ_QUEUE_BYTES), config.getInt(NodeSetting.MAX_COMMAND_BYTES));
            apply = applyAgent(stateMachine, reads, egress, gatewayId);
            recovery.restore(apply);
            snapshots = new SnapshotStage(config, environment.clock(), recovery, raft, apply, egress, arrivals::wakeUp);
            diskAgent = diskAgent(environment.disk());
            final Transport transport = closing(environment.openTransport(
                    config,
                    new NodeIdentity(config.clusterId(), config.nodeId(), recovery.incarnation()),
                    new PeerDispatcher(raft, recovery.log(), snapshots.messages(), GROUP_ID, networkCounters),
                    maxMessageLength(),
                    networkCounters));
            snapshots.connect(new SnapshotPublisher(transport, GROUP_ID));
            clientPort = closing(environment.openClientPort(config, gatewayId, ingress, egress, this::fillStatus));
            consensusAgent = new ConsensusAgent(
                    config,
                    environment.clock(),
                    arrivals,
                    transport,
                    clientPort,
                    ingress,
                    new ClientRequests(config.nodeId(), raft, recovery.log(), reads, snapshots.requests(), egress),
                    administration,
                    raft,
                    router(transport, reads, egress),
                    syncAgent,
                    apply,
                    snapshots,
                    diskAgent,
                    stageTimes,
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
    static NodeStages open(final Environment environment, final NodeConfig config, final StateMachine stateMachine) {
        return new NodeStages(environment, config, stateMachine);
    }

    ConsensusAgent consensusAgent() {
        return consensusAgent;
    }

    Administration administration() {
        return administration;
    }

    Raft raft() {
        return raft;
    }

    NodeRecovery recovery() {
        return recovery;
    }

    LogSyncAgent syncAgent() {
        return syncAgent;
    }

    /** Returns what the thread that syncs idles with. */
    IdleStrategy syncIdleStrategy() {
        return syncIdleStrategy;
    }

    ApplyAgent apply() {
        return apply;
    }

    SnapshotStage snapshots() {
        return snapshots;
    }

    /** Returns what waits for the disk beside the syncs: snapshots, and stage times where they are recorded. */
    Agent diskAgent() {
        return diskAgent;
    }

    Arrivals arrivals() {
        return arrivals;
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

    private ApplyAgent applyAgent(
            final StateMachine stateMachine, final ReadQueue reads, final EgressRing egress, final long gatewayId) {
        return new ApplyAgent(
                recovery.log().newCursor(),
                stateMachine,
                new SessionTable(INITIAL_REPLY_BYTES),
                new MembershipApplier(config.nodeId(), raft, recovery, administration),
                reads,
                egress,
                gatewayId,
                config.getInt(NodeSetting.APPLY_BATCH),
                config.getInt(NodeSetting.MAX_RESPONSE_BYTES));
    }

    private OutputRouter router(final Transport transport, final ReadQueue reads, final EgressRing egress) {
        return new OutputRouter(
                recovery,
                syncAgent,
                new PeerPublisher(transport, recovery.log(), GROUP_ID, config.getInt(NodeSetting.APPEND_MAX_BYTES)),
                apply,
                reads,
                egress,
                snapshots,
                administration,
                counters,
                stageTimes);
    }

    private Agent diskAgent(final Disk disk) {
        if (!stageTimes.isOn()) {
            return snapshots.agent();
        }
        final StorageIdentity identity =
                new StorageIdentity(config.clusterId(), config.nodeId(), recovery.incarnation());
        final StageFileWriter writer = closing(
                StageFileWriter.create(disk, config.dataDirectory().resolve(StageFile.NAME), identity, stageTimes));
        return new CompositeAgent(snapshots.agent(), writer);
    }

    private int maxMessageLength() {
        return Math.max(
                PeerPublisher.maxMessageLength(
                        config.getInt(NodeSetting.APPEND_MAX_BYTES),
                        recovery.log().maxPayloadLength()),
                SnapshotPublisher.maxMessageLength(SnapshotConfig.MAX_CHUNK_LENGTH));
    }

    private static RaftConfig raftConfig(final NodeConfig config, final Environment environment) {
        return RaftConfig.builder(config.nodeId())
                .ticks(config.getInt(NodeSetting.ELECTION_TICKS), config.getInt(NodeSetting.HEARTBEAT_TICKS))
                .maxEntriesPerAppend(config.getInt(NodeSetting.APPEND_MAX_ENTRIES))
                .maxInflightAppends(config.getInt(NodeSetting.INFLIGHT_MAX))
                .maxUncommittedEntries(config.getInt(NodeSetting.UNCOMMITTED_MAX))
                .eagerCommit(config.isOn(NodeSetting.EAGER_COMMIT))
                .maxApplyAheadEntries(config.isOn(NodeSetting.APPLY_BEFORE_PERSIST) ? Integer.MAX_VALUE : 0)
                .quietStart(true)
                .firstReadId(1 + (environment.nextRandom() >>> 1 & 0xFF_FFFF_FFFFL))
                .seed(environment.nextRandom())
                .build();
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
                .slowSyncs(syncAgent.slowSyncCount())
                .slowSyncNs(syncAgent.slowSyncNs())
                .commands(apply.commandCount())
                .queries(apply.queryCount())
                .elections(counters.termsLed())
                .badPeerFrames(networkCounters.get(NetworkCounter.BAD_MESSAGES)
                        + networkCounters.get(NetworkCounter.BAD_HANDSHAKES))
                .badClientFrames(clientPort.counters().badFrames())
                .connections((int) clientPort.counters().connections())
                .role(NodeRole.get((short) raft.role().ordinal()))
                .syncMode(config.syncPolicy() == SyncPolicy.NEVER ? SyncMode.NEVER : SyncMode.EVERY_BATCH)
                .putDataDirectory(dataDirectory, 0, dataDirectory.length);
    }
}
