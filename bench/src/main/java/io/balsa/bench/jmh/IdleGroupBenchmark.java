package io.balsa.bench.jmh;

import io.balsa.consensus.Raft;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A group in which nothing happens: what its clock and its heartbeats cost, of which a process with many groups pays much. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class IdleGroupBenchmark {
    private static final int NO_ELECTION_TICKS = Integer.MAX_VALUE / 4;

    /** Ticks from one heartbeat to the next. */
    @Param({"1", "10"})
    private int heartbeatTicks;

    private InProcessGroup group;
    private Raft silentLeader;
    private Raft silentFollower;

    /** Starts a group of three, and another one in which nothing is sent and nobody minds. */
    @Setup
    public void start() {
        group = new InProcessGroup(3, 0, false, config -> config.ticks(10 * heartbeatTicks, heartbeatTicks));
        final InProcessGroup silent =
                new InProcessGroup(3, 0, false, config -> config.ticks(NO_ELECTION_TICKS, heartbeatTicks));
        silentLeader = silent.leader();
        silentFollower = silent.follower();
    }

    /** A tick of a leader, which owes heartbeats now and then. */
    @Benchmark
    public void tickLeader() {
        silentLeader.tick();
    }

    /** A tick of a follower, as between two messages of its leader. */
    @Benchmark
    public void tickFollower() {
        silentFollower.tick();
    }

    /** The leader's tick, its heartbeats to two followers, their answers. */
    @Benchmark
    public void heartbeatExchange() {
        group.exchangeHeartbeats();
    }
}
