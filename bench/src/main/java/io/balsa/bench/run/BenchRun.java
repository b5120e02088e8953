package io.balsa.bench.run;

import io.balsa.bench.cluster.BenchCluster;
import io.balsa.bench.cluster.ClusterForm;
import io.balsa.bench.cluster.ClusterSource;
import io.balsa.bench.cluster.ClusterWatch;
import io.balsa.bench.cluster.ProcessCluster;
import io.balsa.bench.environment.Environment;
import io.balsa.bench.failover.FailoverTrial;
import io.balsa.bench.gate.AllocationGate;
import io.balsa.bench.jmh.JmhSuite;
import io.balsa.bench.load.LoadResult;
import io.balsa.bench.probe.HiccupProbe;
import io.balsa.bench.profile.BenchSetting;
import io.balsa.bench.profile.BenchSettings;
import io.balsa.bench.profile.Profile;
import io.balsa.bench.result.ClusterRecord;
import io.balsa.bench.result.FailoverRecord;
import io.balsa.bench.result.KneeRecord;
import io.balsa.bench.result.LimitSpread;
import io.balsa.bench.result.LoadRecord;
import io.balsa.bench.result.MicroRecord;
import io.balsa.bench.result.RunDirectory;
import io.balsa.bench.result.RunRecord;
import io.balsa.bench.result.StagesRecord;
import io.balsa.bench.stages.StageSettings;
import io.balsa.bench.stats.LatencySummary;
import io.balsa.client.ClientException;
import io.balsa.client.StatusReport;
import io.balsa.codec.sbe.client.SyncMode;
import io.balsa.kv.ClusterException;
import io.balsa.kv.NodeProfile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.agrona.concurrent.SystemNanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Everything a profile asks for, in an order that wastes nothing: the machine first, while it is idle, then loads on a warm
 * cluster, then its leader killed, then, with the cores free again, the benchmarks.
 *
 * <p>A part that fails does not spoil the others: it is told as a problem, and the run goes on where it can. Threading: one
 * thread.
 */
public final class BenchRun {
    private static final String SYNC_POLICY = "sync.policy";

    private final Profile profile;
    private final ClusterSource source;
    private final BenchSettings settings;
    private final NodeProfile nodes;
    private final Environment environment;
    private final RunDirectory directory;
    private final Path dataPlace;
    private final Instant startedAt;
    private final JmhSuite suite;
    private final RunPlan plan;
    private final Progress progress;
    private final MachineLooks looks;
    private final List<MeasuredLoad> loads = new ArrayList<>();
    private final List<FailoverRecord> failovers = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private @Nullable KneeRecord knee;
    private ClusterRecord measured;
    private boolean durable;
    private boolean allocates;

    /**
     * Prepares a run.
     *
     * @param source of the cluster; only one in processes can lose its leader, and beside one that runs elsewhere no benchmarks are run
     * @param directory takes its files
     * @param dataPlace where the nodes' data goes for the time of the run
     * @param terminal whether {@code out} is one
     */
    public BenchRun(
            final Profile profile,
            final ClusterSource source,
            final Environment environment,
            final RunDirectory directory,
            final Path dataPlace,
            final Instant startedAt,
            final PrintStream out,
            final boolean terminal) {
        this.profile = profile;
        this.source = source;
        this.environment = environment;
        this.directory = directory;
        this.dataPlace = dataPlace;
        this.startedAt = startedAt;
        settings = possible(profile.settings(), source.form());
        nodes = StageSettings.applyTo(profile.nodes(), settings.integer(BenchSetting.STAGES_EVERY));
        measured = new ClusterRecord(source.form(), 0);
        durable = !"NEVER".equalsIgnoreCase(profile.nodes().nodeProperties().getProperty(SYNC_POLICY, "EVERY_BATCH"));
        suite = new JmhSuite(settings);
        plan = RunPlan.of(settings, suite);
        progress = new Progress(out, terminal, SystemNanoClock.INSTANCE, plan.totalSeconds());
        looks = new MachineLooks(dataPlace, settings, progress);
    }

