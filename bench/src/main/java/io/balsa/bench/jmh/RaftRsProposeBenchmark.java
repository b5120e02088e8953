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
 * A leader alone takes proposals. {@link #leaderPropose} is raft-rs's {@code leader_propose}: the entry goes through the core, its
 * bytes are handed over and not copied. {@link #leaderCommit} is all that follows as well, with the bytes copied into a log.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RaftRsProposeBenchmark {
    private static final int ENTRIES_TO_SETTLE = 1_024;

    /** Bytes of an entry. */
    @Param({"0", "32", "128", "512", "1024", "4096", "16384", "131072", "524288", "1048576"})
    public int bytes;

    private InProcessGroup group;
    private InProcessGroup copyingGroup;
    private final byte[][] log = new byte[ENTRIES_TO_SETTLE][];
    private byte[] value;

    /** Elects the one member of each group. */
    @Setup
    public void start() {
        group = new InProcessGroup(1, 0, false);
        copyingGroup = new InProcessGroup(1, bytes, false);
        value = new byte[bytes];
    }

    /** Proposes an entry. What was proposed is committed now and then, which is part of what is measured. */
    @Benchmark
    public long leaderPropose() {
        final long index = group.propose(1);
        final int slot = (int) index & ENTRIES_TO_SETTLE - 1;
        log[slot] = value;
        if (slot == 0) {
            group.runUntilCommitted(index);
        }
        return index;
    }

    /** Proposes an entry, copies its bytes, drains, and acknowledges the write: it is committed. */
    @Benchmark
    public long leaderCommit() {
        return copyingGroup.commit(1);
    }
}
