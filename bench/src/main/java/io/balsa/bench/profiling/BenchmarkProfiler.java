package io.balsa.bench.profiling;

import io.balsa.bench.fork.Arm;
import io.balsa.bench.fork.ForkPlan;
import io.balsa.bench.fork.ForkRecord;
import io.balsa.bench.fork.ForkRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs benchmarks under the profiler, each in a fork of its own.
 *
 * <p>Threading: one owner.
 */
public final class BenchmarkProfiler {
    private static final int WARMUP_ITERATIONS = 4;
    private static final int ITERATION_MS = 500;
    private static final double MS_PER_SECOND = 1e3;

    /** Class that JMH generates around a benchmark; what calls it is the same for all of them. */
    private static final String HARNESS = "_jmhTest.";

    private static final String BALSA = "io/balsa/";

    private final ForkRunner runner;
    private final Path directory;

    /**
     * Makes a profiler.
     *
     * @param ownJar holds this class: a jar, or a class path
     * @param directory for what is written meanwhile; made when missing
     */
    public BenchmarkProfiler(final Path ownJar, final Path directory) {
        this.directory = directory;
        runner = new ForkRunner(ownJar, directory);
    }

    /**
     * Reads a benchmark and says how long it is profiled.
     *
     * @param text as {@link ForkPlan#parse} reads it
     * @param seconds of the measured part, above 0
     * @throws IllegalArgumentException when it is no benchmark
     */
    public static ForkPlan plan(final String text, final double seconds) {
        final int iterations = (int) Math.max(1, Math.ceil(seconds * MS_PER_SECOND / ITERATION_MS));
        return ForkPlan.parse(text, WARMUP_ITERATIONS, iterations, ITERATION_MS);
    }

    /** Returns a name for the pages of a benchmark, fit for a file. */
    public static String fileName(final ForkPlan plan) {
        final StringBuilder name = new StringBuilder(plan.benchmark());
        plan.parameters()
                .forEach((key, value) ->
                        name.append('-').append(key).append('-').append(value.replaceAll("[^A-Za-z0-9._]+", "_")));
        return name.toString();
    }

    /**
     * Runs a fork and returns what was sampled in its measured iterations. The frames that only start a benchmark are left out, and of
     * the time of threads that never run Balsa, all.
     *
     * @throws IOException when there is no profiler for this system, the fork fails, or files cannot be written
     */
    public Stacks profile(final Arm arm, final ForkPlan plan, final ProfileEvent event)
            throws IOException, InterruptedException {
        final Path recordings = Files.createTempDirectory(Files.createDirectories(directory), "recording-");
        try {
            final ForkRecord fork = runner.runProfiled(
                    arm.as(arm.name(), arm.label(), Profiler.JVM_FLAGS),
                    plan,
                    Profiler.ofFork(event, recordings.toAbsolutePath()));
            if (fork.failure() != null) {
                throw new IOException(ProfileFailure.explain(
                        "a benchmark cannot be profiled: benchmark=" + plan.key() + ", arm=" + arm.label(),
                        event,
                        fork.failure(),
                        Files.readString(runner.log())));
            }
            final Stacks stacks = Recording.read(recordingIn(recordings, plan), event);
            return (event == ProfileEvent.WALL ? stacks.having(stack -> stack.contains(BALSA)) : stacks)
                    .renamed(BenchmarkProfiler::withoutHarness);
        } finally {
            delete(recordings);
            runner.deleteScratch();
        }
    }

    /** JMH puts the recording into a folder that it names after the benchmark. */
    private static Path recordingIn(final Path recordings, final ForkPlan plan) throws IOException {
        try (Stream<Path> files = Files.walk(recordings)) {
            return files.filter(file -> file.toString().endsWith(".jfr"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("the profiler recorded nothing: benchmark=" + plan.key()));
        }
    }

    private static String withoutHarness(final String stack) {
        final int harness = stack.indexOf(HARNESS);
        return harness < 0 ? stack : stack.substring(stack.lastIndexOf(';', harness) + 1);
    }

    private static void delete(final Path tree) throws IOException {
        final List<Path> paths;
        try (Stream<Path> walk = Files.walk(tree)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (final Path path : paths) {
            Files.delete(path);
        }
    }
}
