package io.balsa.node;

import io.balsa.client.EgressRing;
import io.balsa.consensus.Raft;
import io.balsa.network.SnapshotMessageHandler;
import io.balsa.network.SnapshotPublisher;
import io.balsa.snapshot.SnapshotConfig;
import io.balsa.snapshot.SnapshotStore;
import io.balsa.statemachine.ApplyAgent;
import io.balsa.statemachine.SnapshotAgent;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.CompositeAgent;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

/**
 * Everything of a node that has to do with snapshots, joined: one half works in the consensus duty cycle, the other, which waits for
 * the disk, on a thread of its own.
 *
 * <pre>
 *   consensus thread                          snapshot thread
 *   SnapshotKeeper    -- state as of now -->  SnapshotAgent       writes it, at a pace
 *   SnapshotExchange  -- SnapshotRing ----->  SnapshotTransfer    sends and receives files
 *                     <---- SnapshotRing --
 * </pre>
 *
 * <p>Threading: as the picture says.
 */
final class SnapshotStage {
    private final SnapshotAgent writer;
    private final SnapshotTransfer transfer;
    private final SnapshotExchange exchange;
    private final SnapshotKeeper keeper;
    private final SnapshotRequests requests;
    private final Agent agent;
    private final ParkingIdle idleStrategy;

    SnapshotStage(
            final NodeConfig config,
            final NanoClock clock,
            final NodeRecovery recovery,
            final Raft raft,
            final ApplyAgent apply,
            final EgressRing egress,
            final Runnable wakeConsensus) {
        final SnapshotStore store = recovery.snapshots();
        final SnapshotRing in = new SnapshotRing(SnapshotConfig.MAX_CHUNK_LENGTH);
        final SnapshotRing out = new SnapshotRing(SnapshotConfig.MAX_CHUNK_LENGTH);
        writer = new SnapshotAgent(store, wakeConsensus);
        transfer = new SnapshotTransfer(config, clock, store, in, out, wakeConsensus);
        final PacedSnapshotAgent paced =
                new PacedSnapshotAgent(writer, clock, config.get(NodeSetting.SNAPSHOT_WRITE_BYTES));
        idleStrategy = new ParkingIdle(() -> transfer.isUnderWay() || paced.isWaiting());
        exchange = new SnapshotExchange(raft, store, in, out, idleStrategy::wake);
        keeper = new SnapshotKeeper(config, raft, recovery.log(), store, apply, writer, idleStrategy::wake);
        requests = new SnapshotRequests(apply, keeper, egress);
        agent = new CompositeAgent(transfer, paced);
    }

    /** Returns where messages of other nodes go. */
    SnapshotMessageHandler messages() {
        return exchange;
    }

    /** Names the way to other nodes, before the first duty cycle. */
    void connect(final SnapshotPublisher peers) {
        exchange.connect(peers, keeper::install, () -> keeper.want(0));
    }

    /**
     * Offers the newest snapshot to a member; where it does not reach far enough, another one is taken.
     *
     * @return its index, or 0
     */
    long offer(final int peerId, final long term, final long minIndex) {
        final long index = exchange.offer(peerId, term, minIndex);
        if (index == 0) {
            keeper.want(minIndex);
        }
        return index;
    }

    /** Returns where clients' requests for a snapshot wait. */
    SnapshotRequests requests() {
        return requests;
    }

    /** Returns the index of the newest snapshot, 0 before the first. */
    long newestIndex() {
        return keeper.newestIndex();
    }

    /** Does the consensus thread's part. */
    int doWork() {
        return exchange.doWork() + requests.doWork() + keeper.doWork();
    }

    /** Tells whether the snapshot thread left something to do. */
    boolean isPending() {
        return exchange.isPending() || keeper.isPending();
    }

    /** Returns what the snapshot thread runs. */
    Agent agent() {
        return agent;
    }

    /** Returns what the snapshot thread idles with. */
    IdleStrategy idleStrategy() {
        return idleStrategy;
    }
}
