package io.balsa.bench;

import io.balsa.bench.compare.ComparisonDirectory;
import io.balsa.bench.fork.ForkPlan;
import io.balsa.bench.profile.BenchSetting;
import io.balsa.bench.profile.Profile;
import io.balsa.bench.profile.ProfileCatalog;
import io.balsa.bench.profile.ProfileException;
import io.balsa.bench.profiling.BenchmarkProfiler;
import io.balsa.bench.profiling.NoSamplesException;
import io.balsa.bench.profiling.ProfileEvent;
import io.balsa.bench.report.FlameLinks;
import io.balsa.bench.report.HtmlReport;
import io.balsa.bench.report.comparison.ComparisonPage;
import io.balsa.bench.result.RunDirectory;
import io.balsa.bench.result.StampedDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all flame graphs let one choose, and where they go. */
final class FlameOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--event",
            paramLabel = "EVENT",
            split = ",",
            description =
                    "What to sample: cpu, wall, alloc, lock. May be given more than once. Default: cpu; of nodes, cpu and wall.")
    private @Nullable List<String> events;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "5",
            description = "How long each fork or load is sampled, after a warm-up. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            defaultValue = "quick",
            description =
                    "Whose compare.benchmarks, node settings and JVM flags hold: a directory in profiles/. Default:"
                            + " ${DEFAULT-VALUE}.")
    private String profile;

    @Option(
            names = "--into",
            paramLabel = "DIR",
            description =
                    "A run or a comparison: the pages go into its folder flames, and its report links them. Default: a new"
                            + " directory in results/flames.")
    private @Nullable Path into;

    @Option(names = "--open-dir", description = "Show the directory when all is drawn.")
    private boolean isToOpen;

    private boolean isIncomplete;

    /** Draws pages. */
    @FunctionalInterface
    interface Drawing {
        /**
         * Draws.
         *
         * @return the pages
         */
        List<Path> draw() throws IOException, InterruptedException;
    }

    /** Returns what to sample. */
    List<ProfileEvent> events(final ProfileEvent... defaults) {
        if (events == null) {
            return List.of(defaults);
        }
        try {
            return events.stream().map(ProfileEvent::parse).distinct().toList();
        } catch (final IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--event: " + e.getMessage(), e);
        }
    }

    /** Returns how long to sample. */
    double seconds() {
        if (!(seconds > 0 && seconds <= 3600)) {
            throw new ParameterException(
                    spec.commandLine(), "--seconds must be above 0 and at most 3600: found=" + seconds);
        }
        return seconds;
    }

    /** Returns the profile. */
    Profile profile(final Path home) {
        try {
            return new ProfileCatalog(home.resolve("profiles")).load(profile);
        } catch (final ProfileException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Returns what is to be profiled.
     *
     * @param benchmarks as given; {@code null} for those that a comparison runs
     */
    List<ForkPlan> plans(final Path home, final @Nullable List<String> benchmarks) {
        final List<String> chosen = benchmarks == null
                ? List.of(profile(home)
                        .settings()
                        .text(BenchSetting.COMPARE_BENCHMARKS)
                        .split(";", -1))
                : benchmarks;
        final List<ForkPlan> plans = new ArrayList<>();
        for (final String benchmark : chosen) {
            try {
                plans.add(BenchmarkProfiler.plan(benchmark, seconds()));
            } catch (final IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
            }
        }
        return plans;
    }

    /** Says now, and not after minutes, that there is nothing to put pages into. */
    void check() {
        if (into != null && !ComparisonDirectory.isComparison(into) && !Files.isRegularFile(into.resolve("run.json"))) {
            throw new ParameterException(
                    spec.commandLine(), "--into: neither a run nor a comparison: found=" + into + ", missing=run.json");
        }
    }

    /** Makes the directory of the pages. */
    Path directory(final Path home, final String words) throws IOException {
        return into == null
                ? StampedDirectory.create(home.resolve("results").resolve(FlameLinks.FOLDER), Instant.now(), words)
                : Files.createDirectories(into.resolve(FlameLinks.FOLDER));
    }

    /** Draws pages, and says so when there is nothing to draw: no reason to go without the others. */
    List<Path> draw(final Drawing drawing) throws IOException, InterruptedException {
        try {
            return drawing.draw();
        } catch (final NoSamplesException e) {
            final String name = spec.qualifiedName();
            spec.commandLine().getErr().println(name + ": " + e.getMessage());
            isIncomplete = true;
            return List.of();
        }
    }

    /** Tells what was drawn, has the report link it, and returns the exit code. */
    int tell(final Path directory, final List<Path> pages) throws IOException {
        if (into != null && ComparisonDirectory.isComparison(into)) {
            System.out.println("report: " + absolute(ComparisonPage.write(into)));
        } else if (into != null) {
            final RunDirectory run = RunDirectory.open(into);
            HtmlReport.write(run);
            System.out.println("report: " + absolute(run.report()));
        }
        pages.forEach(page -> System.out.println("flame graph: " + absolute(page)));
        System.out.println("directory: " + absolute(directory));
        if (isToOpen) {
            open(directory);
        }
        return isIncomplete ? Main.EXIT_INVALID : 0;
    }

    private static void open(final Path directory) {
        final boolean isMac =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");
        final String opener = isMac ? "open" : "xdg-open";
        try {
            new ProcessBuilder(opener, absolute(directory).toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (final IOException e) {
            System.out.println("the directory cannot be shown: program=" + opener + ", cause=" + e.getMessage());
        }
    }

    private static Path absolute(final Path path) {
        return path.toAbsolutePath().normalize();
    }
}
