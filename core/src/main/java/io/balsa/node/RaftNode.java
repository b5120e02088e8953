package io.balsa.node;

import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.membership.MembershipChange;
import io.balsa.statemachine.StateMachine;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.jspecify.annotations.Nullable;

/**
 * One running member of a cluster: log, consensus, transport, client gateway and state machine, joined by a duty cycle.
 *
 * <pre>{@code
 * try (RaftNode node = RaftNode.launch(NodeConfig.fromProperties(properties), new MyStateMachine())) {
 *     node.awaitStop();
 * }
 * }</pre>
 *
 * <p>Threading: all methods may be called by any thread, but {@link #doWork}, which belongs to the one thread that steps the node in
 * {@link ThreadingMode#INVOKER}. Ownership: the node closes the state machine.
 *
 * <p>Errors: what keeps a node from starting is thrown by {@link #launch} in one line that says what to do. What stops it later
 * goes to the {@link FatalErrorPolicy}.
 */
public final class RaftNode implements AutoCloseable {
    private static final int CLOSE_TIMEOUT_MS = 5_000;

    private final NodeConfig config;
    private final NodeStages stages;
    private final FatalErrorPolicy fatalErrors;
    private final @Nullable AgentRunner dutyCycle;
    private final @Nullable AgentRunner syncCycle;
    private final @Nullable AgentRunner snapshotCycle;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private boolean closed;

    private RaftNode(final NodeConfig config, final NodeStages stages, final FatalErrorPolicy fatalErrors) {
        this.config = config;
        this.stages = stages;
        this.fatalErrors = fatalErrors;
        final boolean threaded = config.threadingMode() != ThreadingMode.INVOKER;
        final boolean ownDiskThreads = config.threadingMode() == ThreadingMode.SHARED;
        dutyCycle = threaded
                ? new AgentRunner(NoOpIdleStrategy.INSTANCE, this::onError, null, stages.consensusAgent())
                : null;
        syncCycle = ownDiskThreads
                ? new AgentRunner(stages.syncIdleStrategy(), this::onError, null, stages.syncAgent())
                : null;
        snapshotCycle = ownDiskThreads
                ? new AgentRunner(stages.snapshots().idleStrategy(), this::onError, null, stages.diskAgent())
                : null;
    }

    /** Starts a node that writes a fatal error to the event log and stops. */
    public static RaftNode launch(final NodeConfig config, final StateMachine stateMachine) {
        return launch(config, stateMachine, FatalErrorPolicy.log());
    }

    /**
     * Recovers the data directory, opens the ports and starts the agents.
     *
     * @param stateMachine empty: all committed entries are applied to it; closed with the node, also when the launch fails
     * @throws RuntimeException naming what keeps the node from starting and what to do: a directory of another node, a lock,
     *     damage, a port in use
     */
    public static RaftNode launch(
            final NodeConfig config, final StateMachine stateMachine, final FatalErrorPolicy fatalErrors) {
        return launch(new MachineEnvironment(), config, stateMachine, fatalErrors);
    }

    /**
     * Starts a node in an environment of the caller's.
     *
     * @param environment closed with the node, also when the launch fails
     */
    public static RaftNode launch(
            final Environment environment,
            final NodeConfig config,
            final StateMachine stateMachine,
            final FatalErrorPolicy fatalErrors) {
        final RaftNode node = new RaftNode(config, NodeStages.open(environment, config, stateMachine), fatalErrors);
        node.start();
        return node;
    }

    /** Returns the settings the node runs with. */
    public NodeConfig config() {
        return config;
    }

    /** Returns how the node is doing. */
    public NodeStatus status() {
        return stages.status();
    }

    /** Returns the highest index applied to the state machine. */
    public long appliedIndex() {
        return stages.apply().appliedIndex();
    }

    /**
     * Runs one duty cycle without waiting, in {@link ThreadingMode#INVOKER} only.
     *
     * @return how much was done; 0 when there was nothing to do
     */
    public int doWork() {
        if (dutyCycle != null) {
            throw new IllegalStateException("the node's own thread runs its duty cycle: threadingMode="
                    + config.threadingMode() + "; only INVOKER is stepped by the caller");
        }
        return stages.consensusAgent().doWork() + stages.consensusAgent().doDiskWork();
    }

    /** Returns what the node is made of, for those who step its agents one by one. */
    NodeStages stages() {
        return stages;
    }

    /**
     * Asks for other members. Nodes that are to join must be among the {@link NodeConfig#members} of all nodes, since that is where
     * addresses come from.
     *
     * @return completed, on the duty cycle's thread, with the membership once it has taken effect and, where the change went through a
     *     joint membership that the leader leaves by itself, that is left; or exceptionally with a {@link ChangeException}
     */
    public CompletableFuture<Membership> changeMembership(final MembershipChange change) {
        final CompletableFuture<Membership> done = stages.administration().changeMembership(change);
        stages.arrivals().wakeUp();
        return done;
    }

    /**
     * Asks to hand leadership to another voter.
     *
     * @return completed, on the duty cycle's thread, when the other leads; or exceptionally with a {@link ChangeException}
     */
    public CompletableFuture<Void> transferLeadership(final int targetId) {
        final CompletableFuture<Void> done = stages.administration().transferLeadership(targetId);
        stages.arrivals().wakeUp();
        return done;
    }

    /** Waits until the node has stopped, closed or by a fatal error. */
    public void awaitStop() throws InterruptedException {
        stopped.await();
    }

    /** Returns the fatal error that stopped the node, null when there was none. */
    public @Nullable Throwable failure() {
        return failure.get();
    }

    /**
     * Hands leadership over if the node holds it, stops the agents, makes the log durable, and closes ports and files. Further calls do
     * nothing.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (dutyCycle != null && failure.get() == null) {
            depart();
        }
        closeRunner(dutyCycle);
        closeRunner(syncCycle);
        closeRunner(snapshotCycle);
        stages.close();
        NodeEvents.closed(config.nodeId());
        stopped.countDown();
    }

    private void start() {
        final String name = "balsa-" + config.nodeId();
        if (syncCycle != null) {
            AgentRunner.startOnThread(syncCycle, task -> agentThread(task, name + "-sync"));
        }
        if (snapshotCycle != null) {
            AgentRunner.startOnThread(snapshotCycle, task -> agentThread(task, name + "-snapshot"));
        }
        if (dutyCycle != null) {
            AgentRunner.startOnThread(dutyCycle, task -> agentThread(task, name));
        }
    }

    private Thread agentThread(final Runnable task, final String name) {
        final Thread thread = new Thread(task, name);
        stages.status().onAgentThread(thread);
        return thread;
    }

    private void depart() {
        stages.departure().ask();
        stages.arrivals().wakeUp();
        try {
            stages.departure().await(CLOSE_TIMEOUT_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeRunner(final @Nullable AgentRunner runner) {
        if (runner != null) {
            runner.close(CLOSE_TIMEOUT_MS, thread -> {});
        }
    }

    /** Called by the agent that failed, on its thread, which ends after this. */
    private void onError(final Throwable error) {
        final Throwable reason =
                error instanceof AgentTerminationException && error.getCause() != null ? error.getCause() : error;
        if (failure.compareAndSet(null, reason)) {
            fatalErrors.onFatalError(config.nodeId(), reason);
            stopped.countDown();
        }
    }
}
