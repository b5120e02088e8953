package io.balsa.bench.jmh;

import io.balsa.consensus.Raft;
import io.balsa.consensus.RaftConfig;
import io.balsa.consensus.RecoveredState;
import io.balsa.consensus.membership.Membership;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The bodies of the benchmarks that come with raft-rs, under their names: {@code Raft::new}, {@code Raft::campaign}.
 *
 * <p>What it measures of proposals is in {@link RaftRsProposeBenchmark}, of their effects in {@link RaftRsReadyBenchmark}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
// It allocates: a heap that still grows would measure the kernel handing out pages.
@Fork(jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC"})
public class RaftRsBenchmark {
    /** Voters and learners of the group. */
    @Param({"0+0", "3+1", "5+2", "7+3"})
    public String members;

    private Membership membership;
    private RaftConfig config;

    /** Chooses the members: voters first. */
    @Setup
    public void choose() {
        final String[] counts = members.split("\\+", 2);
        final int[] voters = ids(1, Integer.parseInt(counts[0]));
        final int[] learners = ids(voters.length + 1, Integer.parseInt(counts[1]));
        membership = Membership.of(voters, new int[0], learners, new int[0], false);
        config = RaftConfig.builder(1).build();
    }

    /** Makes a node. */
    @Benchmark
    public Raft raftNew() {
        return new Raft(config, RecoveredState.empty(membership));
    }

    /** Makes a node that campaigns. */
    @Benchmark
    public Raft raftCampaign() {
        final Raft raft = new Raft(config, RecoveredState.empty(membership));
        raft.campaign();
        return raft;
    }

    private static int[] ids(final int first, final int count) {
        final int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            ids[i] = first + i;
        }
        return ids;
    }
}
