package io.balsa.node;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.balsa.consensus.Raft;
import io.balsa.consensus.Role;
import io.balsa.consensus.membership.Membership;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A node as seen from outside: who leads, how far the log, the commit and the applied index are, what the node costs.
 *
 * <p>Threading: the consensus duty cycle publishes after every cycle; any thread reads. Values are each current, but two of
 * them may be one cycle apart.
 */
public final class NodeStatus {
    private final long startNs = System.nanoTime();
    private final OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    // Arrays, which are read without an iterator: a node that is asked often allocates no more than one that is not.
    private final GarbageCollectorMXBean[] collectors =
            ManagementFactory.getGarbageCollectorMXBeans().toArray(new GarbageCollectorMXBean[0]);
    private volatile long[] agentThreadIds = new long[0];

    private final AtomicInteger role = new AtomicInteger();
    private final AtomicInteger leaderId = new AtomicInteger();
    private final AtomicLong term = new AtomicLong();
    private final AtomicLong firstIndex = new AtomicLong();
    private final AtomicLong lastIndex = new AtomicLong();
    private final AtomicLong commitIndex = new AtomicLong();
    private final AtomicReference<Membership> membership = new AtomicReference<>(Membership.NONE);

    NodeStatus() {}

    /** Returns what the node is to its group. */
    public Role role() {
        return ROLES[role.getAcquire()];
    }

    /** Returns the leader this node follows, or itself; 0 when unknown. */
    public int leaderId() {
        return leaderId.getAcquire();
    }

    /** Returns the current term. */
    public long term() {
        return term.getAcquire();
    }

    /** Returns the index of the first entry that the log still holds, of those that no snapshot has taken the place of. */
    public long firstIndex() {
        return firstIndex.getAcquire();
    }

    /** Returns the index of the last entry. */
    public long lastIndex() {
        return lastIndex.getAcquire();
    }

    /** Returns the highest index known to be committed. */
    public long commitIndex() {
        return commitIndex.getAcquire();
    }

    /** Returns the members that count at the moment, as far as this node knows. */
    public Membership membership() {
        return membership.getAcquire();
    }

    /** Returns how long the node has been up, in milliseconds. */
    public long uptimeMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
    }

    /** Returns the CPU time of the process in nanoseconds, all threads. */
    public long cpuNs() {
        return process.getProcessCpuTime();
    }

    /** Returns the heap bytes that the agents' threads have allocated. */
    public long allocatedBytes() {
        long bytes = 0;
        for (final long threadId : agentThreadIds) {
            bytes += Math.max(0, threads.getThreadAllocatedBytes(threadId));
        }
        return bytes;
    }

    /** Returns how often the process collected garbage. */
    public long gcCount() {
        long count = 0;
        for (final GarbageCollectorMXBean collector : collectors) {
            count += Math.max(0, collector.getCollectionCount());
        }
        return count;
    }

    /** An agent's thread has started. */
    synchronized void onAgentThread(final Thread thread) {
        final long[] ids = Arrays.copyOf(agentThreadIds, agentThreadIds.length + 1);
        ids[ids.length - 1] = thread.getId();
        agentThreadIds = ids;
    }

    void update(final Raft raft) {
        role.setRelease(raft.role().ordinal());
        leaderId.setRelease(raft.leaderId());
        term.setRelease(raft.term());
        firstIndex.setRelease(raft.status().baseIndex() + 1);
        lastIndex.setRelease(raft.lastIndex());
        commitIndex.setRelease(raft.commitIndex());
        membership.setRelease(raft.membership());
    }

    private static final Role[] ROLES = Role.values();
}
