package io.balsa.simulation;

/**
 * What a fault waits for once its time has come, so that it strikes where the protocol is easily hurt. The node that it strikes is then
 * the one that the moment is about.
 */
enum Moment {
    /** Nothing: the fault strikes at its time, and the node that was drawn. */
    NONE,
    /** There is a leader. */
    LEADING,
    /** A node is about to campaign: another one has just promised it its vote. */
    PRE_VOTE,
    /** A node asks for votes. */
    CAMPAIGN,
    /** A node has voted; its answer is on its way. */
    VOTE,
    /** A node has begun to lead. */
    ELECTED,
    /** A leader has committed. */
    COMMIT,
    /** A follower holds entries; its answer is on its way. */
    ACKNOWLEDGED,
    /** A node has cut entries off its log that conflicted with the leader's. */
    LOG_CUT,
    /** A snapshot took the place of a node's log. */
    SNAPSHOT_INSTALLED,
    /** Other members took effect on a node. */
    MEMBERSHIP_APPLIED,
    /** A node is no member any more, as its operator was told. */
    REMOVED,
    /** Bytes of a node's log were damaged on its disk. */
    DAMAGED
}
