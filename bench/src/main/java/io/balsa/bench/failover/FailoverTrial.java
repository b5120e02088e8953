package io.balsa.bench.failover;

import io.balsa.bench.cluster.ProcessCluster;
import io.balsa.bench.load.Arrivals;
import io.balsa.bench.load.KvCommands;
import io.balsa.bench.load.KvPort;
import io.balsa.bench.load.LoadResult;
import io.balsa.bench.load.LoadWindow;
import io.balsa.bench.load.OpenLoop;
import io.balsa.bench.load.Pacer;
import io.balsa.bench.profile.BenchSetting;
import io.balsa.bench.profile.BenchSettings;
import io.balsa.bench.result.FailoverRecord;
import io.balsa.bench.result.RunDirectory;
import io.balsa.bench.stats.LatencyTrack;
import io.balsa.kv.KvClient;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.SystemNanoClock;
import org.jspecify.annotations.Nullable;

/** Kills the leader under load and sees what becomes of the commands. */
public final class FailoverTrial {
    private static final long DRAIN_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final double NS_PER_SECOND = 1e9;

    private final ProcessCluster cluster;
    private final BenchSettings settings;
    private final RunDirectory directory;

    /** Makes a trial on a running cluster. */
    public FailoverTrial(final ProcessCluster cluster, final BenchSettings settings, final RunDirectory directory) {
        this.cluster = cluster;
        this.settings = settings;
        this.directory = directory;
    }

    /**
     * Kills the leader once and starts it again.
     *
     * @param round from 1; keys and files are named after it
     * @throws IOException when raw latencies cannot be written
     * @throws InterruptedException when the caller is to stop
     */
    public FailoverRecord run(final int round) throws IOException, InterruptedException {
        final String tag = FailoverRecord.tag(round);
        final KvCommands commands = KvCommands.uniqueAppends(tag + "/", settings.integer(BenchSetting.COMMAND_BYTES));
        try (KvPort port = new KvPort(cluster.clientConfig().build(), commands)) {
            port.awaitConnected(CONNECT_TIMEOUT);
            final LoadWindow window = LoadWindow.of(
                    System.nanoTime(),
                    0,
                    settings.nanos(BenchSetting.FAILOVER_BEFORE_SECONDS)
                            + settings.nanos(BenchSetting.FAILOVER_AFTER_SECONDS),
                    DRAIN_NS);
            final LatencyTrack track = new LatencyTrack(
                    tag, window.startNs(), window.measuredNs(), INTERVAL_NS, System.currentTimeMillis());
            final AckLedger ledger = new AckLedger(port, SystemNanoClock.INSTANCE);
            final Crash crash = crashUnderLoad(port, ledger, window, track);
            final String hlog = directory.writeHistograms(tag, track.intervals());
            return judge(round, crash, window, commands, ledger, hlog);
        }
    }

    private Crash crashUnderLoad(
            final KvPort port, final AckLedger ledger, final LoadWindow window, final LatencyTrack track)
            throws InterruptedException {
        final Arrivals arrivals = Arrivals.constant(settings.integer(BenchSetting.FAILOVER_RATE));
        // Only the response matters here; a second track takes the service times that the loop tells as well.
        final LatencyTrack service = new LatencyTrack("", window.startNs(), 1, 1, 0);
        final OpenLoop loop = new OpenLoop(ledger, arrivals, SystemNanoClock.INSTANCE, window, track, service);
        final ExecutorService thread = Executors.newSingleThreadExecutor();
        final Pacer pacer = new Pacer(port, window.startNs(), arrivals);
        try {
            final Future<LoadResult> load = thread.submit((Callable<LoadResult>) loop::run);
            TimeUnit.NANOSECONDS.sleep(settings.nanos(BenchSetting.FAILOVER_BEFORE_SECONDS));
            final int leaderId = cluster.awaitLeader();
            final long killNs = System.nanoTime();
            cluster.kill(leaderId);
            ledger.onCrash(System.nanoTime());
            return new Crash(leaderId, killNs, load.get().unanswered());
        } catch (final ExecutionException e) {
            throw new IllegalStateException("the load broke off: cause=" + e.getCause(), e);
        } finally {
            pacer.close();
            thread.shutdownNow();
        }
    }

    private record Crash(int nodeId, long killNs, long unanswered) {}

    private FailoverRecord judge(
            final int round,
            final Crash crash,
            final LoadWindow window,
            final KvCommands commands,
            final AckLedger ledger,
            final String hlog) {
        final int newLeaderId = cluster.awaitLeader();
        final StoreCheck check;
        try (KvClient client = KvClient.connect(cluster.clientConfig().build())) {
            check = StoreCheck.of(
                    client, FailoverRecord.tag(round) + "/", commands.valueLength(), ledger.acknowledged());
        }
        cluster.restart(crash.nodeId());
        final Double recoverySeconds =
                ledger.hasRecovered() ? (ledger.firstAckAfterCrashNs() - crash.killNs()) / NS_PER_SECOND : null;
        return new FailoverRecord(
                round,
                crash.nodeId(),
                newLeaderId,
                settings.integer(BenchSetting.FAILOVER_RATE),
                (crash.killNs() - window.startNs()) / NS_PER_SECOND,
                recoverySeconds,
                ledger.acknowledged().cardinality(),
                check.lost(),
                check.repeated(),
                ledger.unknown() + crash.unanswered(),
                failure(recoverySeconds, check),
                hlog);
    }

    private @Nullable String failure(final @Nullable Double recoverySeconds, final StoreCheck check) {
        if (check.lost() > 0 || check.repeated() > 0) {
            return "commands lost or applied twice: lost=" + check.lost() + ", repeated=" + check.repeated();
        }
        if (recoverySeconds == null) {
            return "no command sent after the kill was acknowledged: seconds="
                    + settings.text(BenchSetting.FAILOVER_AFTER_SECONDS);
        }
        return null;
    }
}
