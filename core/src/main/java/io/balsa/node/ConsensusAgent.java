package io.balsa.node;

import io.balsa.client.ClientPort;
import io.balsa.client.IngressRing;
import io.balsa.consensus.Raft;
import io.balsa.disk.StorageException;
import io.balsa.log.LogSyncAgent;
import io.balsa.network.Transport;
import io.balsa.statemachine.ApplyAgent;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.NanoClock;

/**
 * The duty cycle of a node: {@link #cycle} names the stages in the order in which data passes them.
 *
 * <p>A cycle takes in all that arrived, drains the core once, and sends all that follows: load makes batches, no timer does. A
 * cycle that found nothing to do makes the next one wait in the selector until something arrives, another thread hands over work,
 * or a tick is due, so that an idle node neither burns a core nor sleeps past a message. Where cores are to spare,
 * {@link NodeSetting#IDLE_SPIN_US} lets it look again for a while before it waits.
 *
 * <p>Threading: one thread. Errors: whatever a stage throws is final; the agent ends with {@link AgentTerminationException}.
 */
final class ConsensusAgent implements Agent {
    private final NanoClock clock;
    private final Arrivals arrivals;
    private final Transport transport;
    private final ClientPort clientPort;
    private final IngressRing ingress;
    private final ClientRequests requests;
    private final Administration administration;
    private final Raft raft;
    private final OutputRouter router;
    private final LogSyncAgent sync;
    private final ApplyAgent apply;
    private final SnapshotStage snapshots;
    private final Agent diskAgent;
    private final StageRecorder stageTimes;
    private final NodeRecovery recovery;
    private final NodeStatus status;
    private final Departure departure;
    private final TickSource ticks;
    private final int nodeId;
    private final int ingressBatch;
    private final long syncStallNs;
    private final boolean worksInline;
    private final boolean waitsWhenIdle;
    private final long spinNs;

    private long persistedSequence;
    private boolean idle;
    private long idleSinceNs;

    ConsensusAgent(
            final NodeConfig config,
            final NanoClock clock,
            final Arrivals arrivals,
            final Transport transport,
            final ClientPort clientPort,
            final IngressRing ingress,
            final ClientRequests requests,
            final Administration administration,
            final Raft raft,
            final OutputRouter router,
            final LogSyncAgent sync,
            final ApplyAgent apply,
            final SnapshotStage snapshots,
            final Agent diskAgent,
            final StageRecorder stageTimes,
            final NodeRecovery recovery,
            final NodeStatus status,
            final Departure departure) {
        this.clock = clock;
        this.arrivals = arrivals;
        this.transport = transport;
        this.clientPort = clientPort;
        this.ingress = ingress;
        this.requests = requests;
        this.administration = administration;
        this.raft = raft;
        this.router = router;
        this.sync = sync;
        this.apply = apply;
        this.snapshots = snapshots;
        this.diskAgent = diskAgent;
        this.stageTimes = stageTimes;
        this.recovery = recovery;
        nodeId = config.nodeId();
        syncStallNs = TimeUnit.MILLISECONDS.toNanos(config.get(NodeSetting.SYNC_STALL_MS));
        this.status = status;
        this.departure = departure;
        ticks = new TickSource(TimeUnit.MILLISECONDS.toNanos(config.get(NodeSetting.TICK_MS)), clock.nanoTime());
        ingressBatch = config.getInt(NodeSetting.INGRESS_BATCH);
        worksInline = config.threadingMode() == ThreadingMode.SHARED_INLINE_SYNC;
        waitsWhenIdle = config.threadingMode() != ThreadingMode.INVOKER;
        spinNs = TimeUnit.MICROSECONDS.toNanos(config.get(NodeSetting.IDLE_SPIN_US));
    }

    @Override
    public String roleName() {
        return "consensus";
    }

    @Override
    public int doWork() {
        try {
            final int workCount = cycle();
            noteIdle(workCount == 0);
            return workCount;
        } catch (final RuntimeException | Error e) {
            throw new AgentTerminationException(e);
        }
    }

