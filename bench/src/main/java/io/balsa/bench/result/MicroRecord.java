package io.balsa.bench.result;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JMH benchmark.
 *
 * @param name class and method
 * @param parameters of the benchmark
 * @param score mean over all measured iterations
 * @param scoreError half the width of the 99.9% confidence interval over all iterations, null with too few of them
 * @param unit of score and error
 * @param allocatedBytesPerOp JMH's gc.alloc.rate.norm
 */
public record MicroRecord(
        String name,
        Map<String, String> parameters,
        double score,
        @Nullable Double scoreError,
        String unit,
        double allocatedBytesPerOp) {}
