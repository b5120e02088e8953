package io.balsa.bench;

import io.balsa.bench.compare.ArmBuilder;
import io.balsa.bench.compare.Bisection;
import io.balsa.bench.compare.Comparison;
import io.balsa.bench.compare.ComparisonDirectory;
import io.balsa.bench.compare.ComparisonRecord;
import io.balsa.bench.compare.Suite;
import io.balsa.bench.fork.Arm;
import io.balsa.bench.fork.ForkPlan;
import io.balsa.bench.run.Progress;
import io.balsa.bench.verdict.Estimate;
import io.balsa.bench.verdict.Outcome;
import io.balsa.bench.verdict.Verdict;
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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds the commit that made a benchmark slower. */
@Command(
        name = "bisect",
        description = {
            "Finds the first commit after GOOD, up to BAD, that made one benchmark slower: each step compares a commit with GOOD.",
            "Exit codes: 1 found; 2 BAD is not slower for certain, or a step cannot tell; 3 a step is invalid; 64 wrong use."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class BisectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "GOOD", description = "A commit that was fast.")
    private String good;

    @Parameters(
            index = "1",
            paramLabel = "BAD",
            defaultValue = "HEAD",
            description = "One that is slow. Default: HEAD.")
    private String bad;

    @Mixin
    private CompareOptions options;

    private BisectCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        final Path home = Path.of(System.getProperty("balsa.home", ""));
        final List<ForkPlan> plans = options.plans(home);
        if (plans.size() != 1) {
            throw new ParameterException(
                    spec.commandLine(), "name the one benchmark that got slower: --benchmark, found=" + plans.size());
        }
        final Path comparisons = options.comparisons(home);
        Files.createDirectories(comparisons);
        final Suite suite = Suite.find(home, comparisons);
        final ArmBuilder builder = new ArmBuilder(home, suite.jar(), Suite.jvmArguments(), System.out::println);
        final List<String> commits = builder.between(good, bad);
        final Arm armA = builder.build("A", good);
        final Bisection.Question question = (commit, left) -> {
            System.out.printf("%d commits left; %s%n", left, builder.describe(commit));
            return compare(suite, comparisons, armA, builder.build("B", commit), plans);
        };
        final Outcome whole = question.ask(commits.get(commits.size() - 1), commits.size());
        if (whole != Outcome.REGRESSED) {
            System.out.println("nothing to search for: " + bad + " against " + good + " is " + whole);
            return Main.EXIT_UNDECIDED;
        }
        final Bisection.Range found = new Bisection(commits, question).run();
        if (found.isFound()) {
            System.out.println("made it slower: " + builder.describe(found.first()));
            return Main.EXIT_REGRESSION;
        }
        System.out.println("between " + builder.describe(found.first()) + " and " + builder.describe(found.last())
                + ": no verdict on " + builder.describe(String.valueOf(found.undecided()))
                + ", give it more --minutes");
        return Main.EXIT_UNDECIDED;
    }

    private Outcome compare(
            final Suite suite, final Path comparisons, final Arm armA, final Arm armB, final List<ForkPlan> plans)
            throws IOException, InterruptedException {
        final int blocks = options.blocks(suite.home(), plans);
        final Instant startedAt = Instant.now();
        final ComparisonDirectory directory =
                ComparisonDirectory.create(comparisons, startedAt, "bisect-" + armA.commit7() + "-" + armB.commit7());
        final double seconds = Comparison.seconds(plans, 2 * blocks);
        final Progress progress =
                new Progress(System.out, Terminal.isStandardOutput(), SystemNanoClock.INSTANCE, seconds);
        final ComparisonRecord found = new Comparison(directory, suite, startedAt)
                .run(ComparisonRecord.Kind.BRANCHES, armA, armB, plans, blocks, progress);
        if (!found.problems().isEmpty()) {
            throw new IOException(String.join("; ", found.problems()));
        }
        ComparisonOutcome.remember(suite, directory, found);
        final Verdict verdict = found.verdicts().get(0);
        final Estimate estimate = verdict.estimate();
        System.out.printf(
                Locale.ROOT,
                "    %s%s, %s%n",
                verdict.outcome(),
                estimate == null ? "" : String.format(Locale.ROOT, " %+.1f%%", Estimate.percent(estimate.effect())),
                directory.path());
        return verdict.outcome();
    }
}
