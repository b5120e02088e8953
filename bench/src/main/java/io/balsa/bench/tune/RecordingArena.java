package io.balsa.bench.tune;

import io.balsa.bench.run.Progress;
import java.io.IOException;
import java.util.Locale;

/** Tells of each trial what it is and what came of it, and keeps it. */
final class RecordingArena implements Arena {
    private static final double NS_PER_MS = 1e6;

    private final Arena arena;
    private final TuningDirectory directory;
    private final Progress progress;
    private final double trialSeconds;

    /** @param trialSeconds that a trial takes, about */
    RecordingArena(
            final Arena arena, final TuningDirectory directory, final Progress progress, final double trialSeconds) {
        this.arena = arena;
        this.directory = directory;
        this.progress = progress;
        this.trialSeconds = trialSeconds;
    }

    @Override
    public TrialRecord measure(final Phase phase, final int round, final Candidate candidate)
            throws IOException, InterruptedException {
        progress.phase(phase.name().toLowerCase(Locale.ROOT) + " " + round + ", " + candidate.words(), trialSeconds);
        final TrialRecord trial = arena.measure(phase, round, candidate);
        directory.append(trial);
        final Figures figures = trial.figures();
        progress.result(figures == null ? "FAILED: " + trial.failure() : words(figures));
        return trial;
    }

    private static String words(final Figures figures) {
        return String.format(
                Locale.ROOT,
                "%,.0f commands/s, p99.9 %.2f ms, %.1f us CPU per command",
                figures.commandsPerSecond(),
                figures.p999Ns() / NS_PER_MS,
                figures.cpuMicrosPerCommand());
    }
}
