package io.balsa.bench.jmh;

import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.quorum.JointQuorum;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The commit index of a membership, plain and joint, whose voters' positions differ from call to call. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class QuorumBenchmark {
    private static final int SETS = 1024;

    /** Size of the cluster. */
    @Param({"3", "5", "7"})
    public int voters;

    private final long[][] positions = new long[SETS][];
    private final long[] scratch = new long[8];
    private Membership plain;
    private Membership joint;
    private int next;

    /** Draws positions from a fixed seed. */
    @Setup
    public void draw() {
        final Random random = new Random(voters);
        for (int i = 0; i < SETS; i++) {
            positions[i] = random.longs(voters + 1L, 1, 1_000_000).toArray();
        }
        plain = Membership.ofVoters(IntStream.rangeClosed(1, voters).toArray());
        joint = Membership.of(
                IntStream.rangeClosed(2, voters + 1).toArray(), plain.voters(), new int[0], new int[0], false);
    }

    /** Finds the highest index that a majority has. */
    @Benchmark
    public long committedIndex() {
        return JointQuorum.committedIndex(plain, nextPositions(), scratch);
    }

    /** The same while one voter is replaced by another. */
    @Benchmark
    public long jointCommittedIndex() {
        return JointQuorum.committedIndex(joint, nextPositions(), scratch);
    }

    private long[] nextPositions() {
        next = (next + 1) % SETS;
        return positions[next];
    }
}
