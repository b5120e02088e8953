package io.balsa.bench.tune;

import io.balsa.bench.cluster.BenchCluster;
import io.balsa.bench.cluster.ProcessCluster;
import io.balsa.bench.load.LoadResult;
import io.balsa.bench.profile.BenchSetting;
import io.balsa.bench.profile.BenchSettings;
import io.balsa.bench.result.RunDirectory;
import io.balsa.bench.run.LoadPhases;
import io.balsa.bench.run.LoadSpec;
import io.balsa.bench.run.MeasuredLoad;
import io.balsa.bench.run.Progress;
import io.balsa.client.ClientException;
import io.balsa.kv.ClusterException;
import io.balsa.kv.NodeProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Trials on this machine: a fresh cluster of three processes each, gone when the trial is.
 *
 * <p>Threading: one thread; a shutdown hook ends the trial that runs and lets no other begin, so that Ctrl-C leaves no node and no data
 * behind.
 */
final class ClusterArena implements Arena, AutoCloseable {
    /** Three processes that start, elect a leader, and are killed: a first guess. */
    static final double OVERHEAD_SECONDS = 4;

    /** Share of an open loop's commands that must be answered within it. */
    private static final double REQUIRED_SHARE = 0.9;

    private static final double TAIL = 99.9;
    private static final double NS_PER_US = 1e3;

    private final SearchSpace space;
    private final BenchSettings settings;
    private final TrialLoad load;
    private final RunDirectory files;
    private final Path dataPlace;
    private final Progress progress;
    private final Thread hook = new Thread(this::end, "bench-tune-shutdown");
    private final Object lock = new Object();
    private @Nullable BenchCluster current;
    private boolean ending;
    private int ratePerSecond;
    private int order;

    /**
     * Prepares trials.
     *
     * @param settings size and keys of the commands
     * @param files take raw latencies and what the nodes print
     * @param dataPlace where the nodes keep their data meanwhile: the disk that is measured
     * @param progress that counts the seconds and prints nothing of single loads
     */
    ClusterArena(
            final SearchSpace space,
            final BenchSettings settings,
            final TrialLoad load,
            final RunDirectory files,
            final Path dataPlace,
            final Progress progress) {
        this.space = space;
        // The nodes of trials note no stage times: none are to be waited for.
        this.settings = settings.with(BenchSetting.STAGES_EVERY, "0");
        this.load = load;
        this.files = files;
        this.dataPlace = dataPlace;
        this.progress = progress;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Measures what a profile can do, in a closed loop.
     *
     * @return commands per second
     * @throws IllegalStateException when it can do nothing
     */
    double capacity(final Candidate base) throws IOException, InterruptedException {
        return onCluster(base, "capacity", phases -> {
            final MeasuredLoad closed = measured(phases, load.closed("capacity"));
            return closed.result().answeredPerSecond();
        });
    }

    /** Sets the rate of all open loops. */
    void keepRate(final int rate) {
        ratePerSecond = rate;
    }

    @Override
    public TrialRecord measure(final Phase phase, final int round, final Candidate candidate)
            throws IOException, InterruptedException {
        final Instant startedAt = Instant.now();
        final String name = "%04d".formatted(++order);
        Figures figures = null;
        String failure = null;
        try {
            figures = onCluster(candidate, name, phases -> figures(phases, name));
        } catch (final IllegalStateException | ClusterException | ClientException e) {
            if (isEnding()) {
                throw e;
            }
            failure = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        }
        return new TrialRecord(
                order,
                phase,
                round,
                candidate.name(),
                candidate.labels(),
                startedAt.truncatedTo(ChronoUnit.SECONDS).toString(),
                startedAt.until(Instant.now(), ChronoUnit.MILLIS) / 1e3,
                figures,
                failure);
    }

    private Figures figures(final LoadPhases phases, final String name) throws IOException, InterruptedException {
        final MeasuredLoad closed = measured(phases, load.closed(name + "-closed"));
        final MeasuredLoad open = measured(phases, load.open(name + "-open", ratePerSecond));
        final Histogram response = open.result().response().total();
        return new Figures(
                closed.result().answeredPerSecond(),
                response.getValueAtPercentile(50),
                response.getValueAtPercentile(TAIL),
                open.used().cpuNs() / NS_PER_US / Math.max(1, open.completedMeanwhile()));
    }

    private static MeasuredLoad measured(final LoadPhases phases, final LoadSpec spec)
            throws IOException, InterruptedException {
        final MeasuredLoad measured = phases.run(spec);
        check(spec, measured.result());
        return measured;
    }

    /**
     * A run demands that 99 in 100 commands are answered within the loop; in a trial of seconds one stall at its end holds up more.
     * So a rate that was nearly kept is no failure here: all commands are answered in the end, and what was late is in the latencies,
     * which count from the intended time.
     */
    private static void check(final LoadSpec spec, final LoadResult result) {
        final String failure = result.failure(0);
        if (failure != null) {
            throw new IllegalStateException(spec.name() + ": " + failure);
        }
        if (spec.ratePerSecond() > 0 && result.answered() < REQUIRED_SHARE * result.intended()) {
            throw new IllegalStateException("%s: rate missed: intended=%,d/s, achieved=%,.0f/s"
                    .formatted(spec.name(), spec.ratePerSecond(), result.answeredPerSecond()));
        }
    }

    /** What is done with a warm cluster. */
    private interface Trial<T> {
        T run(LoadPhases phases) throws IOException, InterruptedException;
    }

    private <T> T onCluster(final Candidate candidate, final String name, final Trial<T> trial)
            throws IOException, InterruptedException {
        final Path logs = files.nodes().resolve(name);
        Files.createDirectories(logs);
        try (BenchCluster cluster = start(space.profile(candidate), logs);
                LoadPhases phases = new LoadPhases(cluster, settings, files, progress)) {
            check(load.warmup(), phases.warmUp(load.warmup()));
            return trial.run(phases);
        } finally {
            synchronized (lock) {
                current = null;
            }
        }
    }

    /** The lock is held until all processes run: a hook that closed a cluster while it starts would miss some of them. */
    private BenchCluster start(final NodeProfile profile, final Path logs) throws IOException {
        synchronized (lock) {
            if (ending) {
                throw new IllegalStateException("the search is to end");
            }
            final BenchCluster cluster = ProcessCluster.create(dataPlace, logs, profile);
            try {
                cluster.start();
            } catch (final RuntimeException e) {
                cluster.close();
                throw e;
            }
            current = cluster;
            return cluster;
        }
    }

    private void end() {
        synchronized (lock) {
            ending = true;
            if (current != null) {
                current.close();
            }
        }
    }

    private boolean isEnding() {
        synchronized (lock) {
            return ending;
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (final IllegalStateException e) {
            // The JVM is shutting down: the hook does what it is for.
            return;
        }
    }
}
