package io.balsa.consensus.quorum;

/** Where an election stands (Raft paper, section 5.2). */
public enum VoteResult {
    /** Enough voters granted their vote; the missing answers cannot change that. */
    WON,
    /** So many voters refused that the missing answers cannot win it any more. */
    LOST,
    /** The missing answers decide. */
    PENDING
}
