package io.balsa.consensus;

/** What a node says to a snapshot that its leader offers (Raft paper, section 7). */
public enum SnapshotVerdict {
    /** The offer is of an older term; its sender is told so. */
    STALE,
    /** This node's log holds the snapshot's last entry, so everything before it as well; its commit index rises to it, if it was lower. */
    UNNEEDED,
    /** Fetch it, store it durably, then call {@link Raft#installSnapshot}, or {@link Raft#abandonSnapshot}. */
    WANTED
}
