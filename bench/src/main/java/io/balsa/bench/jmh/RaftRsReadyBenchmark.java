package io.balsa.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * As raft-rs's {@code RawNode::ready}, which collects what is to be done for 100 entries that the one member of a group has appended and
 * committed: here {@link io.balsa.consensus.Raft#drain} does. What led there is measured with it: proposing the entries, the
 * acknowledged write, the drain that found them uncommitted. There is no queue of messages, so theirs have no counterpart.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RaftRsReadyBenchmark {
    private static final int ENTRIES = 100;

    private InProcessGroup group;

    /** Elects the one member. */
    @Setup
    public void start() {
        group = new InProcessGroup(1, 0, false);
    }

    /** Proposes the entries and drains until they are committed. */
    @Benchmark
    public long ready() {
        return group.commit(ENTRIES);
    }
}
