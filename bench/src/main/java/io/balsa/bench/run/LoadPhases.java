package io.balsa.bench.run;

import io.balsa.bench.cluster.BenchCluster;
import io.balsa.bench.cluster.ClusterEvents;
import io.balsa.bench.cluster.ClusterUsage;
import io.balsa.bench.cluster.ClusterWatch;
import io.balsa.bench.load.Arrivals;
import io.balsa.bench.load.ClosedLoop;
import io.balsa.bench.load.KvCommands;
import io.balsa.bench.load.KvPort;
import io.balsa.bench.load.LoadGenerator;
import io.balsa.bench.load.LoadResult;
import io.balsa.bench.load.LoadWindow;
import io.balsa.bench.load.OpenLoop;
import io.balsa.bench.load.Pacer;
import io.balsa.bench.probe.HiccupWatch;
import io.balsa.bench.profile.BenchSetting;
import io.balsa.bench.profile.BenchSettings;
import io.balsa.bench.result.LoadRecord;
import io.balsa.bench.result.RunDirectory;
import io.balsa.bench.result.StageRecord;
import io.balsa.bench.stages.StageBreakdown;
import io.balsa.bench.stats.LatencyTrack;
import io.balsa.client.StatusReport;
import io.balsa.disk.StorageException;
import io.balsa.kv.ClusterException;
import io.balsa.node.StageFile;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.SystemNanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Loads on one cluster, one after the other, through one client session.
 *
 * <p>The load has a thread of its own; meanwhile this one asks the nodes what they used, at the begin and the end of the measured
 * part, and in between what happened to them, so that asking never delays a command. A third watches how late threads of this JVM
 * wake. Threading: one thread.
 */
public final class LoadPhases implements AutoCloseable {
    private static final long DRAIN_NS = TimeUnit.SECONDS.toNanos(5);
    private static final double NS_PER_SECOND = 1e9;
    /** A node writes stage times down ten times per second. */
    private static final long STAGES_WRITTEN_NS = TimeUnit.MILLISECONDS.toNanos(300);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final String KEY_PREFIX = "bench/";
    private static final int OPEN_LOOP_OUTSTANDING = 1 << 16;
    private static final int RETAINED_BYTES = 64 << 20;
    /** Nodes are not asked more often, however short the intervals of the latencies are: asking must not be a load itself. */
    private static final long MIN_LOOK_NS = TimeUnit.MILLISECONDS.toNanos(250);

