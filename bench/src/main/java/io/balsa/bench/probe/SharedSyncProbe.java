package io.balsa.bench.probe;

import io.balsa.bench.stats.LatencyHistogram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/**
 * Three syncs of one disk at the same moment, as the three nodes of a cluster on one machine ask for them.
 *
 * <p>Each round is one command: a leader and two followers start together, each with a file of its own; the next round waits
 * for all three. What counts for the commit is known only per round (the leader's sync, and the faster follower's), so the
 * rounds are kept, not only their distribution.
 */
public final class SharedSyncProbe {
    private static final int NODES = 3;
    private static final int MAX_ROUNDS = 1 << 17;

    private final long[][] syncNs = new long[NODES][MAX_ROUNDS];
    private final CyclicBarrier barrier = new CyclicBarrier(NODES, this::onRoundStart);
    private final long durationNs;
    private final long startNs = System.nanoTime();
    private int rounds;
    private volatile boolean running = true;

    private SharedSyncProbe(final long durationNs) {
        this.durationNs = durationNs;
    }

    /**
     * Runs rounds for a while.
     *
     * @param durationNs how long
     * @throws IOException when the disk refuses
     * @throws InterruptedException when the caller is to stop
     */
    public static SharedSyncProbe run(final Path directory, final long durationNs)
            throws IOException, InterruptedException {
        final SharedSyncProbe probe = new SharedSyncProbe(durationNs);
        final ExecutorService nodes = Executors.newFixedThreadPool(NODES);
        try {
            final List<Callable<Void>> tasks = new ArrayList<>();
            for (int node = 0; node < NODES; node++) {
                final long[] samples = probe.syncNs[node];
                tasks.add(() -> probe.syncInRounds(directory, samples));
            }
            for (final Future<Void> task : nodes.invokeAll(tasks)) {
                task.get();
            }
        } catch (final ExecutionException e) {
            throw new IOException("the sync probe failed: directory=" + directory + ", cause=" + e.getCause(), e);
        } finally {
            nodes.shutdownNow();
        }
        return probe;
    }

    /** Returns the distribution of all syncs. */
    public Histogram latencies() {
        final Histogram latencies = LatencyHistogram.create();
        for (final long[] samples : syncNs) {
            for (int round = 0; round < rounds; round++) {
                LatencyHistogram.record(latencies, samples[round]);
            }
        }
        return latencies;
    }

    /**
     * Returns the distribution of what a commit waits for after the leader has the command: its own sync, and the round trip
     * to the faster follower with the sync there.
     *
     * @param peerRoundTripNs between leader and follower
     */
    public Histogram quorumLatencies(final long peerRoundTripNs) {
        final Histogram latencies = LatencyHistogram.create();
        for (int round = 0; round < rounds; round++) {
            final long follower = Math.min(syncNs[1][round], syncNs[2][round]);
            LatencyHistogram.record(latencies, Math.max(syncNs[0][round], peerRoundTripNs + follower));
        }
        return latencies;
    }

    private Void syncInRounds(final Path directory, final long[] samples) throws IOException, InterruptedException {
        try (SyncProbe probe = new SyncProbe(directory)) {
            for (int round = 0; ; round++) {
                barrier.await();
                if (!running) {
                    return null;
                }
                samples[round] = probe.syncOnce();
            }
        } catch (final BrokenBarrierException e) {
            throw new IOException("another thread of the probe failed: directory=" + directory, e);
        }
    }

    private void onRoundStart() {
        if (System.nanoTime() - startNs >= durationNs || rounds == MAX_ROUNDS) {
            running = false;
        } else {
            rounds++;
        }
    }
}