    private static BenchSettings possible(final BenchSettings settings, final ClusterForm form) {
        return switch (form) {
            case PROCESSES -> settings;
            case IN_PROCESS -> settings.with(BenchSetting.FAILOVER_KILLS, "0");
            case ADDRESSES -> settings.with(BenchSetting.FAILOVER_KILLS, "0").with(BenchSetting.JMH_INCLUDE, "");
        };
    }

    /** Tells whether benchmarks allocated that must not. */
    public boolean allocates() {
        return allocates;
    }

    /** Returns about how long the run will take. */
    public double plannedSeconds() {
        return plan.totalSeconds();
    }

    /**
     * Runs all of it and saves {@code run.json} and {@code env.json}.
     *
     * @throws IOException when the machine cannot be probed or files cannot be written
     * @throws InterruptedException when the run is to stop
     */
    public RunRecord execute() throws IOException, InterruptedException {
        directory.write(environment);
        if (environment.dataDisk().inMemory()) {
            problems.add("the data is not on a disk, durable results mean nothing: directory="
                    + environment.dataDisk().directory() + ", file system="
                    + environment.dataDisk().fileSystem() + "; name a directory on a disk with --data-dir");
        }
        looks.take("before all");
        progress.phase("hiccups of the idle machine", settings.seconds(BenchSetting.HICCUP_SECONDS));
        final LatencySummary hiccup = LatencySummary.of(HiccupProbe.run(settings.nanos(BenchSetting.HICCUP_SECONDS)));
        if (plan.wantsCluster()) {
            runCluster();
        }
        looks.take("after all loads");
        final List<MicroRecord> benchmarks = runBenchmarks();
        progress.finish();
        final boolean here = source.form() != ClusterForm.ADDRESSES;
        final List<LoadRecord> records =
                loads.stream().map(load -> load.toRecord(looks.all(), here)).toList();
        final RunRecord run = new RunRecord(
                RunRecord.SCHEMA_VERSION,
                directory.id(),
                profile.name(),
                startedAt.truncatedTo(ChronoUnit.SECONDS).toString(),
                Math.rint(progress.elapsedSeconds() * 10) / 10,
                environment.commit(),
                environment.dirty(),
                durable,
                measured,
                problems,
                settings.values(),
                nodeProperties(),
                hiccup,
                looks.all(),
                LimitSpread.of(looks.all()),
                records,
                knee,
                failovers,
                benchmarks);
        directory.write(run);
        final StagesRecord stages = stages();
        if (!stages.loads().isEmpty()) {
            directory.write(stages);
        }
        return run;
    }

    private void runCluster() throws IOException, InterruptedException {
        progress.phase("the cluster: " + source.form().word(), RunPlan.START_SECONDS);
        try (BenchCluster cluster = source.open(dataPlace, directory.nodes(), nodes)) {
            final Thread hook = new Thread(cluster::close, "bench-cluster-shutdown");
            Runtime.getRuntime().addShutdownHook(hook);
            try {
                cluster.start();
                ask(cluster);
                runLoads(cluster);
                if (cluster instanceof ProcessCluster processes) {
                    runFailovers(processes);
                }
            } catch (final IllegalStateException | ClusterException | ClientException e) {
                if (isEnding(hook)) {
                    throw e;
                }
                problems.add(String.valueOf(e.getMessage()));
                progress.result("FAILED: " + e.getMessage());
            } finally {
                removeHook(hook);
            }
        }
    }

    /** Nodes say themselves what they promise. */
    private void ask(final BenchCluster cluster) {
        try (ClusterWatch watch = cluster.watch()) {
            final List<StatusReport> reports = watch.ask();
            measured = new ClusterRecord(source.form(), reports.size());
            durable = reports.stream().allMatch(report -> report.syncMode() == SyncMode.EVERY_BATCH);
        }
    }

    /** Tells whether Ctrl-C ends this process: then the nodes are gone because of it, and nothing is left to measure. */
    private static boolean isEnding(final Thread hook) {
        return hook.getState() != Thread.State.NEW;
    }

    private static void removeHook(final Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (final IllegalStateException e) {
            // The JVM is shutting down: the hook does what it is for.
            return;
        }
    }

