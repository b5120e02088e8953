package io.balsa.bench.report.comparison;

import io.balsa.bench.compare.AllocationChange;
import io.balsa.bench.compare.ComparisonRecord;
import io.balsa.bench.compare.ComparisonRecord.ArmRecord;
import io.balsa.bench.compare.ComparisonRecord.Kind;
import io.balsa.bench.environment.Environment;
import io.balsa.bench.fork.ForkFile;
import io.balsa.bench.fork.ForkRecord;
import io.balsa.bench.fork.ForkRecord.Iteration;
import io.balsa.bench.result.Json;
import io.balsa.bench.stats.LatencyHistogram;
import io.balsa.bench.verdict.Estimate;
import io.balsa.bench.verdict.ForkPairs;
import io.balsa.bench.verdict.Gate;
import io.balsa.bench.verdict.Judge;
import io.balsa.bench.verdict.Metric;
import io.balsa.bench.verdict.NoiseBand;
import io.balsa.bench.verdict.NoiseHistory;
import io.balsa.bench.verdict.Outcome;
import io.balsa.bench.verdict.PercentileBootstrap;
import io.balsa.bench.verdict.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** A whole comparison with made-up forks, drawn from a fixed seed: one benchmark for every outcome, one with latencies. */
final class SampleComparison {
    static final String REGRESSED = "LogAppendBenchmark.append{payloadLength=256}";
    static final String IMPROVED = "CodecBenchmark.encode";
    static final String ALLOCATES = "KvPutBenchmark.put{snapshot=<none> & \"all\"}";
    static final String INCONCLUSIVE = "ProposeCommitBenchmark.batchOf16{payloadBytes=0}";
    static final String UNSTABLE = "QuorumBenchmark.commitIndex";
    static final String SAMPLED = "ReplicatedEntryBenchmark.entry{shape=3x256Bx16}";
    static final String PROBLEM = "fewer blocks than <wanted>: wanted=24, found=20";

    private static final int BLOCKS = 20;
    private static final int WARMUP = 6;
    private static final int ITERATIONS = 5;

    /**
     * What a benchmark does.
     *
     * @param slowdown of arm B, a ratio
     * @param scatter of forks, a logarithm
     * @param failing share of forks that fail
     * @param processorShare of the wall time
     */
    private record Habit(
            String name,
            Map<String, String> parameters,
            double timeNs,
            double slowdown,
            double scatter,
            double failing,
            double processorShare,
            double allocatedB,
            boolean sampled) {}

    private static final List<Habit> HABITS = List.of(
            new Habit("LogAppendBenchmark.append", Map.of("payloadLength", "256"), 80, 1.10, 0.01, 0, 1, 0, false),
            new Habit("CodecBenchmark.encode", Map.of(), 12.5, 0.93, 0.008, 0, 1, 0, false),
            new Habit("KvPutBenchmark.put", Map.of("snapshot", "<none> & \"all\""), 310, 1, 0.009, 0, 1, 24, false),
            new Habit(
                    "ProposeCommitBenchmark.batchOf16", Map.of("payloadBytes", "0"), 96, 1.02, 0.09, 0, 0.98, 0, false),
            new Habit("QuorumBenchmark.commitIndex", Map.of(), 4.2, 1, 0.01, 0.3, 1, 0, false),
            new Habit(
                    "ReplicatedEntryBenchmark.entry",
                    Map.of("shape", "3x256Bx16"),
                    41_000,
                    1.01,
                    0.02,
                    0,
                    0.3,
                    0,
                    true));

    private final Random random = new Random(7);
    private final List<ForkRecord> forks = new ArrayList<>();
    private double pressure;

    private SampleComparison() {}

    /** Writes both files of the comparison into the directory, and a flame graph. */
    static void write(final Path directory) throws IOException {
        write(directory, Kind.BRANCHES);
    }

    static void write(final Path directory, final Kind kind) throws IOException {
        final SampleComparison sample = new SampleComparison();
        sample.run();
        for (final ForkRecord fork : sample.forks) {
            ForkFile.append(directory.resolve(ForkFile.NAME), fork);
        }
        Json.write(directory.resolve("comparison.json"), sample.record(kind));
        final Path flames = Files.createDirectories(directory.resolve("flames"));
        Files.writeString(flames.resolve("LogAppendBenchmark.append-B cpu.html"), "<p>");
    }

    private void run() {
        for (int block = 0; block < BLOCKS; block++) {
            final List<Runnable> turns = new ArrayList<>();
            for (final Habit habit : HABITS) {
                for (final String arm : List.of("A", "B")) {
                    final int now = block;
                    turns.add(() -> forks.add(fork(now, arm, habit)));
                }
            }
            Collections.shuffle(turns, random);
            turns.forEach(Runnable::run);
        }
    }

