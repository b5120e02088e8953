package io.balsa.consensus;

/**
 * What must happen now, told by {@link Raft#drain} in the order of these methods.
 *
 * <p>The core has already made sure that no message leaves before what it promises is persisted: an implementation carries
 * out each call as it comes and needs no order of its own. A {@code send} that returns false was not taken (no connection, queue
 * full) and is offered again by a later drain while it still makes sense; losing a taken message is harmless.
 *
 * <p>Threading: called on the thread that calls {@code drain}. Must not call back into {@link Raft}.
 */
public interface RaftOutput {
    /**
     * Term or vote changed: store them durably, then report {@link Raft#onPersisted} with the sequence.
     *
     * @param sequence of this write; a report covers this and all lower ones
     * @param votedFor node id, 0 for none
     */
    void onHardState(long sequence, long term, int votedFor);

    /**
     * This node leads a new term: append an empty entry. {@link #onAppend} covers it.
     *
     * @param index of the entry, one past the last
     */
    void onTermStart(long index, long term);

    /**
     * Entries up to {@code lastIndex} are in the log, in memory: make them durable, then report {@link Raft#onPersisted}.
     *
     * @param firstIndex of the entries not covered by an earlier call, inclusive
     * @param lastIndex inclusive; {@code firstIndex - 1} when the log was only cut
     */
    void onAppend(long sequence, long firstIndex, long lastIndex);

    /** Asks for a vote, or with {@code preVote} whether one would be given (paper, 5.2; dissertation, 9.6). */
    boolean sendVoteRequest(
            int peerId, long term, boolean preVote, boolean leadershipTransfer, long lastIndex, long lastTerm);

    /** Answers a vote request. The vote is persisted. */
    boolean sendVoteReply(int peerId, long term, boolean preVote, boolean granted);

    /**
     * Replicates entries of one term (paper, 5.3).
     *
     * @param prevIndex index before the first entry
     * @param prevTerm term of the entry at {@code prevIndex}
     * @param entriesTerm term of all entries sent
     * @param entryCount entries to send, from {@code prevIndex + 1} on; 0 to probe or to carry the commit index
     * @param commitIndex the leader's
     * @param readRound newest round of read confirmation, echoed by the reply
     * @return how many entries were taken, which may be fewer, or -1 when the message was not taken
     */
    int sendAppendRequest(
            int peerId,
            long term,
            long prevIndex,
            long prevTerm,
            long entriesTerm,
            int entryCount,
            long commitIndex,
            long readRound);

    /**
     * Answers an append. Accepted: every entry up to {@code index} is durable here and matches the leader's.
     *
     * @param index last matching index; when rejected, the {@code prevIndex} that did not match
     * @param hintIndex when rejected, the highest index that could match, else 0
     * @param hintTerm when rejected, this node's term at {@code hintIndex}, else 0
     */
    boolean sendAppendReply(
            int peerId, long term, boolean rejected, long index, long hintIndex, long hintTerm, long readRound);

    /** Tells a follower that its leader lives; {@code commitIndex} never exceeds what the follower is known to hold. */
    boolean sendHeartbeat(int peerId, long term, long commitIndex, long readRound);

    /** Answers a heartbeat. */
    boolean sendHeartbeatReply(int peerId, long term, long readRound);

    /** Tells a follower to campaign at once (dissertation, 3.10). */
    boolean sendTimeoutNow(int peerId, long term);

    /** Entries up to here are committed: apply them. Rises only. */
    void onCommit(long commitIndex);

    /**
     * All reads asked for up to {@code readId} may be served once {@code index} is applied (dissertation, 6.4).
     *
     * @param readId as {@link Raft#requestRead} returned it, inclusive
     */
    void onReadReady(long readId, long index);

    /** All reads asked for up to {@code readId} and not yet ready cannot be confirmed: the node lost its leadership. */
    void onReadRefused(long readId);

    /**
     * The role, term or known leader changed.
     *
     * @param leaderId 0 when unknown
     */
    void onRoleChange(Role role, long term, int leaderId);
}
