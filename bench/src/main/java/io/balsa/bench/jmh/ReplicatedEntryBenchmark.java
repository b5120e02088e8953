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
 * What one entry costs from its proposal until all members have committed it, in shapes that other consensus libraries are measured
 * in: one thread, the work of all members counted, the payload copied into the log of each.
 *
 * <p>No checksums are made or checked, since those libraries leave that to others; {@link ProposeCommitBenchmark} has them.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReplicatedEntryBenchmark {
    /** Entries of an invocation: the score is for one. */
    private static final int ENTRIES = 256;

    /** Members, bytes of payload, and entries that are proposed before the group runs. */
    @Param({"3x16Bx1", "3x256Bx1", "3x256Bx16", "3x256Bx256", "3x4096Bx256", "5x256Bx16"})
    public String shape;

    private InProcessGroup group;
    private int batch;

    /** Starts the group and elects a leader. */
    @Setup
    public void start() {
        final String[] parts = shape.split("x", 3);
        group = new InProcessGroup(
                Integer.parseInt(parts[0]), Integer.parseInt(parts[1].substring(0, parts[1].length() - 1)), false);
        batch = Integer.parseInt(parts[2]);
    }

    /** Commits entries, batch by batch. */
    @Benchmark
    @OperationsPerInvocation(ENTRIES)
    public long entry() {
        Handicap.take(ENTRIES);
        long index = 0;
        for (int done = 0; done < ENTRIES; done += batch) {
            index = group.commit(batch);
        }
        return index;
    }
}
