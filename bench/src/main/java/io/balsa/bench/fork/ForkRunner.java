package io.balsa.bench.fork;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs forks, one at a time.
 *
 * <p>JMH runs inside the fork itself, so that a fork costs the start of one JVM. The jar of the arm comes first on the class path and
 * this suite's own behind it: an arm from before a benchmark or the profiler was written is measured with ours.
 *
 * <p>Threading: one owner. A fork that fails, or does not end, is a record with a failure, never a lost one.
 */
public final class ForkRunner {
    /** A fork that takes so many times as long as planned, and a minute, hangs. */
    private static final int PATIENCE = 10;

    private static final long PATIENCE_SECONDS = 60;
    private static final int TOLD_LINES = 12;
    private static final double NS_PER_SECOND = 1e9;

    private static final List<String> SCORED = List.of("-prof", PressureProfiler.class.getName(), "-prof", "gc");

    private final Path java;
    private final Path ownJar;
    private final Path scratch;

    /**
     * Makes a runner.
     *
     * @param ownJar holds this class: a jar, or a class path
     * @param scratch an existing directory for what JMH writes
     */
    public ForkRunner(final Path ownJar, final Path scratch) {
        this.ownJar = ownJar;
        this.scratch = scratch;
        java = Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /**
     * Runs one fork.
     *
     * @param block of the schedule
     * @param order of the fork in the comparison
     * @throws IOException when no JVM can be started or files cannot be written
     * @throws InterruptedException when the comparison is to stop; the fork is ended
     */
    public ForkRecord run(final Arm arm, final ForkPlan plan, final int block, final int order)
            throws IOException, InterruptedException {
        return run(arm, plan, block, order, SCORED);
    }

    /**
     * Runs one fork under a profiler, which disturbs it: its numbers mean nothing.
     *
     * @param profiler as JMH's option {@code -prof} takes it
     * @throws IOException when no JVM can be started or files cannot be written
     * @throws InterruptedException when the caller is to stop; the fork is ended
     */
    public ForkRecord runProfiled(final Arm arm, final ForkPlan plan, final String profiler)
            throws IOException, InterruptedException {
        return run(arm, plan, 0, 0, List.of("-prof", profiler));
    }

    /** Returns what the last fork printed, if any ran. */
    public Path log() {
        return scratch.resolve("fork.log");
    }

    private Path json() {
        return scratch.resolve("fork.json");
    }

    /** Deletes what the last fork left. */
    public void deleteScratch() throws IOException {
        Files.deleteIfExists(json());
        Files.deleteIfExists(log());
    }

    private ForkRecord run(
            final Arm arm, final ForkPlan plan, final int block, final int order, final List<String> profilers)
            throws IOException, InterruptedException {
        final Path json = json();
        final Path log = log();
        Files.deleteIfExists(json);
        final Instant startedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        final long startNs = System.nanoTime();
        final Process process = new ProcessBuilder(command(arm, plan, json, profilers))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        final String failure = await(process, plan, log);
        final double seconds = (System.nanoTime() - startNs) / NS_PER_SECOND;
        final ForkResult result = failure == null ? ForkResult.read(json, log) : ForkResult.failed(failure);
        return new ForkRecord(
                block,
                order,
                arm.name(),
                plan.benchmark(),
                plan.parameters(),
                "ns/op",
                startedAt.toString(),
                Math.rint(seconds * 1e3) / 1e3,
                result.warmup(),
                result.iterations(),
                result.percentiles(),
                result.histogram(),
                result.failure());
    }

    private static @Nullable String await(final Process process, final ForkPlan plan, final Path log)
            throws IOException, InterruptedException {
        final long patience = (long) (PATIENCE * plan.seconds()) + PATIENCE_SECONDS;
        try {
            if (!process.waitFor(patience, TimeUnit.SECONDS)) {
                return "the fork did not end: seconds=" + patience + ", " + tail(log);
            }
        } finally {
            process.destroyForcibly();
        }
        return process.exitValue() == 0 ? null : "the fork ended with " + process.exitValue() + ": " + tail(log);
    }

    private static String tail(final Path log) throws IOException {
        final List<String> lines =
                Files.readAllLines(log).stream().filter(line -> !line.isBlank()).toList();
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - TOLD_LINES), lines.size()));
    }

    private List<String> command(final Arm arm, final ForkPlan plan, final Path json, final List<String> profilers) {
        final List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(arm.jvmArguments());
        command.addAll(List.of(
                "-Djmh.ignoreLock=true",
                "-cp",
                arm.jar() + File.pathSeparator + ownJar,
                "org.openjdk.jmh.Main",
                "\\." + Pattern.quote(plan.benchmark()) + "$"));
        for (final Map.Entry<String, String> parameter : plan.parameters().entrySet()) {
            command.addAll(List.of("-p", parameter.getKey() + "=" + parameter.getValue()));
        }
        command.addAll(List.of("-f", "0", "-bm", plan.mode().jmhName(), "-tu", "ns", "-foe", "true"));
        command.addAll(List.of("-wi", "" + plan.warmupIterations(), "-w", plan.iterationMs() + "ms"));
        command.addAll(List.of("-i", "" + plan.iterations(), "-r", plan.iterationMs() + "ms"));
        command.addAll(profilers);
        command.addAll(List.of("-rf", "json", "-rff", json.toString()));
        return command;
    }
}
