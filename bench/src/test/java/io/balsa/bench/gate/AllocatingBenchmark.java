package io.balsa.bench.gate;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Allocates an object per call, or none: what the gate must tell apart. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AllocatingBenchmark {
    /** Whether to allocate. */
    @Param({"false", "true"})
    public boolean allocates;

    private final Object kept = new Object();

    @Benchmark
    public Object make() {
        return allocates ? new long[3] : kept;
    }
}
