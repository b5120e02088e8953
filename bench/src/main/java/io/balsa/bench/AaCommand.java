package io.balsa.bench;

import io.balsa.bench.compare.Comparison;
import io.balsa.bench.compare.ComparisonDirectory;
import io.balsa.bench.compare.ComparisonRecord;
import io.balsa.bench.compare.RecordedArms;
import io.balsa.bench.compare.Suite;
import io.balsa.bench.fork.Arm;
import io.balsa.bench.fork.ForkPlan;
import io.balsa.bench.run.Progress;
import io.balsa.bench.verdict.Replay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.agrona.concurrent.SystemNanoClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares this build with itself. */
@Command(
        name = "aa",
        description = {
            "Compares this build with itself, forks in turns: what differs is the noise of this machine, which is kept in"
                    + " results/aa, and later comparisons are held against it.",
            "With --record a third arm is slower by a tenth, 120 forks of each arm run, and a replay says how often verdicts on pieces"
                    + " of ten minutes are right.",
            "Exit codes: 0 done; 1 identical code REGRESSED; 3 the comparison is invalid; 64 wrong use."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class AaCommand implements Callable<Integer> {
    private static final int RECORDED_BLOCKS = 120;

    @Option(names = "--record", description = "Add the slower arm and run an hour.")
    private boolean record;

    @Mixin
    private CompareOptions options;

    private AaCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        final Path home = Path.of(System.getProperty("balsa.home", ""));
        final List<ForkPlan> plans = options.plans(home);
        final int blocks = record ? RECORDED_BLOCKS : options.blocks(home, plans);
        final Path comparisons = options.comparisons(home);
        Files.createDirectories(comparisons);
        final Suite suite = Suite.find(home, comparisons);
        final Instant startedAt = Instant.now();
        final ComparisonDirectory directory = ComparisonDirectory.create(
                comparisons, startedAt, "aa-" + suite.environment().commit7());
        final Comparison comparison = new Comparison(directory, suite, startedAt);
        final double seconds = (record ? 3 : 2)
                * blocks
                * plans.stream().mapToDouble(ForkPlan::seconds).sum();
        System.out.printf(
                Locale.ROOT,
                "this build against itself, %d benchmarks, %d forks of each arm, about %.0f s, results in %s%n",
                plans.size(),
                blocks,
                seconds,
                directory.path());
        final Progress progress =
                new Progress(System.out, Terminal.isStandardOutput(), SystemNanoClock.INSTANCE, seconds);
        final Arm own = new Arm("A", "this work tree", suite.environment().commit(), suite.jar(), Suite.jvmArguments());
        final RecordedArms arms = new RecordedArms(own);
        final ComparisonRecord found = record
                ? comparison.record(arms, plans, blocks, progress)
                : comparison.run(ComparisonRecord.Kind.SELF, arms.one(), arms.other(), plans, blocks, progress);
        final Path kept = suite.noise().add(directory.id(), directory.readForks());
        if (record) {
            tell(Replay.of(directory.readForks()));
        }
        ComparisonOutcome.remember(suite, directory, found);
        final int code = ComparisonOutcome.tell(directory, found);
        System.out.println("noise: " + kept.toAbsolutePath().normalize());
        return code == Main.EXIT_UNDECIDED ? 0 : code;
    }

    private static void tell(final Replay replay) {
        System.out.printf(
                Locale.ROOT,
                "replayed in pieces of ten minutes: %.1f%% of %d verdicts on identical code are alarms, %.1f%% of %d on the"
                        + " slowed one find it%n",
                100 * replay.falseAlarms(),
                replay.identical().size(),
                100 * replay.found(),
                replay.slowed().size());
    }
}
