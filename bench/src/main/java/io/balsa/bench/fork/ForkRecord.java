package io.balsa.bench.fork;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one fork measured; a line of {@code forks.ndjson}.
 *
 * @param block of the schedule, from 0: in each block every arm runs every benchmark once, in random order; forks of one block
 *     and one benchmark are paired
 * @param order of the fork in the whole comparison, from 0
 * @param arm what was run: {@code A}, {@code B}, ...
 * @param benchmark class and method
 * @param parameters of the benchmark, as text
 * @param unit of the times, such as {@code ns/op}; less is better
 * @param startedAt UTC, ISO 8601
 * @param seconds that the fork took, start of the JVM included
 * @param warmup wall time per operation in each unmeasured iteration
 * @param iterations the measured ones, in order; empty when the fork failed
 * @param percentiles latency by the name of the percentile ({@code p50}, {@code p99}, {@code p99.9}, {@code max}), of all measured
 *     operations of the fork; empty unless the benchmark samples
 * @param histogram the same latencies in HdrHistogram's compressed form, base 64, or {@code null}
 * @param failure why the fork has no numbers, or {@code null}
 */
public record ForkRecord(
        int block,
        int order,
        String arm,
        String benchmark,
        Map<String, String> parameters,
        String unit,
        String startedAt,
        double seconds,
        List<Double> warmup,
        List<Iteration> iterations,
        Map<String, Double> percentiles,
        @Nullable String histogram,
        @Nullable String failure) {

    /**
     * A measured iteration.
     *
     * @param time wall time per operation
     * @param cpu time that the fork's threads, compilers excepted, spent on a processor per operation, in the same unit
     * @param allocatedBytes heap allocated per operation
     * @param collections of the heap
     * @param cpuPressure share of the iteration in which some thread of the machine waited for a processor, 0 to 1
     * @param ioPressure the same for the disk
     * @param steal share of the machine's processor time that its host gave to others, 0 to 1
     */
    public record Iteration(
            double time,
            double cpu,
            double allocatedBytes,
            int collections,
            double cpuPressure,
            double ioPressure,
            double steal) {}

    /** Returns class, method and parameters: what may be compared with each other. */
    public String key() {
        return parameters.isEmpty() ? benchmark : benchmark + parameters;
    }
}
