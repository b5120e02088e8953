package io.balsa.log;

import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Makes hard state and log durable beside the consensus thread: group commit, since whatever is requested while a force runs is
 * covered by the next one.
 *
 * <p>The hard state is forced before the log. The other way round, a crash between the two could leave entries of a term that
 * the node does not know: it would then grant a vote, or follow a leader, of a term below that of its own log.
 *
 * <p>Thread protocol. Assumptions: one thread, the consensus thread, calls {@link #request}, and {@link #wake} some time after; one
 * thread, which may be the same, calls {@link #doWork} and idles with {@link #idleStrategy()}. Guarantees:
 *
 * <ul>
 *   <li>everything stored and appended before {@code request(n)} is durable, as {@link SyncPolicy} defines it, before
 *       {@link #completedSequence()} is {@code n} or more; after that the wake-up runs;
 *   <li>no request that a {@code wake} followed is slept through: the idle thread announces itself before it looks for a request a last time, and the
 *       requester looks for an announced thread after it has stored the request, all with volatile order;
 *   <li>a request costs a volatile store, a wake-up two volatile loads, and a system call only when the thread is parked.
 * </ul>
 *
 * <p>A failure is final: the sequence never rises again, {@link #failure()} says why, the wake-up runs, and nothing is tried a
 * second time, since a force that succeeds after one that failed proves nothing about the bytes of the first.
 */
public final class LogSyncAgent implements Agent {
    /** A sync that takes longer is slow: disks take a tenth of it, and many commands wait for one. */
    public static final long SLOW_SYNC_NS = 10_000_000L;

    /** A parked thread looks up this often, so that one that runs the agent can end. */
    private static final long LONGEST_PARK_NS = 100_000_000L;

    private final LogStore log;
    private final HardStateFile hardState;
    private final SyncPolicy policy;
    private final NanoClock clock;
    private final Runnable wakeup;
    private final IdleStrategy idleStrategy = new ParkUntilRequested();

    private volatile long requestedSequence;
    private volatile long completedSequence;
    private volatile long syncCount;
    private volatile long slowSyncCount;
    private volatile long slowSyncNs;
    private volatile long syncStartNs;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable Thread parked;

    /**
     * Creates an agent that has nothing to do.
     *
     * @param clock that {@link #syncStartNs} is read from
     * @param wakeup run on the agent's thread after each sync and after a failure
     */
    public LogSyncAgent(
            final LogStore log,
            final HardStateFile hardState,
            final SyncPolicy policy,
            final NanoClock clock,
            final Runnable wakeup) {
        this.log = log;
        this.hardState = hardState;
        this.policy = policy;
        this.clock = clock;
        this.wakeup = wakeup;
    }

    /**
     * Asks that all that was stored and appended so far becomes durable; {@link #wake} sees to it. Consensus thread.
     *
     * @param sequence above that of every earlier request
     */
    public void request(final long sequence) {
        requestedSequence = sequence;
    }

    /** Wakes the agent's own thread if it sleeps and something was requested. Consensus thread. */
    public void wake() {
        if (isRequested()) {
            final Thread thread = parked;
            if (thread != null) {
                LockSupport.unpark(thread);
            }
        }
    }

    /** Tells whether something was requested that is not durable yet. Any thread. */
    public boolean isRequested() {
        return requestedSequence != completedSequence;
    }

    /** Returns the highest requested sequence whose hard state and entries are durable, 0 at first. Any thread. */
    public long completedSequence() {
        return completedSequence;
    }

    /** Returns why the agent gave up, or null. Any thread. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /**
     * Returns since when the sync that runs now is running, as the clock counts, or 0 when none is. Any thread. A
     * leader whose device hangs can so be found out while it still waits.
     */
    public long syncStartNs() {
        return syncStartNs;
    }

    /** Returns the number of syncs done. Any thread. */
    public long syncCount() {
        return syncCount;
    }

    /** Returns the number of syncs that took longer than {@link #SLOW_SYNC_NS}. Any thread. */
    public long slowSyncCount() {
        return slowSyncCount;
    }

    /** Returns how long these took together, in ns. Any thread. */
    public long slowSyncNs() {
        return slowSyncNs;
    }

    /** Returns what the agent's own thread idles with: it parks until the next request and never spins. */
    public IdleStrategy idleStrategy() {
        return idleStrategy;
    }

    @Override
    public int doWork() {
        if (failure != null) {
            return 0;
        }
        try {
            final int synced = sync();
            return log.prepare() ? synced + 1 : synced;
        } catch (final Throwable e) {
            failure = e;
            wakeup.run();
            return 0;
        }
    }

    private int sync() {
        // Read before the force: a request that comes meanwhile is not covered by it.
        final long sequence = requestedSequence;
        if (sequence == completedSequence) {
            return 0;
        }
        final long startNs = clock.nanoTime();
        // Never 0, which says that none runs.
        syncStartNs = startNs | 1;
        try {
            hardState.force();
            if (policy == SyncPolicy.EVERY_BATCH) {
                log.force();
            } else {
                log.flush();
            }
        } finally {
            syncStartNs = 0;
        }
        count(clock.nanoTime() - startNs);
        completedSequence = sequence;
        wakeup.run();
        return 1;
    }

    private void count(final long elapsedNs) {
        final long syncs = syncCount;
        syncCount = syncs + 1;
        if (elapsedNs > SLOW_SYNC_NS) {
            final long slowSyncs = slowSyncCount;
            slowSyncCount = slowSyncs + 1;
            final long beforeNs = slowSyncNs;
            slowSyncNs = beforeNs + elapsedNs;
        }
    }

    @Override
    public String roleName() {
        return "log-sync";
    }

    /** Parks unless there is a request; one thread uses it. */
    private final class ParkUntilRequested implements IdleStrategy {
        @Override
        public void idle(final int workCount) {
            if (workCount == 0) {
                idle();
            }
        }

        @Override
        public void idle() {
            parked = Thread.currentThread();
            if (requestedSequence == completedSequence || failure != null) {
                LockSupport.parkNanos(LogSyncAgent.this, LONGEST_PARK_NS);
            }
            parked = null;
        }

        @Override
        public void reset() {
            // Nothing is kept from one idle period to the next.
        }

        @Override
        public String alias() {
            return "park-until-requested";
        }
    }
}
