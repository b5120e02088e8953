package io.balsa.consensus.progress;

/** How a leader sends to one follower. */
public enum ProgressState {
    /** Where the logs agree is not known: one append at a time. */
    PROBE,
    /** The logs agree: appends are pipelined. */
    REPLICATE,
    /** The follower needs entries the leader no longer has: no appends until a snapshot arrived. */
    SNAPSHOT
}
