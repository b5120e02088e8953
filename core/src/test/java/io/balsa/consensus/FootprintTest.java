package io.balsa.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.consensus.membership.Membership;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A process holds very many groups, most of them at rest: each replica is small. */
class FootprintTest {
    private static final int GROUPS = 4000;
    private static final int REPLICAS = 3;
    private static final long MAX_BYTES_PER_REPLICA = 1536;

    /** One set of settings for all groups of a process. */
    private static final RaftConfig[] CONFIGS = {
        RaftConfig.builder(1).build(),
        RaftConfig.builder(2).build(),
        RaftConfig.builder(3).build()
    };

    /** Takes every message and every entry, and remembers the newest sequence. */
    private static final class Sink {
        private long sequence;

        RaftOutput output() {
            return (RaftOutput) Proxy.newProxyInstance(
                    RaftOutput.class.getClassLoader(),
                    new Class<?>[] {RaftOutput.class},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("onHardState")
                                || method.getName().equals("onAppend")) {
                            sequence = (long) arguments[0];
                        }
                        if (method.getName().equals("onCommit")) {
                            return arguments[0];
                        }
                        if (method.getName().equals("sendAppendRequest")) {
                            return Taken.of((int) arguments[5], 0);
                        }
                        return method.getReturnType() == boolean.class ? (Object) true : null;
                    });
        }
    }

    @Test
    void shouldStayWithinItsBudgetWhenGroupsAreElectedAndAtRest() {
        final List<Raft> replicas = new ArrayList<>(GROUPS * REPLICAS);
        final Membership membership = Membership.ofVoters(1, 2, 3);
        final Sink sink = new Sink();
        final RaftOutput output = sink.output();
        electGroup(membership, sink, output, new ArrayList<>());

        final long before = usedHeapBytes();
        for (int i = 0; i < GROUPS; i++) {
            electGroup(membership, sink, output, replicas);
        }
        final long bytesPerReplica = (usedHeapBytes() - before) / replicas.size();

        assertThat(replicas.stream().filter(Raft::isLeader).count()).isEqualTo(GROUPS);
        assertThat(bytesPerReplica).isLessThanOrEqualTo(MAX_BYTES_PER_REPLICA);
    }

    private static void electGroup(
            final Membership membership, final Sink sink, final RaftOutput output, final List<Raft> replicas) {
        for (int id = 1; id <= REPLICAS; id++) {
            replicas.add(new Raft(CONFIGS[id - 1], RecoveredState.empty(membership)));
        }
        final Raft leader = replicas.get(replicas.size() - REPLICAS);
        leader.campaign();
        settle(leader, sink, output);
        leader.onVoteReply(2, 1, true, true);
        settle(leader, sink, output);
        leader.onVoteReply(2, 1, false, true);
        settle(leader, sink, output);
        for (int id = 2; id <= REPLICAS; id++) {
            final Raft follower = replicas.get(replicas.size() - REPLICAS + id - 1);
            follower.onVoteRequest(1, 1, false, false, 0, 0, 0);
            follower.onAppendRequest(1, 1, 0, 0, 1, 1, 0, 0);
            settle(follower, sink, output);
            leader.onAppendReply(id, 1, false, 1, 0, 0, 0);
            settle(leader, sink, output);
            follower.onHeartbeat(1, 1, 1, 0);
            settle(follower, sink, output);
        }
    }

    private static void settle(final Raft raft, final Sink sink, final RaftOutput output) {
        raft.drain(output);
        if (sink.sequence > 0) {
            raft.onPersisted(sink.sequence);
            sink.sequence = 0;
        }
        raft.drain(output);
    }

    private static long usedHeapBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
