package io.balsa.bench.run;

import io.balsa.bench.cluster.BenchCluster;
import io.balsa.bench.cluster.ClusterUsage;
import io.balsa.bench.load.ClosedLoop;
import io.balsa.bench.load.KvCommands;
import io.balsa.bench.load.KvPort;
import io.balsa.bench.load.LoadGenerator;
import io.balsa.bench.load.LoadResult;
import io.balsa.bench.load.LoadWindow;
import io.balsa.bench.load.OpenLoop;
import io.balsa.bench.load.Pacer;
import io.balsa.bench.profile.BenchSetting;
import io.balsa.bench.profile.BenchSettings;
import io.balsa.bench.result.LoadRecord;
import io.balsa.bench.result.RunDirectory;
import io.balsa.bench.stats.LatencyTrack;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.SystemNanoClock;

/**
 * Loads on one cluster, one after the other, through one client session.
 *
 * <p>The load has a thread of its own; meanwhile this one reads what the nodes used, at the begin and the end of the measured
 * part, so that reading never delays a command. Threading: one thread.
 */
public final class LoadPhases implements AutoCloseable {
    private static final long DRAIN_NS = TimeUnit.SECONDS.toNanos(5);
    private static final double NS_PER_SECOND = 1e9;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final String KEY_PREFIX = "bench/";
    private static final int OPEN_LOOP_OUTSTANDING = 1 << 16;
    private static final int RETAINED_BYTES = 64 << 20;

    private final BenchCluster cluster;
    private final BenchSettings settings;
    private final RunDirectory directory;
    private final Progress progress;
    private final KvCommands commands;
    private final KvPort port;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    /**
     * Opens a session with a cluster.
     *
     * @param settings size and keys of the commands, interval of the histograms
     * @param directory takes raw latencies
     * @throws IllegalStateException when the cluster takes no session
     */
    public LoadPhases(
            final BenchCluster cluster,
            final BenchSettings settings,
            final RunDirectory directory,
            final Progress progress) {
        this.cluster = cluster;
        this.settings = settings;
        this.directory = directory;
        this.progress = progress;
        commands = KvCommands.puts(
                KEY_PREFIX, settings.integer(BenchSetting.COMMAND_BYTES), settings.integer(BenchSetting.KEYS));
        port = new KvPort(
                cluster.clientConfig()
                        .maxOutstanding(OPEN_LOOP_OUTSTANDING)
                        .retainedBytes(RETAINED_BYTES)
                        .build(),
                commands);
        port.awaitConnected(CONNECT_TIMEOUT);
    }

    /**
     * Runs a closed loop whose latencies nobody wants.
     *
     * @throws InterruptedException when the caller is to stop
     */
    public LoadResult warmUp(final LoadSpec spec) throws InterruptedException {
        progress.phase("warm-up, %,d outstanding".formatted(spec.outstanding()), spec.totalSeconds());
        final LoadWindow window = window(spec);
        port.begin(commands);
        final LatencyTrack track = track(spec.name(), window);
        final Future<LoadResult> load =
                start(new ClosedLoop(port, spec.outstanding(), SystemNanoClock.INSTANCE, window, track));
        await(window.endNs(), load);
        return resultOf(spec, load);
    }

    /**
     * Runs a load.
     *
     * @throws IOException when raw latencies cannot be written
     * @throws InterruptedException when the caller is to stop
     */
    public MeasuredLoad run(final LoadSpec spec) throws IOException, InterruptedException {
        return spec.kind() == LoadRecord.Kind.OPEN ? runOpen(spec) : runClosed(spec);
    }

    private MeasuredLoad runClosed(final LoadSpec spec) throws IOException, InterruptedException {
        progress.phase("closed loop, %,d outstanding".formatted(spec.outstanding()), spec.totalSeconds());
        final LoadWindow window = window(spec);
        port.begin(commands);
        final LatencyTrack track = track(spec.name(), window);
        return measure(spec, window, new ClosedLoop(port, spec.outstanding(), SystemNanoClock.INSTANCE, window, track));
    }

    private MeasuredLoad runOpen(final LoadSpec spec) throws IOException, InterruptedException {
        progress.phase("open loop, %,d/s".formatted(spec.ratePerSecond()), spec.totalSeconds());
        final LoadWindow window = window(spec);
        port.begin(commands);
        final LatencyTrack response = track(spec.name(), window);
        final LatencyTrack service = track(spec.name() + ".service", window);
        final Pacer pacer = new Pacer(port, window.startNs(), spec.ratePerSecond());
        try {
            return measure(
                    spec,
                    window,
                    new OpenLoop(port, spec.ratePerSecond(), SystemNanoClock.INSTANCE, window, response, service));
        } finally {
            pacer.close();
        }
    }

    private MeasuredLoad measure(final LoadSpec spec, final LoadWindow window, final LoadGenerator generator)
            throws IOException, InterruptedException {
        final double startSeconds = progress.elapsedSeconds() + spec.warmupSeconds();
        final Future<LoadResult> load = start(generator);
        await(window.measureFromNs(), load);
        final long completedBefore = generator.completed();
        final ClusterUsage before = cluster.usage();
        await(window.endNs(), load);
        final long completed = generator.completed() - completedBefore;
        final ClusterUsage used = cluster.usage().since(before);
        final LoadResult result = resultOf(spec, load);
        final List<Histogram> intervals = new ArrayList<>(result.response().intervals());
        if (spec.kind() == LoadRecord.Kind.OPEN) {
            intervals.addAll(result.service().intervals());
        }
        final String hlog = directory.writeHistograms(spec.name(), intervals);
        return new MeasuredLoad(spec, commands.length(), startSeconds, result, used, completed, hlog);
    }

    private Future<LoadResult> start(final LoadGenerator generator) {
        return thread.submit((Callable<LoadResult>) generator::run);
    }

    private static LoadResult resultOf(final LoadSpec spec, final Future<LoadResult> load) throws InterruptedException {
        try {
            return load.get();
        } catch (final ExecutionException e) {
            throw new IllegalStateException("the load broke off: load=" + spec.name() + ", cause=" + e.getCause(), e);
        }
    }

    private static LoadWindow window(final LoadSpec spec) {
        return LoadWindow.of(
                System.nanoTime(),
                Math.round(spec.warmupSeconds() * NS_PER_SECOND),
                Math.round(spec.seconds() * NS_PER_SECOND),
                DRAIN_NS);
    }

    private LatencyTrack track(final String tag, final LoadWindow window) {
        final long untilMeasuredMs = (window.measureFromNs() - System.nanoTime()) / 1_000_000;
        return new LatencyTrack(
                tag,
                window.measureFromNs(),
                window.measuredNs(),
                TimeUnit.MILLISECONDS.toNanos(settings.integer(BenchSetting.INTERVAL_MS)),
                System.currentTimeMillis() + untilMeasuredMs);
    }

    /** Waits for a time, unless the load breaks off before. */
    private void await(final long untilNs, final Future<?> load) throws InterruptedException {
        for (long leftNs = untilNs - System.nanoTime(); leftNs > 0; leftNs = untilNs - System.nanoTime()) {
            if (load.isDone()) {
                return;
            }
            TimeUnit.NANOSECONDS.sleep(Math.min(leftNs, TimeUnit.MILLISECONDS.toNanos(500)));
            progress.tick();
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        port.close();
    }
}
