package io.balsa.bench.cluster;

/**
 * Something that happened to a node between two looks at it.
 *
 * @param kind what
 * @param nodeId to whom; the new leader of an election, 0 while there is none
 * @param fromSeconds the earlier look, since the begin of the measured part
 * @param untilSeconds the later look
 * @param count how many, at least 1; of an election the terms that passed, 0 when leadership came back within a term
 * @param tookNs together, in ns; 0 where nobody measures it
 */
public record ClusterEvent(Kind kind, int nodeId, double fromSeconds, double untilSeconds, long count, long tookNs) {
    /** What can happen. */
    public enum Kind {
        /** The node's process collected garbage. */
        COLLECTION,
        /** Another leader, or another term. */
        ELECTION,
        /** A sync of the log took longer than 10 ms. */
        SLOW_SYNC
    }
}
