package io.balsa.bench.gate;

import io.balsa.bench.compare.Suite;
import io.balsa.bench.environment.Environment;
import io.balsa.bench.environment.EnvironmentReader;
import io.balsa.bench.fork.Arm;
import io.balsa.bench.fork.ForkPlan;
import io.balsa.bench.jmh.JmhSuite;
import io.balsa.bench.profile.BenchSetting;
import io.balsa.bench.profile.BenchSettings;
import io.balsa.bench.profiling.BenchmarkProfiler;
import io.balsa.bench.profiling.FlamePage;
import io.balsa.bench.profiling.PageHead;
import io.balsa.bench.profiling.ProfileEvent;
import io.balsa.bench.profiling.Stacks;
import io.balsa.bench.result.MicroRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Runs benchmarks with the allocation profiler and finds those that allocate.
 *
 * <p>A JVM allocates on its own account now and then, more so while it warms up; code that allocates does so all the time. So what is
 * over the limit is measured anew, a longer iteration each time, and it counts if it is over the limit in all of them.
 *
 * <p>Threading: one thread; the benchmarks run in JVMs of their own, one after the other.
 */
public final class AllocationGate {
    /** Bytes per operation below which nothing is allocated: the profiler's own objects count, so that it never says 0. */
    public static final double LIMIT_BYTES = 0.01;

    /**
     * Bytes that JMH and its profiler allocate per iteration at most; about 6 KB were seen. Where operations are long, few share them,
     * and the limit is what they come to. An object is 16 bytes at least: one per operation is found where an iteration has more than
     * a thousand of them, which is all but the largest batches.
     */
    private static final double HARNESS_BYTES = 16 << 10;

    private static final double NS_PER_MS = 1e6;

    /** The benchmarks of the way of a command or query, in steady state, by name. */
    public static final String PATH = "\\.(CodecBenchmark|LogAppendBenchmark|LogReadBenchmark|ProposeCommitBenchmark"
            + "|ReplicatedEntryBenchmark|IdleGroupBenchmark|QuorumBenchmark|RingBenchmark|PeerMessageBenchmark"
            + "|SessionTableBenchmark|ApplyBenchmark|ReadIndexBenchmark|TransportBenchmark|ClusterCommitBenchmark)\\.";

    private static final double PROFILED_SECONDS = 1;
    private static final int LONGER = 4;
    private static final int MOST_TRIES = 3;

    private final BenchSettings settings;
    private final Path directory;
    private final boolean brief;

    /**
     * Makes a gate.
     *
     * @param settings which benchmarks, how often and how long
     * @param brief whether each is run with the first values of its parameters alone
     * @param directory for JMH's results and logs, and for flame graphs
     */
    public AllocationGate(final BenchSettings settings, final boolean brief, final Path directory) {
        this.settings = settings;
        this.brief = brief;
        this.directory = directory;
    }

    /**
     * A benchmark that allocates.
     *
     * @param record what it measured
     * @param flameGraph page that shows where
     */
    public record Offender(MicroRecord record, Path flameGraph) {}

    /** What the gate found. {@code measured} are all benchmarks, {@code offenders} those that allocate. */
    public record Verdict(List<MicroRecord> measured, List<Offender> offenders) {}

