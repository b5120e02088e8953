package io.balsa.bench.tune;

import io.balsa.bench.environment.SampleEnvironment;
import io.balsa.bench.profile.Profile;
import io.balsa.bench.profile.ProfileCatalog;
import io.balsa.bench.profile.ProfileException;
import io.balsa.bench.result.RunDirectory;
import io.balsa.bench.tune.TuneRun.TuneRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;

/** A whole search on a made-up machine, decided by a seed, with all the files that it leaves. */
public final class SampleTuning {
    /** Of the profile that is written if a better one is found. */
    public static final String NAME = "tuned";

    private static final Path PROFILES = Path.of("..", "profiles");
    private static final double MINUTES = 20;
    private static final int RATE = 10_000;

    private SampleTuning() {}

    /** Writes one in which two changes help and one costs. */
    public static TuningDirectory better(final Path tunings, final Path profiles, final String cpuModel)
            throws IOException, ProfileException, InterruptedException {
        return write(
                tunings,
                profiles,
                cpuModel,
                new SyntheticArena(1)
                        .with("batch", "128", 1.25, 0.80, 0.85)
                        .with("sync", "SHARED_INLINE_SYNC", 1.15, 0.85, 0.95)
                        .with("idle", "20", 0.85, 1.20, 1.50)
                        .failing("window", "16", 0.2));
    }

    /** Writes one in which every change makes all worse. */
    public static TuningDirectory stands(final Path tunings, final Path profiles)
            throws IOException, ProfileException, InterruptedException {
        final SyntheticArena arena = new SyntheticArena(2);
        for (final Factor factor : space().factors()) {
            factor.alternatives().forEach(level -> arena.with(factor.name(), level.label(), 0.6, 1.8, 1.6));
        }
        return write(tunings, profiles, "Xeon", arena);
    }

    private static SearchSpace space() throws ProfileException {
        return SearchSpace.of(new ProfileCatalog(PROFILES).load("default").nodes(), 2);
    }

    private static TuningDirectory write(
            final Path tunings, final Path profiles, final String cpuModel, final Arena arena)
            throws IOException, ProfileException, InterruptedException {
        final Profile from = new ProfileCatalog(PROFILES).load("default");
        final Instant startedAt = Instant.parse("2026-11-25T16:45:00Z");
        final RunDirectory files = RunDirectory.create(tunings, startedAt, Objective.BALANCED.word(), "86efc49");
        final TuningDirectory directory = TuningDirectory.in(files);
        directory.write(SampleEnvironment.of(cpuModel, "17.0.15+6"));
        new TuneRun(
                        new TuneRequest(from, NAME, Objective.BALANCED, MINUTES, 5, profiles),
                        directory.readEnvironment(),
                        files,
                        tunings,
                        startedAt,
                        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                        false)
                .search(
                        space(),
                        TrialLoad.of(MINUTES, 256),
                        RATE,
                        arena,
                        TunePlan.of(60 * MINUTES, TrialLoad.of(MINUTES, 256).seconds() + 4));
        return directory;
    }
}
