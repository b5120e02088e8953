package io.balsa.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** An election among the cores of a cluster in one thread, from the campaign until all have committed the new leader's first entry. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ElectionBenchmark {
    /** Members of the cluster. */
    @Param({"1", "3", "5", "7"})
    public int size;

    /** Entries in the log of each before the first election. */
    @Param({"0", "100000"})
    public int logLength;

    private InProcessGroup group;

    /** Starts the group, and fills its logs. */
    @Setup
    public void start() {
        group = new InProcessGroup(size, 0, false);
        for (int entries = 0; entries < logLength; entries += 1_000) {
            group.commit(1_000);
        }
    }

    /** The leader steps down, and is elected again in a term of its own. */
    @Benchmark
    public long election() {
        return group.elect();
    }
}
