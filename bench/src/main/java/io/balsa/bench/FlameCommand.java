package io.balsa.bench;

import io.balsa.bench.compare.Suite;
import io.balsa.bench.environment.Environment;
import io.balsa.bench.environment.EnvironmentReader;
import io.balsa.bench.fork.Arm;
import io.balsa.bench.fork.ForkPlan;
import io.balsa.bench.profile.Profile;
import io.balsa.bench.profiling.BenchmarkProfiler;
import io.balsa.bench.profiling.FlamePage;
import io.balsa.bench.profiling.LoadFlames;
import io.balsa.bench.profiling.LoadProfiler;
import io.balsa.bench.profiling.NodeSamples;
import io.balsa.bench.profiling.PageHead;
import io.balsa.bench.profiling.ProfileEvent;
import io.balsa.bench.report.FlameLinks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws flame graphs. */
@Command(
        name = "flame",
        description = {
            "Draws flame graphs by async-profiler: of benchmarks, each in a fork of its own that no verdict counts; with --load, of the"
                    + " leader and a follower of three nodes under load; with --tail, of these nodes while one of the slowest commits was"
                    + " under way, and where that differs from all the time.",
            "Exit codes: 0 drawn; 3 there is no profiler for this system, the kernel does not allow it, what is profiled fails, or"
                    + " nothing was sampled; 64 wrong use."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class FlameCommand implements Callable<Integer> {
    private static final double HUNDRED = 100;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "BENCHMARK",
            description =
                    "As in 'LogAppendBenchmark.append{payloadLength=256}'. Default: those that a comparison runs.")
    private @Nullable List<String> benchmarks;

    @Option(names = "--load", description = "Profile nodes under load instead of benchmarks.")
    private boolean isLoad;

    @Option(
            names = "--tail",
            paramLabel = "PERCENTILE",
            description =
                    "Of nodes under load, show only what they did while a commit slower than this was under way: 99, 99.9.")
    private @Nullable Double tail;

    @Option(
            names = "--outstanding",
            paramLabel = "N",
            defaultValue = "16",
            description = "Commands that the load keeps under way. Default: ${DEFAULT-VALUE}.")
    private int outstanding;

    @Mixin
    private FlameOptions options;

    private FlameCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        options.check();
        final Path home = Path.of(System.getProperty("balsa.home", ""));
        return isLoad || tail != null ? drawLoad(home) : drawBenchmarks(home);
    }

    private void check() {
        if (tail != null && !(tail > 0 && tail < HUNDRED)) {
            throw new ParameterException(
                    spec.commandLine(), "--tail must be above 0 and below 100: found=" + tail + ", such as 99");
        }
        if (outstanding < 1) {
            throw new ParameterException(spec.commandLine(), "--outstanding must be above 0: found=" + outstanding);
        }
        if (benchmarks != null && (isLoad || tail != null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "nodes under load run no benchmark: found=" + benchmarks.get(0)
                            + "; leave it out, or --load and --tail");
        }
    }

    private int drawBenchmarks(final Path home) throws IOException, InterruptedException {
        final List<ForkPlan> plans = options.plans(home, benchmarks);
        final List<ProfileEvent> events = options.events(ProfileEvent.CPU);
        final Suite suite = Suite.find(home, home.resolve("results"));
        final Environment environment = suite.environment();
        final Path directory = options.directory(home, environment.commit7());
        final Arm arm = new Arm("B", "this work tree", environment.commit(), suite.jar(), Suite.jvmArguments());
        final BenchmarkProfiler profiler = new BenchmarkProfiler(suite.jar(), directory);
        final List<Path> pages = new ArrayList<>();
        for (final ForkPlan plan : plans) {
            for (final ProfileEvent event : events) {
                System.out.printf(
                        Locale.ROOT, "profiling %s, %s, about %.0f s%n", plan.key(), event.word(), plan.seconds());
                final String made =
                        String.format(Locale.ROOT, "1 fork of %.1f s", plan.iterations() * plan.iterationMs() / 1e3);
                final PageHead head =
                        PageHead.of(plan.key(), environment, PageHead.commit(environment), event, List.of(made));
                pages.addAll(options.draw(() -> List.of(FlamePage.write(
                        directory.resolve(BenchmarkProfiler.fileName(plan) + "-" + event.word() + ".html"),
                        profiler.profile(arm, plan, event),
                        head,
                        event))));
            }
        }
        return options.tell(directory, pages);
    }

    private int drawLoad(final Path home) throws IOException, InterruptedException {
        final Profile profile = options.profile(home);
        final List<ProfileEvent> events = options.events(ProfileEvent.CPU, ProfileEvent.WALL);
        final double seconds = options.seconds();
        final Environment environment = EnvironmentReader.read(
                home, home.resolve("results"), profile.nodes().jvmArguments());
        final Path directory = options.directory(home, "load-" + environment.commit7());
        final String load = String.format(
                Locale.ROOT, "%d outstanding for %.1f s, profile %s", outstanding, seconds, profile.name());
        final LoadFlames flames = new LoadFlames(environment, directory, load, tail);
        final List<Path> pages = new ArrayList<>();
        System.out.println("three nodes start and warm up");
        try (LoadProfiler profiler = LoadProfiler.start(
                profile,
                Files.createDirectories(home.resolve("results").resolve(FlameLinks.FOLDER)),
                Files.createDirectories(directory.resolve("nodes")),
                outstanding)) {
            for (final ProfileEvent event : events) {
                System.out.printf(Locale.ROOT, "profiling leader and follower, %s, %.0f s%n", event.word(), seconds);
                for (final NodeSamples node : profiler.record(event, seconds, directory)) {
                    pages.addAll(options.draw(() -> flames.draw(node)));
                    Files.delete(node.recording());
                }
            }
        }
        return options.tell(directory, pages);
    }
}
