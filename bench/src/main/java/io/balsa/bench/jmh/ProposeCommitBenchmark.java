package io.balsa.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * An entry through three cores in one thread, from propose to the commit on all three; the score is per entry and counts the
 * work of all replicas.
 *
 * <p>With 0 payload bytes the cores run alone, as they see entries: indexes and terms. Otherwise each replica keeps the bytes
 * as well: the leader frames and seals, the followers check and copy, as log and network do.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ProposeCommitBenchmark {
    private static final int FEW = 16;
    private static final int MANY = 256;

    /** Bytes of each entry's payload, 0 for the cores alone. */
    @Param({"0", "256"})
    public int payloadBytes;

    private InProcessGroup group;

    /** Starts the group and elects a leader. */
    @Setup
    public void start() {
        group = new InProcessGroup(3, payloadBytes, true);
    }

    /** One entry at a time. */
    @Benchmark
    public long single() {
        return group.commit(1);
    }

    /** Sixteen entries per round. */
    @Benchmark
    @OperationsPerInvocation(FEW)
    public long batchOf16() {
        Handicap.take(FEW);
        return group.commit(FEW);
    }

    /** 256 entries per round. */
    @Benchmark
    @OperationsPerInvocation(MANY)
    public long batchOf256() {
        Handicap.take(MANY);
        return group.commit(MANY);
    }
}
