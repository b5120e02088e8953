package io.balsa.bench.compare;

import io.balsa.bench.fork.ForkRecord;
import io.balsa.bench.verdict.Outcome;
import java.util.List;
import org.apache.commons.statistics.descriptive.Median;

/**
 * Heap that an operation allocates in either arm. Unlike time it hardly varies from fork to fork, so medians are compared as they are.
 *
 * @param key of the benchmark
 * @param bytesA per operation, median of the forks' medians
 * @param bytesB per operation, median of the forks' medians
 * @param outcome REGRESSED, IMPROVED or EQUIVALENT
 */
public record AllocationChange(String key, double bytesA, double bytesB, Outcome outcome) {
    /** Less is the profiler's own noise, spread over the operations of an iteration. */
    private static final double LEAST_BYTES = 0.5;

    private static final double LEAST_SHARE = 0.02;

    /** Compares forks that have numbers, at least one in each arm. */
    static AllocationChange of(final String key, final List<ForkRecord> armA, final List<ForkRecord> armB) {
        final double bytesA =
                median(armA.stream().mapToDouble(AllocationChange::bytes).toArray());
        final double bytesB =
                median(armB.stream().mapToDouble(AllocationChange::bytes).toArray());
        final double least = Math.max(LEAST_BYTES, LEAST_SHARE * Math.max(bytesA, bytesB));
        if (Math.abs(bytesB - bytesA) < least) {
            return new AllocationChange(key, bytesA, bytesB, Outcome.EQUIVALENT);
        }
        return new AllocationChange(key, bytesA, bytesB, bytesB > bytesA ? Outcome.REGRESSED : Outcome.IMPROVED);
    }

    private static double bytes(final ForkRecord fork) {
        return median(fork.iterations().stream()
                .mapToDouble(ForkRecord.Iteration::allocatedBytes)
                .toArray());
    }

    private static double median(final double[] values) {
        return Median.withDefaults().evaluate(values);
    }
}
