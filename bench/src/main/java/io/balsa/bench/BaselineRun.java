package io.balsa.bench;

import io.balsa.bench.compare.Baseline;
import io.balsa.bench.compare.Comparison;
import io.balsa.bench.compare.ComparisonDirectory;
import io.balsa.bench.compare.ComparisonRecord;
import io.balsa.bench.compare.Suite;
import io.balsa.bench.fork.Arm;
import io.balsa.bench.fork.ForkPlan;
import io.balsa.bench.fork.ForkRecord;
import io.balsa.bench.history.HistoryRecorder;
import io.balsa.bench.profile.BenchSetting;
import io.balsa.bench.profile.BenchSettings;
import io.balsa.bench.run.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.agrona.concurrent.SystemNanoClock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The part of a run that baselines are made of, or held against one. */
final class BaselineRun {
    private final CommandLine command;
    private final Path home;
    private final BenchSettings settings;
    private final @Nullable String save;
    private final @Nullable String baseline;

    /**
     * Takes what was asked for.
     *
     * @param save the name of the baseline to make; blank or null for none, as Maven passes what is not given
     * @param baseline the name of the one to compare with; blank or null for none
     */
    BaselineRun(
            final CommandLine command,
            final Path home,
            final BenchSettings settings,
            final @Nullable String save,
            final @Nullable String baseline) {
        this.command = command;
        this.home = home;
        this.settings = settings;
        this.save = name("--save", save);
        this.baseline = name("--baseline", baseline);
    }

    private @Nullable String name(final String option, final @Nullable String given) {
        if (given == null || given.isBlank()) {
            return null;
        }
        if (!Baseline.isName(given)) {
            throw new ParameterException(
                    command, option + ": not a name: found=" + given + ", expected=letters, digits, '.', '_', '-'");
        }
        return given;
    }

    /**
     * Fails now rather than after minutes of measuring, if the baseline cannot be used.
     *
     * @param dataPlace an existing directory
     */
    void check(final Path dataPlace) throws IOException {
        if (baseline != null) {
            final Suite suite = Suite.find(home, dataPlace);
            Baseline.load(suite.results(), baseline, suite.environment());
        }
    }

    /** Runs forks if any are wanted, and returns an exit code. */
    int run() throws IOException, InterruptedException {
        if (save == null && baseline == null) {
            return 0;
        }
        final Path comparisons = home.resolve("results").resolve("comparisons");
        final Instant startedAt = Instant.now();
        final ComparisonDirectory directory =
                ComparisonDirectory.create(comparisons, startedAt, "baseline-" + (baseline == null ? save : baseline));
        final Suite suite = Suite.find(home, directory.path());
        final List<ForkPlan> plans = Comparison.plans(settings);
        final int count = settings.integer(BenchSetting.BASELINE_FORKS);
        final Arm arm = new Arm("B", "this work tree", suite.environment().commit(), suite.jar(), Suite.jvmArguments());
        final Comparison comparison = new Comparison(directory, suite, startedAt);
        final double seconds = Comparison.seconds(plans, count);
        System.out.printf(
                "%d benchmarks, %d forks of each, about %.0f s, results in %s%n",
                plans.size(), count, seconds, directory.path());
        final Progress progress =
                new Progress(System.out, Terminal.isStandardOutput(), SystemNanoClock.INSTANCE, seconds);
        final List<ForkRecord> forks = comparison.run(arm, plans, count, progress);
        int code = 0;
        if (baseline != null) {
            final Baseline then = Baseline.load(suite.results(), baseline, suite.environment());
            then.environment()
                    .differencesTo(suite.environment())
                    .forEach(difference ->
                            System.out.println("WARNING: not the same as in the baseline: " + difference));
            final ComparisonRecord found = comparison.judge(then, arm, forks);
            code = ComparisonOutcome.tell(directory, found);
        }
        if (forks.stream().allMatch(fork -> fork.failure() == null)) {
            new HistoryRecorder(home).addBaseline(directory, suite.environment(), forks);
        }
        if (save != null) {
            final Path saved = new Baseline(save, suite.environment(), forks).save(suite.results());
            System.out.println("baseline: " + saved.toAbsolutePath().normalize());
        }
        return code;
    }
}
