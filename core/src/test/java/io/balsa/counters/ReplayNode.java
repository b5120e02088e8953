package io.balsa.counters;

import io.balsa.node.Environment;
import io.balsa.node.NodeConfig;
import io.balsa.node.SteppedNode;
import io.balsa.simulation.SimScheduler;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs one node's agents in simulated time: its duty cycle when something has arrived, its syncs beside it. The meter runs while they
 * do.
 *
 * <p>Threading: one thread.
 */
final class ReplayNode {
    private static final long CYCLES_NS = 20_000;
    private static final long LEAST_SYNC_NS = 200_000;
    private static final int SYNC_JITTER_NS = 100_000;
    /** The thread of the log looks up now and then though nothing is asked of it. */
    private static final int TICKS_PER_LOOK = 10;

    private final SimScheduler scheduler;
    private final SplittableRandom random;
    private final Counts counts;
    private final Runnable step = this::step;
    private final Runnable sync = this::sync;
    private final Runnable tick = this::onTick;
    private @Nullable SteppedNode node;
    private @Nullable IntSupplier cycle;
    private @Nullable IntSupplier syncWork;
    private boolean stepPlanned;
    private boolean syncPlanned;
    private boolean tickPlanned;
    private long ticks;
    private long busyUntilNs;

    ReplayNode(final SimScheduler scheduler, final SplittableRandom random, final Counts counts) {
        this.scheduler = scheduler;
        this.random = random;
        this.counts = counts;
    }

    void start(final Environment environment, final NodeConfig config) {
        final SteppedNode started = SteppedNode.launch(environment, config, new FixedReplies());
        node = started;
        cycle = started::doConsensusWork;
        syncWork = started::doSyncWork;
        wakeUp();
    }

    /** There is something for the node to do. */
    void wakeUp() {
        if (!stepPlanned && node != null) {
            stepPlanned = true;
            final boolean inAgent = Meter.stop();
            scheduler.at(busyUntilNs, step);
            Meter.goOn(inAgent);
        }
    }

    private static int metered(final @Nullable IntSupplier work) {
        Meter.start();
        final int count = Objects.requireNonNull(work).getAsInt();
        Meter.stop();
        return count;
    }

    private void step() {
        stepPlanned = false;
        do {
            counts.add(Counter.CYCLES, 1);
        } while (metered(cycle) > 0);
        busyUntilNs = scheduler.nowNs() + CYCLES_NS;
        final SteppedNode running = Objects.requireNonNull(node);
        if (running.isSyncRequested()) {
            planSync();
        }
        if (!tickPlanned) {
            tickPlanned = true;
            scheduler.after(running.untilNextTickNs() + 1, tick);
        }
    }

    private void planSync() {
        if (!syncPlanned) {
            syncPlanned = true;
            scheduler.after(LEAST_SYNC_NS + random.nextInt(SYNC_JITTER_NS), sync);
        }
    }

    private void sync() {
        syncPlanned = false;
        while (metered(syncWork) > 0) {
            // One step after another, until there is none.
        }
        wakeUp();
    }

    private void onTick() {
        tickPlanned = false;
        wakeUp();
        if (++ticks % TICKS_PER_LOOK == 0) {
            planSync();
        }
    }

    /** The replay is over. */
    void close() {
        Objects.requireNonNull(node).node().close();
    }
}
