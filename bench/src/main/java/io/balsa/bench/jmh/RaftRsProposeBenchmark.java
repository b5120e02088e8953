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
 * A leader alone takes proposals, as in raft-rs's {@code leader_propose} and {@code RawNode::ready}: the bytes into its log, the
 * entry through the core, the effects out.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RaftRsProposeBenchmark {
    /** Bytes of an entry. */
    @Param({"0", "32", "128", "512", "1024", "4096", "16384", "131072", "524288", "1048576"})
    public int bytes;

    private InProcessGroup group;

    /** Elects the one member. */
    @Setup
    public void start() {
        group = new InProcessGroup(1, bytes, false);
    }

    /** Proposes an entry, drains, and acknowledges the write. */
    @Benchmark
    public long leaderPropose() {
        return group.commit(1);
    }
}
