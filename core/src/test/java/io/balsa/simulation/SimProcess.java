package io.balsa.simulation;

import io.balsa.node.NodeConfig;
import io.balsa.node.SteppedNode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One life of a node, from its start until it stops: runs its duty cycle when there is something to do for it, and the work of its
 * disk beside it.
 *
 * <p>Threading: one thread.
 */
final class SimProcess {
    private static final int MOST_CYCLES = 64;
    private static final int TICKS_PER_LOOK = 10;
    private static final long STEP_NS = 20_000;
    private static final long SNAPSHOT_STEP_NS = 200_000;

    private final SimScheduler scheduler;
    private final SimMachine machine;
    private final NodeWatch watch;
    private final Runnable step = this::step;
    private final Runnable sync = this::sync;
    private final Runnable workOnSnapshots = this::workOnSnapshots;
    private final Runnable tick = this::onTick;
    private @Nullable SteppedNode node;
    private boolean stepPlanned;
    private boolean syncPlanned;
    private boolean snapshotPlanned;
    private boolean tickPlanned;
    private boolean ended;
    private boolean paused;
    private long ticks;
    private long busyUntilNs;

    SimProcess(final SimScheduler scheduler, final SimMachine machine, final NodeWatch watch) {
        this.scheduler = scheduler;
        this.machine = machine;
        this.watch = watch;
    }

    /** Starts the node; what keeps it from starting ends the process. */
    void start(final SimEnvironment environment, final NodeConfig config, final RegisterMachine stateMachine) {
        try {
            node = SteppedNode.launch(environment, config, stateMachine);
        } catch (final RuntimeException | Error e) {
            fail(e);
            return;
        }
        watch.onStart(node);
        wakeUp();
    }

    /** Returns the node, null while it has not started. */
    @Nullable
    SteppedNode node() {
        return node;
    }

    /** There is something for the node to do. */
    void wakeUp() {
        if (!stepPlanned && !ended && node != null) {
            stepPlanned = true;
            scheduler.at(busyUntilNs, step);
        }
    }

    /** Stops the process where it is, or lets it go on. */
    void pause(final boolean on) {
        paused = on;
        if (!on) {
            wakeUp();
        }
    }

    /** The process is gone; nothing of it happens any more. */
    void end() {
        ended = true;
    }

    /** The process ends in good order. */
    void close() {
        ended = true;
        if (node != null) {
            node.node().close();
        }
    }

    private void step() {
        stepPlanned = false;
        if (ended || paused) {
            return;
        }
        final SteppedNode running = Objects.requireNonNull(node);
        try {
            int cycles = 1;
            while (running.doConsensusWork() > 0 && cycles < MOST_CYCLES) {
                cycles++;
            }
            busyUntilNs = scheduler.nowNs() + machine.slowed(STEP_NS);
            if (cycles == MOST_CYCLES) {
                wakeUp();
            }
            watch.look(running);
        } catch (final RuntimeException | Error e) {
            fail(e);
            return;
        }
        planSync(running);
        planTick(running);
    }

    private void planSync(final SteppedNode running) {
        if (!syncPlanned && running.isSyncRequested()) {
            syncPlanned = true;
            scheduler.after(machine.syncNs(), sync);
        }
    }

    private void sync() {
        syncPlanned = false;
        if (ended) {
            return;
        }
        final SteppedNode running = Objects.requireNonNull(node);
        try {
            while (running.doSyncWork() > 0) {
                // One step after another, until there is none.
            }
        } catch (final RuntimeException | Error e) {
            fail(e);
            return;
        }
        wakeUp();
    }

    private void planTick(final SteppedNode running) {
        if (!tickPlanned) {
            tickPlanned = true;
            scheduler.after(machine.clock().untilPassed(running.untilNextTickNs()), tick);
        }
    }

    private void onTick() {
        tickPlanned = false;
        if (!ended && !paused) {
            wakeUp();
            planSnapshotWork();
            // The thread of the log looks up now and then though nothing is asked of it.
            if (++ticks % TICKS_PER_LOOK == 0 && !syncPlanned) {
                syncPlanned = true;
                scheduler.after(machine.syncNs(), sync);
            }
        }
    }

    private void planSnapshotWork() {
        if (!snapshotPlanned) {
            snapshotPlanned = true;
            scheduler.after(machine.slowed(SNAPSHOT_STEP_NS), workOnSnapshots);
        }
    }

    private void workOnSnapshots() {
        snapshotPlanned = false;
        if (ended || paused) {
            return;
        }
        try {
            if (Objects.requireNonNull(node).doSnapshotWork() > 0) {
                planSnapshotWork();
            }
        } catch (final Exception | Error e) {
            fail(e);
        }
    }

    private void fail(final Throwable reason) {
        if (!ended) {
            ended = true;
            machine.onFailed(this, reason);
        }
    }
}
