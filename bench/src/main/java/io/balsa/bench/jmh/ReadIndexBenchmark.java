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

/** A round of ReadIndex through the cores of a cluster in one thread: reads are asked for together, and confirmed by a heartbeat. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReadIndexBenchmark {
    /** Members of the cluster. */
    @Param({"1", "3", "5", "7"})
    public int size;

    /** Reads of a round; the score is for all of them. */
    @Param({"1", "16", "256"})
    public int batch;

    private InProcessGroup group;

    /** Starts the group and elects a leader. */
    @Setup
    public void start() {
        group = new InProcessGroup(size, 0, false);
    }

    /** Reads, until the leader may answer. */
    @Benchmark
    public long round() {
        return group.read(batch);
    }
}