    /**
     * Runs all benchmarks, then those that allocate once more under a profiler.
     *
     * @throws IOException when no benchmark is found, JMH cannot run, a benchmark fails, or there is no profiler for this system
     * @throws InterruptedException when the caller is to stop
     */
    public Verdict run(final JmhSuite.Listener listener) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        if (count() == 0) {
            throw new IOException("no benchmark has such a name: pattern=" + settings.text(BenchSetting.JMH_INCLUDE));
        }
        final List<MicroRecord> measured = measure(settings, "all", listener);
        final List<Offender> offenders = new ArrayList<>();
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            measureAgain(measured);
        }
        for (final MicroRecord record : measured) {
            if (isOver(record)) {
                offenders.add(new Offender(record, draw(record)));
            }
        }
        return new Verdict(measured, offenders);
    }

    /** Returns how many benchmarks it runs, each combination of parameters for itself. */
    public int count() {
        return suite(settings).count();
    }

    private JmhSuite suite(final BenchSettings chosen) {
        final JmhSuite all = new JmhSuite(chosen);
        return brief ? all.brief() : all;
    }

    /** Draws where a benchmark allocates. */
    private Path draw(final MicroRecord record) throws IOException, InterruptedException {
        final Path pages = Files.createDirectories(directory.resolve("flame"));
        final Environment environment =
                EnvironmentReader.read(Path.of(System.getProperty("balsa.home", "")), pages, List.of());
        final Path classes = Path.of(System.getProperty("java.class.path"));
        final Arm arm = new Arm("B", "this work tree", environment.commit(), classes, Suite.jvmArguments());
        final ForkPlan plan = BenchmarkProfiler.plan(
                record.parameters().isEmpty() ? record.name() : record.name() + record.parameters(), PROFILED_SECONDS);
        final Stacks stacks = new BenchmarkProfiler(classes, pages).profile(arm, plan, ProfileEvent.ALLOC);
        final PageHead head = PageHead.of(
                plan.key(), environment, PageHead.commit(environment), ProfileEvent.ALLOC, List.of("1 fork"));
        return FlamePage.write(
                pages.resolve(BenchmarkProfiler.fileName(plan) + "-alloc.html"), stacks, head, ProfileEvent.ALLOC);
    }

    private boolean isOver(final MicroRecord record) {
        // Not a number is not below, either.
        return !(record.allocatedBytesPerOp() < limitBytes(record, settings.integer(BenchSetting.JMH_ITERATION_MS)));
    }

    /** Returns the limit for operations that take as long as those of a record, in iterations of some length or longer ones. */
    static double limitBytes(final MicroRecord record, final double iterationMs) {
        return Math.max(LIMIT_BYTES, HARNESS_BYTES / operations(record, iterationMs * NS_PER_MS));
    }

    private static double operations(final MicroRecord record, final double iterationNs) {
        return switch (record.unit()) {
            case "ns/op" -> iterationNs / record.score();
            case "us/op" -> iterationNs / 1e3 / record.score();
            case "ops/s" -> iterationNs / 1e9 * record.score();
            default ->
                throw new IllegalArgumentException("a benchmark has a unit that the gate does not know: name="
                        + record.name() + ", unit=" + record.unit());
        };
    }

    /** Replaces what is over the limit. */
    private void measureAgain(final List<MicroRecord> measured) throws IOException {
        final String methods = measured.stream()
                .filter(this::isOver)
                .map(record -> Pattern.quote(record.name()))
                .distinct()
                .collect(Collectors.joining("|"));
        if (methods.isEmpty()) {
            return;
        }
        final BenchSettings longer = settings.with(BenchSetting.JMH_INCLUDE, "\\.(" + methods + ")$")
                .with(BenchSetting.JMH_ITERATIONS, "1")
                .with(
                        BenchSetting.JMH_ITERATION_MS,
                        String.valueOf(LONGER * settings.integer(BenchSetting.JMH_ITERATION_MS)));
        for (final MicroRecord again : measure(longer, "again", (number, name) -> {})) {
            measured.replaceAll(record -> isOver(record) && isSame(record, again) ? again : record);
        }
    }

    private static boolean isSame(final MicroRecord one, final MicroRecord other) {
        return one.name().equals(other.name()) && one.parameters().equals(other.parameters());
    }

    private List<MicroRecord> measure(final BenchSettings chosen, final String name, final JmhSuite.Listener listener)
            throws IOException {
        return suite(chosen).run(directory.resolve(name + ".json"), directory.resolve(name + ".log"), listener);
    }
}
