package io.balsa.bench.jmh;

import io.balsa.consensus.Raft;
import io.balsa.consensus.RaftConfig;
import io.balsa.consensus.RecoveredState;
import io.balsa.consensus.Refusal;
import io.balsa.consensus.membership.Membership;
import java.util.function.Consumer;

/**
 * A consensus group in one thread: cores, memory instead of disks, method calls instead of sockets. A write is durable as soon
 * as it is asked for, a message arrives while its sender is drained.
 *
 * <p>Threading: one thread. Once a leader is elected nothing is allocated.
 */
final class InProcessGroup {
    private static final int MAX_ROUNDS = 1_000;

    private final Raft[] cores;
    private final InProcessReplica[] replicas;
    private final Raft leader;
    private final InProcessReplica leaderReplica;

    /**
     * Starts the members and has the first one elected.
     *
     * @param payloadBytes of each entry, 0 when no bytes are to be kept
     * @param checked whether entries carry a checksum that every other member checks
     */
    InProcessGroup(final int size, final int payloadBytes, final boolean checked) {
        this(size, payloadBytes, checked, config -> {});
    }

    /**
     * As above, with settings other than the default.
     *
     * @param settings changes those of each member
     */
    InProcessGroup(
            final int size,
            final int payloadBytes,
            final boolean checked,
            final Consumer<RaftConfig.Builder> settings) {
        final int[] ids = new int[size];
        for (int i = 0; i < size; i++) {
            ids[i] = i + 1;
        }
        final Membership membership = Membership.ofVoters(ids);
        cores = new Raft[size];
        replicas = new InProcessReplica[size];
        for (int i = 0; i < size; i++) {
            final RaftConfig.Builder config = RaftConfig.builder(ids[i]);
            settings.accept(config);
            cores[i] = new Raft(config.build(), RecoveredState.empty(membership));
            replicas[i] = new InProcessReplica(ids[i], cores, replicas, payloadBytes, checked);
        }
        leader = cores[0];
        leaderReplica = replicas[0];
        leader.campaign();
        runUntilCommitted(1);
    }

    /**
     * Proposes entries and runs the group until every member has committed them.
     *
     * @return the commit index
     */
    long commit(final int entryCount) {
        final long last = propose(entryCount);
        runUntilCommitted(last);
        return last;
    }

    /**
     * Has the leader take entries, and nothing else happen.
     *
     * @return the last one's index
     */
    long propose(final int entryCount) {
        final long first = leader.propose(entryCount);
        if (first < 0) {
            throw new IllegalStateException("entries refused: " + Refusal.name(first));
        }
        leaderReplica.appendProposed(first, entryCount, leader.term());
        return first + entryCount - 1;
    }

    /**
     * Asks for reads at once and runs the group until the leader may answer them.
     *
     * @return the last one's number
     */
    long read(final int readCount) {
        long last = 0;
        for (int i = 0; i < readCount; i++) {
            last = leader.requestRead();
        }
        for (int round = 0; round < MAX_ROUNDS; round++) {
            drainAll();
            if (leaderReplica.readyReadId() >= last) {
                return last;
            }
        }
        throw new IllegalStateException("the group does not read: readId=" + last);
    }

    /**
     * Has the leader step down and elected anew, and runs the group until every member has committed its first entry.
     *
     * @return the term
     */
    long elect() {
        leader.stepDown();
        for (final Raft core : cores) {
            // Else they would stay with a leader whom they have just heard.
            core.forgetLeader();
        }
        leader.campaign();
        for (int round = 0; round < MAX_ROUNDS && !leader.isLeader(); round++) {
            drainAll();
        }
        runUntilCommitted(leader.status().lastIndex());
        return leader.term();
    }

    private void drainAll() {
        for (int i = 0; i < cores.length; i++) {
            cores[i].drain(replicas[i]);
            replicas[i].reportPersisted();
        }
    }

    Raft leader() {
        return leader;
    }

    /** Returns a member that follows. */
    Raft follower() {
        return cores[1];
    }

    /** One heartbeat interval passes for the leader: it tells all others that it lives, and they answer. */
    void exchangeHeartbeats() {
        leader.tick();
        for (int i = 0; i < cores.length; i++) {
            cores[i].drain(replicas[i]);
        }
    }

    /** Runs the group until every member has committed the entries up to an index. */
    void runUntilCommitted(final long index) {
        for (int round = 0; round < MAX_ROUNDS; round++) {
            boolean done = true;
            for (int i = 0; i < cores.length; i++) {
                cores[i].drain(replicas[i]);
                replicas[i].reportPersisted();
                done &= cores[i].commitIndex() >= index;
            }
            if (done) {
                return;
            }
        }
        throw new IllegalStateException("the group does not commit: index=" + index + ", leader's commit index="
                + leader.commitIndex() + ", role=" + leader.role());
    }
}
