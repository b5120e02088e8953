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
 * As raft-rs's {@code RawNode::ready}, which collects what is to be done for 100 entries that were appended and committed: here
 * {@link io.balsa.consensus.Raft#drain} does. Without a queue of messages to prepare there is no state of a node in which only that
 * remains; so all that led to it is measured too: proposing the entries, the two other members' work, their answers.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RaftRsReadyBenchmark {
    private static final int ENTRIES = 100;

    private InProcessGroup group;

    /** Elects one of three members. */
    @Setup
    public void start() {
        group = new InProcessGroup(3, 0, false);
    }

    /** Proposes the entries and drains all members until each has committed them. */
    @Benchmark
    public long ready() {
        return group.commit(ENTRIES);
    }
}
