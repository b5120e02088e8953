package io.balsa.node;

import io.balsa.consensus.RaftStatus;
import io.balsa.log.LogStore;
import io.balsa.statemachine.StateMachine;

/**
 * A node whose agents a simulator steps one by one, and into which it looks: the syncs of the log and the work on snapshots take their
 * time beside the duty cycle, as they do on threads of their own.
 *
 * <p>Threading: one thread.
 */
public final class SteppedNode {
    private final RaftNode node;

    private SteppedNode(final RaftNode node) {
        this.node = node;
    }

    /** Starts a node; see {@link RaftNode#launch}. */
    public static SteppedNode launch(
            final Environment environment, final NodeConfig config, final StateMachine stateMachine) {
        return new SteppedNode(RaftNode.launch(environment, config, stateMachine, FatalErrorPolicy.log()));
    }

    /** Returns the node. */
    public RaftNode node() {
        return node;
    }

    /** Runs one duty cycle. */
    public int doConsensusWork() {
        return node.stages().consensusAgent().doWork();
    }

    /** Tells whether a sync is waited for. */
    public boolean isSyncRequested() {
        return node.stages().syncAgent().isRequested();
    }

    /** Syncs what is to be synced, and does a step of the log's other work. */
    public int doSyncWork() {
        return node.stages().syncAgent().doWork();
    }

    /** Does a step of what there is to do about snapshots and stage times. */
    public int doSnapshotWork() throws Exception {
        return node.stages().diskAgent().doWork();
    }

    /** Returns how long until the next tick, by the node's clock, in nanoseconds. */
    public long untilNextTickNs() {
        return node.stages().consensusAgent().untilNextTickNs();
    }

    /** Returns what can be seen of the core. */
    public RaftStatus raft() {
        return node.stages().raft().status();
    }

    /** Returns the node's log, to read entries with {@link LogStore#map}, which changes nothing. */
    public LogStore log() {
        return node.stages().recovery().log();
    }

    /** Returns the highest index applied. */
    public long appliedIndex() {
        return node.stages().apply().appliedIndex();
    }

    /** Returns the number of open client sessions. */
    public int sessionCount() {
        return node.stages().apply().sessionCount();
    }

    /** Returns a hash of all replicated state: sessions and state machine. */
    public long stateHash() {
        return node.stages().apply().stateHash();
    }
}