    private ForkRecord fork(final int block, final String arm, final Habit habit) {
        pressure = random.nextInt(12) == 0 ? 0.3 + 0.5 * random.nextDouble() : 0.9 * pressure;
        final boolean isB = arm.equals("B");
        final double held = random.nextInt(25) == 0 ? 0.3 : 0;
        final double own =
                Math.log(habit.timeNs() * (isB ? habit.slowdown() : 1)) + habit.scatter() * random.nextGaussian();
        final List<Double> warmup = new ArrayList<>();
        for (int i = 0; i < WARMUP; i++) {
            warmup.add(Math.exp(own + held + 2 * Math.exp(-1.5 * i) + 0.004 * random.nextGaussian()));
        }
        warmup.set(0, block == 3 ? 0 : warmup.get(0));
        final List<Iteration> iterations = new ArrayList<>();
        for (int i = 0; i < ITERATIONS; i++) {
            final double within = 0.004 * random.nextGaussian();
            iterations.add(new Iteration(
                    Math.exp(own + held + within),
                    habit.processorShare() * Math.exp(own + held / 4 + within),
                    isB ? habit.allocatedB() : 0,
                    isB && habit.allocatedB() > 0 ? 1 : 0,
                    Math.min(1, pressure + held),
                    pressure / 5,
                    held / 10));
        }
        final boolean failed = random.nextDouble() < habit.failing();
        return new ForkRecord(
                block,
                forks.size(),
                arm,
                habit.name(),
                habit.parameters(),
                "ns/op",
                "2026-11-25T14:00:00Z",
                7.5,
                failed ? List.of() : warmup,
                failed ? List.of() : iterations,
                Map.of(),
                habit.sampled() ? latencies(own) : null,
                failed ? "the JVM ended: exit=134; see its log" : null);
    }

    private String latencies(final double logTime) {
        final Histogram histogram = LatencyHistogram.create();
        for (int i = 0; i < 5_000; i++) {
            histogram.recordValue(
                    (long) Math.exp(logTime + 0.4 * Math.abs(random.nextGaussian()) + (i % 400 == 0 ? 2 : 0)));
        }
        final ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        final int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }

    private ComparisonRecord record(final Kind kind) {
        final List<Verdict> verdicts = new ArrayList<>();
        final List<AllocationChange> allocations = new ArrayList<>();
        for (final ForkPairs pairs : ForkPairs.of(forks, "A", "B")) {
            verdicts.add(Judge.paired(pairs, NoiseHistory.NONE));
            if (pairs.key().equals(SAMPLED)) {
                verdicts.add(percentile(pairs));
            }
            final boolean more = pairs.key().equals(ALLOCATES);
            allocations.add(
                    new AllocationChange(pairs.key(), 0, more ? 24 : 0, more ? Outcome.REGRESSED : Outcome.EQUIVALENT));
        }
        return new ComparisonRecord(
                ComparisonRecord.SCHEMA_VERSION,
                "20261125T140000Z-main-0b51e55",
                kind,
                "2026-11-25T14:00:00Z",
                1_801.5,
                new ArmRecord("A", "main", environment("119d58833e271acb1968859017ab4bdf0a37e0e8", null)),
                new ArmRecord(
                        "B", "shorter <path>", environment("0b51e55000000000000000000000000000000000", "-Xlog:gc")),
                Gate.judge(verdicts),
                allocations,
                List.of(PROBLEM));
    }

    private static Verdict percentile(final ForkPairs pairs) {
        final Estimate estimate = new PercentileBootstrap(1).ratio(pairs, 99, Judge.CONFIDENCE);
        final NoiseBand band = NoiseBand.of();
        return new Verdict(
                pairs.key() + " p99",
                Judge.against(estimate, band),
                Metric.WALL_TIME,
                estimate,
                null,
                band,
                null,
                List.of("latency of B against A at p99", band.toString()));
    }

    private static Environment environment(final String commit, final @Nullable String flag) {
        return new Environment(
                "Xeon <8>",
                8,
                33L << 30,
                "Linux",
                "6.1",
                "performance",
                "tsc",
                "madvise",
                0.4,
                new Environment.DataDisk("/data", "ext4", "/dev/sda1", "rw,relatime"),
                new Environment.Jvm("OpenJDK 64-Bit Server VM", "Debian", "17.0.15+6"),
                flag == null ? List.of("-XX:+UseSerialGC") : List.of("-XX:+UseSerialGC", flag),
                List.of(),
                commit,
                false);
    }
}
