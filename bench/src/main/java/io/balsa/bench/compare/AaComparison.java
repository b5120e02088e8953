package io.balsa.bench.compare;

import io.balsa.bench.environment.Environment;
import io.balsa.bench.environment.EnvironmentReader;
import io.balsa.bench.fork.Arm;
import io.balsa.bench.fork.ForkFile;
import io.balsa.bench.fork.ForkPlan;
import io.balsa.bench.fork.ForkRunner;
import io.balsa.bench.fork.ForkSchedule;
import io.balsa.bench.fork.ForkSchedule.Contest;
import io.balsa.bench.result.Json;
import io.balsa.bench.run.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.agrona.concurrent.SystemNanoClock;

/** The build that runs against itself. */
public final class AaComparison {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final List<String> BENCHMARKS = List.of(
            "LogAppendBenchmark.append{payloadLength=256}",
            "ProposeCommitBenchmark.batchOf16{payloadBytes=0}",
            "ProposeCommitBenchmark.batchOf256{payloadBytes=256}",
            "ReplicatedEntryBenchmark.entry{shape=3x256Bx16}",
            "KvPutBenchmark.put{snapshot=none}");
    private static final int WARMUP_ITERATIONS = 4;
    private static final int ITERATIONS = 5;
    private static final int ITERATION_MS = 100;
    private static final long SEED = 20_261_125;

    private AaComparison() {}

    /**
     * Runs it.
     *
     * @param blocks forks of each arm and benchmark
     * @param record whether there is a slower arm
     * @return the file of the forks
     */
    public static Path run(
            final Path home,
            final Path comparisons,
            final int blocks,
            final boolean record,
            final PrintStream out,
            final boolean terminal)
            throws IOException, InterruptedException {
        final Environment environment = EnvironmentReader.read(home, Path.of(""), List.of());
        final Path directory = comparisons.resolve(STAMP.format(Instant.now()) + "-aa-" + environment.commit7());
        Files.createDirectories(directory);
        Json.write(directory.resolve("env.json"), environment);
        final Path ownJar = Path.of(AaComparison.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        final Arm own = new Arm(
                "A",
                "this build",
                environment.commit(),
                ownJar,
                ManagementFactory.getRuntimeMXBean().getInputArguments());
        final List<ForkPlan> plans = BENCHMARKS.stream()
                .map(key -> ForkPlan.parse(key, ForkPlan.Mode.AVERAGE, WARMUP_ITERATIONS, ITERATIONS, ITERATION_MS))
                .toList();
        final int arms = record ? 3 : 2;
        final double seconds =
                arms * blocks * plans.stream().mapToDouble(ForkPlan::seconds).sum();
        final Progress progress = new Progress(out, terminal, SystemNanoClock.INSTANCE, seconds);
        final Path forks = directory.resolve(ForkFile.NAME);
        final ForkSession session = new ForkSession(new ForkRunner(ownJar, directory), forks, progress);
        final ForkSchedule schedule = record
                ? Recording.schedule(own, plans, session, SEED)
                : new ForkSchedule(
                        plans.stream()
                                .map(plan -> new Contest(
                                        plan,
                                        List.of(
                                                own.as("A1", own.label(), List.of()),
                                                own.as("A2", own.label(), List.of()))))
                                .toList(),
                        SEED);
        session.run(schedule, blocks);
        progress.finish();
        return forks;
    }
}
