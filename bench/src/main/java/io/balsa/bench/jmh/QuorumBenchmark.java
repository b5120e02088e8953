package io.balsa.bench.jmh;

import io.balsa.consensus.quorum.MajorityQuorum;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The commit index of a set of voters, whose positions differ from call to call. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class QuorumBenchmark {
    private static final int SETS = 1024;

    /** Size of the cluster. */
    @Param({"3", "5", "7"})
    public int voters;

    private final long[][] positions = new long[SETS][];
    private final long[] scratch = new long[7];
    private int next;

    /** Draws positions from a fixed seed. */
    @Setup
    public void draw() {
        final Random random = new Random(voters);
        for (int i = 0; i < SETS; i++) {
            positions[i] = random.longs(voters, 1, 1_000_000).toArray();
        }
    }

    /** Finds the highest index that a majority has. */
    @Benchmark
    public long committedIndex() {
        next = (next + 1) % SETS;
        final long[] set = positions[next];
        System.arraycopy(set, 0, scratch, 0, voters);
        return MajorityQuorum.committedIndex(scratch, voters);
    }
}
