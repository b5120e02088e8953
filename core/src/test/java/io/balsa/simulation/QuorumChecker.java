package io.balsa.simulation;

import static io.balsa.simulation.SimViolation.require;

import io.balsa.consensus.membership.Membership;
import java.util.HashMap;
import java.util.Map;

/**
 * Nobody leads without the votes of a majority, and no leader commits what a majority does not hold durably (Raft paper, 5.2 and 5.3).
 * Both are counted by what left the voters and lies on their disks, whatever the leader takes it for.
 */
final class QuorumChecker {
    static final String PROPERTY = "a majority agrees";

    private record Candidacy(int nodeId, long term) {}

    /** For each the bits of those who voted. */
    private final Map<Candidacy, Long> votes = new HashMap<>();

    private final ObservedLog[] logs;
    private final long[] persistedIndexes;
    private long destroyed;

    QuorumChecker(final int nodeCount) {
        logs = new ObservedLog[nodeCount + 1];
        persistedIndexes = new long[nodeCount + 1];
        for (int nodeId = 1; nodeId <= nodeCount; nodeId++) {
            logs[nodeId] = new ObservedLog();
        }
    }

    /** A voter's vote left it. */
    void onVote(final int voterId, final long term, final int candidateId) {
        votes.merge(new Candidacy(candidateId, term), 1L << voterId, (one, other) -> one | other);
    }

    /**
     * A node leads a term.
     *
     * @param before members as it knew them before the step in which it began
     * @param now members as it knows them after that
     */
    void onLeader(final int nodeId, final long term, final Membership before, final Membership now) {
        final long voted = 1L << nodeId | votes.getOrDefault(new Candidacy(nodeId, term), 0L);
        require(
                isQuorum(before, voted) || isQuorum(now, voted),
                PROPERTY,
                "node=%d leads without a majority: term=%d, %s, votes=%s",
                nodeId,
                term,
                now,
                Long.toBinaryString(voted >> 1));
    }

    /** What a node holds, and up to which index durably. */
    void onLog(final int nodeId, final ObservedLog log, final long persistedIndex) {
        logs[nodeId] = log;
        persistedIndexes[nodeId] = persistedIndex;
    }

    /** The disk of a node was damaged on purpose: it counts for what it held before. */
    void onDestroyed(final int nodeId) {
        destroyed |= 1L << nodeId;
    }

    /** A leader commits up to an entry; members as for {@link #onLeader}. */
    void onCommit(
            final int leaderId, final long index, final long term, final Membership before, final Membership now) {
        long holders = destroyed;
        for (int nodeId = 1; nodeId < logs.length; nodeId++) {
            holders |= holds(nodeId, index, term) ? 1L << nodeId : 0;
        }
        require(
                isQuorum(now, holders) || isQuorum(before, holders),
                PROPERTY,
                "node=%d commits what no majority holds: index=%d, term=%d, %s, holders=%s",
                leaderId,
                index,
                term,
                now,
                Long.toBinaryString(holders >> 1));
    }

    private boolean holds(final int nodeId, final long index, final long term) {
        final ObservedLog log = logs[nodeId];
        return index < log.firstIndex() || (index <= persistedIndexes[nodeId] && log.termAt(index) == term);
    }

    private static boolean isQuorum(final Membership membership, final long nodes) {
        int incoming = 0;
        int outgoing = 0;
        // Each that agrees makes up for one that does not: a majority is left with more than nothing.
        for (int slot = 0; slot < membership.memberCount(); slot++) {
            final int change = (nodes >> membership.memberAt(slot) & 1) == 1 ? 1 : -1;
            incoming += membership.incoming(slot) ? change : 0;
            outgoing += membership.outgoing(slot) ? change : 0;
        }
        return incoming > 0 && (outgoing > 0 || membership.outgoingMask() == 0);
    }
}
