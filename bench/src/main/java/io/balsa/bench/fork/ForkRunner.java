package io.balsa.bench.fork;

import io.balsa.bench.fork.ForkSchedule.Contest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs forks, those that belong together at the same time.
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
    private static final double MS_PER_SECOND = 1e3;
    private static final double NS_PER_SECOND = 1e9;

    private static final List<String> SCORED = List.of(PressureProfiler.class.getName(), "gc");

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
     * Runs one fork of each arm at the same time; their iterations take turns.
     *
     * @param block of the schedule
     * @param order of the first of these forks in the comparison
     * @return a record per arm, in the order of the arms
     * @throws IOException when no JVM can be started or files cannot be written
     * @throws InterruptedException when the comparison is to stop; the forks are ended
     */
    public List<ForkRecord> run(final Contest contest, final int block, final int order)
            throws IOException, InterruptedException {
        return run(contest, block, order, SCORED);
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
        return run(new Contest(plan, List.of(arm)), 0, 0, List.of(profiler)).get(0);
    }

    /** Returns what the last fork that was profiled printed, if any ran. */
    public Path log() {
        return log(0);
    }

    /** Deletes what the last fork that was profiled left. */
    public void deleteScratch() throws IOException {
        Files.deleteIfExists(json(0));
        Files.deleteIfExists(log(0));
    }

    private List<ForkRecord> run(final Contest contest, final int block, final int order, final List<String> profilers)
            throws IOException, InterruptedException {
        final Instant startedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        final long startNs = System.nanoTime();
        final List<Process> processes = new ArrayList<>();
        final List<@Nullable String> failures = new ArrayList<>();
        try (Turns turns = new Turns(new Random(order))) {
            for (int number = 0; number < contest.arms().size(); number++) {
                processes.add(start(contest, number, turns.seat(number), profilers));
            }
            final int patienceMs = patienceMs(contest.plan());
            String hanging = null;
            try {
                turns.call(processes, patienceMs);
            } catch (final IOException e) {
                hanging = e.getMessage();
                processes.forEach(Process::destroyForcibly);
            }
            for (int number = 0; number < processes.size(); number++) {
                failures.add(failure(processes.get(number), hanging, patienceMs, log(number)));
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
        final double seconds = (System.nanoTime() - startNs) / NS_PER_SECOND / processes.size();
        final List<ForkRecord> records = new ArrayList<>();
        for (int number = 0; number < processes.size(); number++) {
            final String failure = failures.get(number);
            final ForkResult result =
                    failure == null ? ForkResult.read(json(number), log(number)) : ForkResult.failed(failure);
            records.add(new ForkRecord(
                    block,
                    order + number,
                    contest.arms().get(number).name(),
                    contest.plan().benchmark(),
                    contest.plan().parameters(),
                    "ns/op",
                    startedAt.toString(),
                    Math.rint(seconds * 1e3) / 1e3,
                    result.warmup(),
                    result.iterations(),
                    result.percentiles(),
                    result.histogram(),
                    result.failure()));
        }
        return records;
    }

    private Path json(final int number) {
        return scratch.resolve("fork-" + number + ".json");
    }

    private Path log(final int number) {
        return scratch.resolve("fork-" + number + ".log");
    }

    private Process start(final Contest contest, final int number, final String seat, final List<String> profilers)
            throws IOException {
        Files.deleteIfExists(json(number));
        return new ProcessBuilder(command(contest.arms().get(number), contest.plan(), seat, json(number), profilers))
                .redirectErrorStream(true)
                .redirectOutput(log(number).toFile())
                .start();
    }

    private static int patienceMs(final ForkPlan plan) {
        return (int) (MS_PER_SECOND * (PATIENCE * plan.seconds() + PATIENCE_SECONDS));
    }

    private static @Nullable String failure(
            final Process process, final @Nullable String hanging, final int patienceMs, final Path log)
            throws IOException, InterruptedException {
        if (!process.waitFor(patienceMs, TimeUnit.MILLISECONDS)) {
            return "the fork did not end: ms=" + patienceMs + ", " + tail(log);
        }
        if (hanging != null) {
            return hanging + ": ms=" + patienceMs + ", " + tail(log);
        }
        return process.exitValue() == 0 ? null : "the fork ended with " + process.exitValue() + ": " + tail(log);
    }

    private static String tail(final Path log) throws IOException {
        final List<String> lines = Files.readAllLines(log).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("at "))
                .toList();
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - TOLD_LINES), lines.size()));
    }

    private List<String> command(
            final Arm arm, final ForkPlan plan, final String seat, final Path json, final List<String> profilers) {
        final List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(arm.jvmArguments());
        command.addAll(List.of(
                seat,
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
        command.addAll(List.of("-prof", TurnProfiler.class.getName()));
        profilers.forEach(profiler -> command.addAll(List.of("-prof", profiler)));
        command.addAll(List.of("-rf", "json", "-rff", json.toString()));
        return command;
    }
}
