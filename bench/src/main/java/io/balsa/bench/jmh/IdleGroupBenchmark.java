package io.balsa.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A group in which nothing happens: what its clock and its heartbeats cost, of which a process with many groups pays much. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class IdleGroupBenchmark {
    private InProcessGroup group;
    private InProcessGroup silent;

    /** Starts a group of three; another one's follower is ticked, and so campaigns in vain now and then. */
    @Setup
    public void start() {
        group = new InProcessGroup(3, 0, false);
        silent = new InProcessGroup(3, 0, false);
    }

    /** A tick of a leader, which owes heartbeats then. */
    @Benchmark
    public void tickLeader() {
        group.leader().tick();
    }

    /** A tick of a follower that hears nobody. */
    @Benchmark
    public void tickFollower() {
        silent.follower().tick();
    }

    /** The leader's tick, its heartbeats to two followers, their answers. */
    @Benchmark
    public void heartbeatExchange() {
        group.exchangeHeartbeats();
    }
}
