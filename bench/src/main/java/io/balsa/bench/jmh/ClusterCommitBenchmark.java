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

/**
 * A batch of entries through the cores of a whole cluster in one thread, from propose to the commit on all members, their logs in memory:
 * framed and sealed by the leader, checked and copied by the others. {@link ProposeCommitBenchmark} has the cores alone.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ClusterCommitBenchmark {
    /** Members of the cluster. */
    @Param({"1", "3", "5", "7"})
    public int size;

    /** Bytes of each entry's payload. */
    @Param({"16", "1024", "65536"})
    public int payloadBytes;

    /** Entries of a batch; the score is for all of them. */
    @Param({"1", "16", "256"})
    public int batch;

    private InProcessGroup group;

    /** Starts the group and elects a leader. */
    @Setup
    public void start() {
        group = new InProcessGroup(size, payloadBytes, true);
    }

    /** Commits a batch. */
    @Benchmark
    public long batch() {
        Handicap.take(1);
        return group.commit(batch);
    }
}