    private final BenchCluster cluster;
    private final ClusterWatch watch;
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
        watch = cluster.watch();
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
        final Arrivals arrivals = spec.arrivals();
        return arrivals == null ? runClosed(spec) : runOpen(spec, arrivals);
    }

    private MeasuredLoad runClosed(final LoadSpec spec) throws IOException, InterruptedException {
        progress.phase("closed loop, %,d outstanding".formatted(spec.outstanding()), spec.totalSeconds());
        final LoadWindow window = window(spec);
        port.begin(commands);
        final LatencyTrack track = track(spec.name(), window);
        return measure(spec, window, new ClosedLoop(port, spec.outstanding(), SystemNanoClock.INSTANCE, window, track));
    }

    private MeasuredLoad runOpen(final LoadSpec spec, final Arrivals arrivals)
            throws IOException, InterruptedException {
        final String spread = arrivals.kind() == Arrivals.Kind.POISSON ? ", Poisson" : "";
        progress.phase("open loop, %,d/s%s".formatted(spec.ratePerSecond(), spread), spec.totalSeconds());
        final LoadWindow window = window(spec);
        port.begin(commands);
        final LatencyTrack response = track(spec.name(), window);
        final LatencyTrack service = track(LoadRecord.serviceTag(spec.name()), window);
        final Pacer pacer = new Pacer(port, window.startNs(), arrivals);
        try {
            return measure(
                    spec, window, new OpenLoop(port, arrivals, SystemNanoClock.INSTANCE, window, response, service));
        } finally {
            pacer.close();
        }
    }

    private MeasuredLoad measure(final LoadSpec spec, final LoadWindow window, final LoadGenerator generator)
            throws IOException, InterruptedException {
        final double startSeconds = progress.elapsedSeconds() + spec.warmupSeconds();
        final LatencyTrack hiccups = track(LoadRecord.hiccupTag(spec.name()), window);
        final HiccupWatch hiccupWatch = new HiccupWatch(window.measureFromNs(), window.endNs(), hiccups);
        try {
            final Future<LoadResult> load = start(generator);
            await(window.measureFromNs(), load);
            final long completedBefore = generator.completed();
            final List<StatusReport> before = watch.ask();
            final ClusterEvents events = new ClusterEvents(window.measureFromNs(), watch.isOneProcess());
            events.onLook(System.nanoTime(), before);
            awaitLooking(window.endNs(), load, events);
            final long completed = generator.completed() - completedBefore;
            final List<StatusReport> after = watch.ask();
            events.onLook(System.nanoTime(), after);
            final LoadResult result = resultOf(spec, load);
            hiccupWatch.stop();
            final ClusterUsage used = usage(after).since(usage(before));
            return new MeasuredLoad(
                    spec,
                    commands.length(),
                    startSeconds,
                    result,
                    hiccups,
                    used,
                    completed,
                    events.events(),
                    writeHistograms(spec, result, hiccups),
                    stagesOf(spec, window, used.leaderId()));
        } finally {
            hiccupWatch.stop();
        }
    }

    private ClusterUsage usage(final List<StatusReport> reports) {
        return ClusterUsage.of(reports, watch.isOneProcess());
    }

    private String writeHistograms(final LoadSpec spec, final LoadResult result, final LatencyTrack hiccups)
            throws IOException {
        final List<Histogram> intervals = new ArrayList<>(result.response().intervals());
        if (spec.kind() == LoadRecord.Kind.OPEN) {
            intervals.addAll(result.service().intervals());
        }
        intervals.addAll(hiccups.intervals());
        return directory.writeHistograms(spec.name(), intervals);
    }

    private @Nullable StageRecord stagesOf(final LoadSpec spec, final LoadWindow window, final int leaderId)
            throws IOException, InterruptedException {
        if (settings.integer(BenchSetting.STAGES_EVERY) == 0) {
            return null;
        }
        TimeUnit.NANOSECONDS.sleep(STAGES_WRITTEN_NS);
        final Optional<StageFile> file;
        try {
            file = cluster.stageTimes(leaderId);
        } catch (final StorageException e) {
            progress.result(String.valueOf(e.getMessage()));
            return null;
        }
        if (file.isEmpty()) {
            return null;
        }
        final StageBreakdown breakdown = new StageBreakdown(file.get(), window.measureFromNs(), window.endNs());
        if (!breakdown.isUsable()) {
            progress.result("too few commands to tell where their time went: count=" + breakdown.count());
            return null;
        }
        final String hlog = directory.writeHistograms(
                spec.name() + ".stages", breakdown.intervals(spec.name(), tag -> track(tag, window)));
        return breakdown.toRecord(spec.name(), hlog);
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
                intervalNs(),
                System.currentTimeMillis() + untilMeasuredMs);
    }

    private long intervalNs() {
        return TimeUnit.MILLISECONDS.toNanos(settings.integer(BenchSetting.INTERVAL_MS));
    }

    /** Waits for a time and looks at the nodes once per interval meanwhile. */
    private void awaitLooking(final long untilNs, final Future<?> load, final ClusterEvents events)
            throws InterruptedException {
        final long lookNs = Math.max(MIN_LOOK_NS, intervalNs());
        long nextNs = System.nanoTime() + lookNs;
        while (nextNs < untilNs && !load.isDone()) {
            await(nextNs, load);
            look(events);
            nextNs += lookNs;
        }
        await(untilNs, load);
    }

    private void look(final ClusterEvents events) {
        try {
            events.onLook(System.nanoTime(), watch.ask());
        } catch (final ClusterException e) {
            // A node that is too busy to answer now tells at the next look what happened since the last.
            return;
        }
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
        watch.close();
    }
}