    private void runLoads(final BenchCluster cluster) throws IOException, InterruptedException {
        if (!plan.wantsLoads()) {
            return;
        }
        try (LoadPhases phases = new LoadPhases(cluster, settings, directory, progress)) {
            final LoadResult warmup = phases.warmUp(LoadSpec.warmup(settings));
            final String failure = warmup.failure(0);
            if (failure != null) {
                throw new IllegalStateException("the warm-up failed: " + failure);
            }
            for (final LoadSpec spec : plan.closedLoops()) {
                if (RunPlan.isSingle(spec)) {
                    looks.take("before one outstanding");
                    runLoad(phases, spec);
                    looks.take("after one outstanding");
                } else {
                    runLoad(phases, spec);
                }
            }
            for (final LoadSpec spec : plan.openLoops()) {
                runLoad(phases, spec);
            }
            if (KneeSweep.isWanted(settings)) {
                knee = new KneeSweep(settings, progress).run(phases);
            }
        }
    }

    private void runLoad(final LoadPhases phases, final LoadSpec spec) throws IOException, InterruptedException {
        final MeasuredLoad load = phases.run(spec);
        loads.add(load);
        final String failure = load.result().failure(spec.ratePerSecond());
        final LatencySummary response =
                LatencySummary.of(load.result().response().total());
        progress.result(
                failure != null
                        ? "FAILED: " + failure
                        : "%,.0f commands/s, p50 %.3f ms, p99 %.3f ms, p99.9 %.3f ms"
                                .formatted(
                                        load.result().answeredPerSecond(),
                                        response.p50Ns() / 1e6,
                                        response.p99Ns() / 1e6,
                                        response.p999Ns() / 1e6));
    }

    private void runFailovers(final ProcessCluster cluster) throws IOException, InterruptedException {
        final FailoverTrial trial = new FailoverTrial(cluster, settings, directory);
        for (int round = 1; round <= plan.kills(); round++) {
            progress.phase("leader killed under load, %d of %d".formatted(round, plan.kills()), plan.secondsPerKill());
            final FailoverRecord record = trial.run(round);
            failovers.add(record);
            if (record.failure() != null) {
                problems.add("failover " + round + ": " + record.failure());
            }
            progress.result(
                    record.recoverySeconds() == null
                            ? "FAILED: " + record.failure()
                            : "%.2f s to the next commit, acknowledged=%,d, lost=%d, applied twice=%d"
                                    .formatted(
                                            record.recoverySeconds(),
                                            record.acknowledged(),
                                            record.lost(),
                                            record.repeated()));
        }
    }

    private List<MicroRecord> runBenchmarks() throws InterruptedException {
        if (plan.benchmarks() == 0) {
            return List.of();
        }
        final JmhSuite.Listener listener = (number, name) -> progress.phase(
                "benchmark %d of %d, %s".formatted(number, plan.benchmarks(), name), plan.secondsPerBenchmark());
        try {
            return settings.isOn(BenchSetting.JMH_GATE)
                    ? runGate(listener)
                    : suite.run(directory.jmhJson(), directory.path().resolve("jmh.log"), listener);
        } catch (final IOException e) {
            problems.add(e.getMessage());
            return List.of();
        }
    }

    private StagesRecord stages() {
        return new StagesRecord(
                StagesRecord.SCHEMA_VERSION,
                loads.stream()
                        .map(MeasuredLoad::stages)
                        .flatMap(stages -> Optional.ofNullable(stages).stream())
                        .toList());
    }

    private List<MicroRecord> runGate(final JmhSuite.Listener listener) throws IOException, InterruptedException {
        final AllocationGate.Verdict verdict =
                new AllocationGate(settings, false, directory.path().resolve("allocation")).run(listener);
        for (final AllocationGate.Offender offender : verdict.offenders()) {
            allocates = true;
            problems.add("a benchmark of the commit path allocates: benchmark="
                    + offender.record().name() + ", parameters="
                    + offender.record().parameters() + ", bytesPerOp="
                    + offender.record().allocatedBytesPerOp() + "; see where: " + offender.flameGraph());
        }
        return verdict.measured();
    }

    /** What nodes that were not started here are tuned with is not known. */
    private Map<String, String> nodeProperties() {
        return source.form() == ClusterForm.ADDRESSES ? Map.of() : Profile.effectiveSettings(nodes);
    }
}
