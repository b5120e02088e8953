package io.balsa.consensus;

/** What a node currently is to its group (Raft paper, figure 4; PRE_CANDIDATE: dissertation, section 9.6). */
public enum Role {
    /** Answers leaders and candidates. */
    FOLLOWER,
    /** Asks whether it could win an election, without raising its term. */
    PRE_CANDIDATE,
    /** Asks for votes in a new term. */
    CANDIDATE,
    /** Orders the log. */
    LEADER
}
