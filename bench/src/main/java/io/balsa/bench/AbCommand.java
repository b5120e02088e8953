package io.balsa.bench;

import io.balsa.bench.compare.ArmBuilder;
import io.balsa.bench.compare.Comparison;
import io.balsa.bench.compare.ComparisonDirectory;
import io.balsa.bench.compare.ComparisonRecord;
import io.balsa.bench.compare.Suite;
import io.balsa.bench.fork.Arm;
import io.balsa.bench.fork.ForkPlan;
import io.balsa.bench.run.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.agrona.concurrent.SystemNanoClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two branches. */
@Command(
        name = "ab",
        description = {
            "Builds two branches, each once, and runs their benchmarks in JVMs that take turns: is B slower than A?",
            "Exit codes: 0 no change, or faster; 1 a benchmark REGRESSED; 2 cannot tell, more forks are needed; 3 the comparison"
                    + " is invalid; 64 wrong use."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class AbCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "A", description = "What to compare with: a branch, a tag, a commit.")
    private String revisionA;

    @Parameters(
            index = "1",
            paramLabel = "B",
            defaultValue = ArmBuilder.HERE,
            description = "What to judge; '.', the default, is this work tree as it lies here.")
    private String revisionB;

    @Option(
            names = "--flames",
            description =
                    "Afterwards draw, of each benchmark that REGRESSED or allocates more, where the branches differ.")
    private boolean wantsFlames;

    @Mixin
    private CompareOptions options;

    private AbCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        final Path home = Path.of(System.getProperty("balsa.home", ""));
        final List<ForkPlan> plans = options.plans(home);
        final int blocks = options.blocks(home, plans);
        final Path comparisons = options.comparisons(home);
        Files.createDirectories(comparisons);
        final Suite suite = Suite.find(home, comparisons);
        final ArmBuilder builder = new ArmBuilder(home, suite.jar(), Suite.jvmArguments(), System.out::println);
        final Arm armA = builder.build("A", revisionA);
        final Arm armB = builder.build("B", revisionB);
        final Instant startedAt = Instant.now();
        final ComparisonDirectory directory =
                ComparisonDirectory.create(comparisons, startedAt, "ab-" + armA.commit7() + "-" + armB.commit7());
        final double seconds = Comparison.seconds(plans, 2 * blocks);
        System.out.printf(
                "%s against %s, %d benchmarks, %d forks of each, about %.0f s, results in %s%n",
                armB.label(), armA.label(), plans.size(), blocks, seconds, directory.path());
        final Progress progress =
                new Progress(System.out, Terminal.isStandardOutput(), SystemNanoClock.INSTANCE, seconds);
        final Comparison comparison = new Comparison(directory, suite, startedAt);
        final ComparisonRecord found =
                comparison.run(ComparisonRecord.Kind.BRANCHES, armA, armB, plans, blocks, progress);
        ComparisonOutcome.remember(suite, directory, found);
        if (wantsFlames) {
            RegressionFlames.draw(directory, found, suite, armA, armB, plans);
        }
        return ComparisonOutcome.tell(directory, found);
    }
}
