package io.balsa.bench;

import io.balsa.bench.compare.ArmBuilder;
import io.balsa.bench.compare.Suite;
import io.balsa.bench.fork.Arm;
import io.balsa.bench.fork.ForkPlan;
import io.balsa.bench.profiling.BranchProfiler;
import io.balsa.bench.profiling.ProfileEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws what differs between two branches. */
@Command(
        name = "diff-flame",
        description = {
            "Builds two branches, each once, profiles their benchmarks in forks that take turns, and draws one flame graph of both: red"
                    + " is what B does more, blue what it does less, each profile counted as 100%. No verdict counts these forks.",
            "Exit codes: 0 drawn; 3 there is no profiler for this system, the kernel does not allow it, a branch does not build, a"
                    + " benchmark fails, or nothing was sampled; 64 wrong use."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DiffFlameCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "A", description = "What to compare with: a branch, a tag, a commit.")
    private String revisionA;

    @Parameters(index = "1", paramLabel = "B", description = "What may differ; '.' is this work tree as it lies here.")
    private String revisionB;

    @Parameters(
            index = "2..*",
            arity = "0..*",
            paramLabel = "BENCHMARK",
            description =
                    "As in 'LogAppendBenchmark.append{payloadLength=256}'. Default: those that a comparison runs.")
    private @Nullable List<String> benchmarks;

    @Option(
            names = "--forks",
            paramLabel = "N",
            defaultValue = "3",
            description =
                    "Forks of each branch, which are added up: compilers make something else of a program each time. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int forks;

    @Mixin
    private FlameOptions options;

    private DiffFlameCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (forks < 1) {
            throw new ParameterException(spec.commandLine(), "--forks must be above 0: found=" + forks);
        }
        options.check();
        final Path home = Path.of(System.getProperty("balsa.home", ""));
        final List<ForkPlan> plans = options.plans(home, benchmarks);
        final List<ProfileEvent> events = options.events(ProfileEvent.CPU);
        final Suite suite = Suite.find(home, home.resolve("results"));
        final ArmBuilder builder = new ArmBuilder(home, suite.jar(), Suite.jvmArguments(), System.out::println);
        final Arm armA = builder.build("A", revisionA);
        final Arm armB = builder.build("B", revisionB);
        final Path directory = options.directory(home, "diff-" + armA.commit7() + "-" + armB.commit7());
        final BranchProfiler profiler =
                new BranchProfiler(suite.jar(), suite.environment(), directory, System.out::println);
        final List<Path> pages = new ArrayList<>();
        for (final ForkPlan plan : plans) {
            for (final ProfileEvent event : events) {
                pages.addAll(options.draw(() -> profiler.draw(armA, armB, plan, event, forks)));
            }
        }
        return options.tell(directory, pages);
    }
}