    /** Returns how long until the next tick in nanoseconds, at least 0: until then there is nothing to do unless something arrives. */
    long untilNextTickNs() {
        return ticks.untilNextNs(clock.nanoTime());
    }

    private void noteIdle(final boolean nothingDone) {
        if (nothingDone && !idle && spinNs > 0) {
            idleSinceNs = clock.nanoTime();
        }
        idle = nothingDone;
    }

    private int cycle() {
        int work = takeInArrivals();
        final long nowNs = clock.nanoTime();
        work += transport.doWork(nowNs);
        work += takeInRequests(nowNs);
        work += administration.doWork();
        work += takeInSyncs();
        work += takeInTime(nowNs);
        work += raft.drain(router) ? 1 : 0;
        // Not with the request: the followers, whose syncs a commit waits for, get the entries before this node's disk
        // does.
        sync.wake();
        work += apply.doWork();
        stageTimes.reach(CommandStage.APPLIED, apply.appliedIndex());
        work += snapshots.doWork();
        work += clientPort.doWork(nowNs);
        stageTimes.reach(CommandStage.ANSWERED, apply.appliedIndex());
        if (worksInline) {
            work += doDiskWork();
        }
        status.update(raft);
        return work;
    }

    /** Waits first if the last cycle found nothing to do and no other thread has left work since. */
    private int takeInArrivals() {
        if (!idle || !waitsWhenIdle || spins()) {
            return arrivals.poll();
        }
        arrivals.prepareToWait();
        if (sync.completedSequence() != persistedSequence
                || departure.isAsked()
                || snapshots.isPending()
                || administration.isPending()) {
            arrivals.cancelWait();
            return arrivals.poll();
        }
        return arrivals.await(untilNextTickNs());
    }

    private int takeInRequests(final long nowNs) {
        final long lastIndex = raft.lastIndex();
        final int taken = ingress.poll(requests, ingressBatch);
        stageTimes.begin(lastIndex + 1, raft.lastIndex(), nowNs);
        return taken;
    }

    /** Tells whether it is too early to wait. A wait that brought nothing is followed by another one, not by more spinning. */
    private boolean spins() {
        return spinNs > 0 && clock.nanoTime() - idleSinceNs < spinNs;
    }

    private int takeInSyncs() {
        final Throwable failure = sync.failure();
        if (failure != null) {
            throw new SyncFailedException(failure);
        }
        final long completed = sync.completedSequence();
        if (completed == persistedSequence) {
            return 0;
        }
        persistedSequence = completed;
        raft.onPersisted(completed);
        stageTimes.reach(CommandStage.DURABLE, raft.status().persistedIndex());
        return 1;
    }

    private int takeInTime(final long nowNs) {
        if (!ticks.take(nowNs)) {
            return 0;
        }
        raft.tick();
        departure.tick(raft, requests);
        recovery.noteDurable(Math.min(raft.commitIndex(), raft.status().persistedIndex()));
        stepDownWhenSyncStalls(nowNs);
        return 1;
    }

    /** A leader whose disk does not answer holds up the whole group; another one may have a better disk. */
    private void stepDownWhenSyncStalls(final long nowNs) {
        final long startedNs = sync.syncStartNs();
        if (syncStallNs > 0 && startedNs != 0 && nowNs - startedNs > syncStallNs && raft.isLeader()) {
            NodeEvents.syncStalled(nodeId, TimeUnit.NANOSECONDS.toMillis(nowNs - startedNs));
            raft.stepDown();
        }
    }

    /** Does what waits for the disk, where no other thread does. */
    int doDiskWork() {
        try {
            return sync.doWork() + diskAgent.doWork();
        } catch (final Exception e) {
            throw new IllegalStateException("the disk cannot be worked on: " + e.getMessage(), e);
        }
    }

    /** The log could not be made durable; this is final. */
    private static final class SyncFailedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SyncFailedException(final Throwable cause) {
            super(
                    "the log could not be made durable, so nothing can be acknowledged any more: "
                            + (cause instanceof StorageException ? cause.getMessage() : cause),
                    cause);
        }
    }
}
