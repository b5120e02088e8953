package io.balsa.bench.tune;

import io.balsa.bench.environment.Environment;
import io.balsa.bench.profile.BenchSetting;
import io.balsa.bench.profile.Profile;
import io.balsa.bench.result.RunDirectory;
import io.balsa.bench.run.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.agrona.concurrent.SystemNanoClock;

/**
 * A search on this machine, from what the profile can do to the files that are left.
 *
 * <p>Threading: one thread. Ctrl-C leaves no node and no data; the trials that ended stay in {@code trials.ndjson}.
 */
public final class TuneRun {
    /**
     * The open loop runs at this share of what the profile can do in a closed loop: busy, and not saturated even when a shared machine
     * does half of that for a while.
     */
    private static final double RATE_SHARE = 0.3;

    private static final double SECONDS_PER_MINUTE = 60;

    private final TuneRequest request;
    private final Environment environment;
    private final RunDirectory files;
    private final TuningDirectory directory;
    private final Path dataPlace;
    private final Instant startedAt;
    private final PrintStream out;
    private final boolean terminal;

    /**
     * What is asked for.
     *
     * @param from the profile to be improved
     * @param name of the profile to be written
     * @param minutes that the search may take, about
     * @param seed of every order that is drawn
     * @param profiles where profiles lie
     */
    public record TuneRequest(
            Profile from, String name, Objective objective, double minutes, long seed, Path profiles) {}

    /**
     * Prepares a search.
     *
     * @param files of its directory
     * @param dataPlace where the nodes keep their data meanwhile: the disk that is measured
     * @param terminal whether {@code out} is one
     */
    public TuneRun(
            final TuneRequest request,
            final Environment environment,
            final RunDirectory files,
            final Path dataPlace,
            final Instant startedAt,
            final PrintStream out,
            final boolean terminal) {
        this.request = request;
        this.environment = environment;
        this.files = files;
        directory = TuningDirectory.in(files);
        this.dataPlace = dataPlace;
        this.startedAt = startedAt;
        this.out = out;
        this.terminal = terminal;
    }

    /**
     * Searches, writes the profile if a better one was found, and saves {@code tuning.json} and {@code env.json}.
     *
     * @throws IOException when files cannot be written
     * @throws IllegalStateException when the profile's own nodes cannot be measured
     * @throws InterruptedException when the search is to stop
     */
    public TuningRecord execute() throws IOException, InterruptedException {
        directory.write(environment);
        final Profile from = request.from();
        final SearchSpace space = SearchSpace.of(from.nodes(), environment.cores());
        final TrialLoad load = TrialLoad.of(
                request.minutes(),
                from.settings().integers(BenchSetting.CLOSED_OUTSTANDING).stream()
                        .mapToInt(Integer::intValue)
                        .max()
                        .orElse(64));
        final Progress silent = new Progress(out, terminal, SystemNanoClock.INSTANCE, 0).silent();
        try (ClusterArena arena = new ClusterArena(space, from.settings(), load, files, dataPlace, silent)) {
            out.printf("what %s can do: about %.0f s%n", from.name(), load.seconds() + ClusterArena.OVERHEAD_SECONDS);
            final int rate = roundRate(RATE_SHARE * arena.capacity(Candidate.unchanged(from.name())));
            arena.keepRate(rate);
            final double overheadSeconds = Math.max(1, silent.elapsedSeconds() - load.seconds() + load.openSeconds());
            final TunePlan plan = TunePlan.of(
                    SECONDS_PER_MINUTE * request.minutes() - silent.elapsedSeconds(), load.seconds() + overheadSeconds);
            out.printf(
                    "%d factors, open loop at %,d/s, %d trials of %.1f s: about %.0f s%n",
                    space.size(), rate, plan.trials(), plan.trialSeconds(), plan.seconds());
            return search(space, load, rate, arena, plan);
        }
    }

    /** Searches with trials from wherever, and leaves all but {@code env.json}. */
    TuningRecord search(
            final SearchSpace space, final TrialLoad load, final int rate, final Arena arena, final TunePlan plan)
            throws IOException, InterruptedException {
        final Progress progress = new Progress(out, terminal, SystemNanoClock.INSTANCE, plan.seconds());
        final Arena recording = new RecordingArena(arena, directory, progress, plan.trialSeconds());
        final TuneResult result =
                new Tuner(space, request.objective(), request.from().name(), recording, request.seed()).run(plan);
        progress.finish();
        return keep(space, load, rate, result);
    }

    /** Rounds to two digits: a rate that people read. */
    static int roundRate(final double rate) {
        final double step = Math.pow(10, Math.max(0, Math.floor(Math.log10(Math.max(1, rate))) - 1));
        return (int) Math.max(1, Math.round(Math.rint(rate / step) * step));
    }

    private TuningRecord keep(final SearchSpace space, final TrialLoad load, final int rate, final TuneResult result)
            throws IOException {
        final Candidate base = Candidate.unchanged(request.from().name());
        final Candidate winner = result.winner() == null ? base : result.winner();
        final Path written = result.better()
                ? new ProfileWriter(request.profiles(), request.from().name(), space)
                        .write(request.name(), winner, circumstances(), result.reasons())
                : null;
        final TuningRecord record = new TuningRecord(
                TuningRecord.SCHEMA_VERSION,
                directory.id(),
                startedAt.truncatedTo(ChronoUnit.SECONDS).toString(),
                startedAt.until(Instant.now(), ChronoUnit.MILLIS) / 1e3,
                request.minutes(),
                request.objective(),
                request.seed(),
                request.from().name(),
                request.name(),
                new TuningRecord.Load(
                        request.from().settings().integer(BenchSetting.COMMAND_BYTES),
                        load.outstanding(),
                        rate,
                        load.warmupSeconds(),
                        load.closedSeconds(),
                        load.openSeconds()),
                result.screening().effects(),
                result.screening().error(),
                result.screening().margin(),
                result.candidates(),
                result.winner() == null ? null : result.winner().name(),
                result.verdicts(),
                result.better(),
                result.reasons(),
                written == null ? null : written.toString(),
                nodes(space, base),
                nodes(space, winner));
        directory.write(record);
        return record;
    }

    private static TuningRecord.Nodes nodes(final SearchSpace space, final Candidate candidate) {
        return new TuningRecord.Nodes(
                Profile.effectiveSettings(space.profile(candidate)),
                space.profile(candidate).jvmArguments());
    }

    /** Returns for what the tuned profile holds, in a sentence. */
    private String circumstances() {
        return "tuned by `scripts/bench tune --objective " + request.objective().word() + "` on "
                + environment.cpuModel() + ", " + environment.cores() + " cores, "
                + environment.dataDisk().fileSystem() + ", JVM "
                + environment.jvm().version() + ", commit " + environment.commit7() + ", search `" + directory.id()
                + "`";
    }
}
