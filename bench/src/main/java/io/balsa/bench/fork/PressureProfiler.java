package io.balsa.bench.fork;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Says of each iteration what it cost a processor, and how much the rest of the machine was in the way.
 *
 * <p>Processor time is that of all threads of the JVM but the compilers': what the benchmark, the collector and helpers of both ran.
 * It does not count the time in which others had the processor, so that it stays when the wall time of a shared machine does not.
 * Pressure is the kernel's pressure stall information, steal what the host of a virtual machine kept. A system that does not
 * tell yields 0.
 *
 * <p>Threading: JMH's own thread, between iterations.
 */
public final class PressureProfiler implements InternalProfiler {
    static final String CPU = "cpu";
    static final String CPU_PRESSURE = "cpuPressure";
    static final String IO_PRESSURE = "ioPressure";
    static final String STEAL = "steal";

    private static final Path TASKS = Path.of("/proc/self/task");
    private static final int STEAL_FIELD = 8;
    private static final int LAST_FIELD = 9;
    private static final double NS_PER_US = 1e3;

    private long startNs;
    private long startCpuNs;
    private long startCpuStallUs;
    private long startIoStallUs;
    private long[] startTicks = new long[LAST_FIELD];

    @Override
    public String getDescription() {
        return "processor time, pressure and steal of each iteration";
    }

    @Override
    public void beforeIteration(final BenchmarkParams benchmark, final IterationParams iteration) {
        startCpuNs = processorNs();
        startTicks = ticks();
        startCpuStallUs = stallUs("cpu");
        startIoStallUs = stallUs("io");
        startNs = System.nanoTime();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            final BenchmarkParams benchmark, final IterationParams iteration, final IterationResult result) {
        final double elapsedUs = (System.nanoTime() - startNs) / NS_PER_US;
        final double cpuPressure = (stallUs("cpu") - startCpuStallUs) / elapsedUs;
        final double ioPressure = (stallUs("io") - startIoStallUs) / elapsedUs;
        final double steal = stealBetween(startTicks, ticks());
        final double cpuNs = processorNs() - startCpuNs;
        return List.of(
                scalar(CPU, cpuNs / Math.max(1, result.getMetadata().getAllOps())),
                scalar(CPU_PRESSURE, Math.min(1, cpuPressure)),
                scalar(IO_PRESSURE, Math.min(1, ioPressure)),
                scalar(STEAL, steal));
    }

    private static ScalarResult scalar(final String name, final double value) {
        return new ScalarResult(name, value, "", AggregationPolicy.AVG);
    }

    private static double stealBetween(final long[] from, final long[] to) {
        long all = 0;
        for (int i = 1; i < LAST_FIELD; i++) {
            all += to[i] - from[i];
        }
        return all == 0 ? 0 : (double) (to[STEAL_FIELD] - from[STEAL_FIELD]) / all;
    }

    /** Returns what all threads but the compilers have run so far; one that ended in the meantime is not in it any more. */
    private static long processorNs() {
        long sum = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (final Path task : tasks) {
                sum += processorNs(task);
            }
        } catch (final IOException e) {
            return 0;
        }
        return sum;
    }

    private static long processorNs(final Path task) {
        try {
            if (Files.readString(task.resolve("comm")).contains("CompilerThre")) {
                return 0;
            }
            final String schedule = Files.readString(task.resolve("schedstat"));
            return Long.parseLong(schedule.substring(0, schedule.indexOf(' ')));
        } catch (final IOException e) {
            // It ended since the list was read.
            return 0;
        }
    }

    /** Returns for how long some thread of the machine has had to wait so far, in us. */
    private static long stallUs(final String resource) {
        try {
            final String some =
                    Files.readAllLines(Path.of("/proc/pressure", resource)).get(0);
            return Long.parseLong(some.substring(some.indexOf("total=") + "total=".length()));
        } catch (final IOException e) {
            return 0;
        }
    }

    /** Returns the ticks of all processors by what they did, from field 1 on. */
    private static long[] ticks() {
        final long[] ticks = new long[LAST_FIELD];
        try {
            final String[] fields =
                    Files.readAllLines(Path.of("/proc/stat")).get(0).split(" +", -1);
            for (int i = 1; i < LAST_FIELD && i < fields.length; i++) {
                ticks[i] = Long.parseLong(fields[i]);
            }
        } catch (final IOException e) {
            return ticks;
        }
        return ticks;
    }
}
