package io.balsa.consensus;

/**
 * What must happen now, told by {@link Raft#drain} in the order of these methods.
 *
 * <p>The core has already made sure that no message leaves before what it promises is persisted: an implementation carries
 * out each call as it comes and needs no order of its own. A {@code send} that returns false was not taken (no connection, queue
 * full) and is offered again by a later drain while it still makes sense; losing a taken message is harmless.
 *
 * <p>What has a default belongs to a feature that an embedder may do without: then snapshots are not there to be offered, followers'
 * reads are not forwarded, and nobody is told.
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
     * The leader knows that this node once acknowledged entries up to {@code index}, which it does not hold: its disk was put back
     * to an older state, or lost part of it. From now on it takes no part in elections before it holds them again. Store that
     * durably, to be given to {@link RecoveredState#votingFrom} at the next start, until {@code index} is committed here.
     *
     * <p>Stops the node unless implemented: without what was stored, a restart would let it vote.
     */
    default void onEntriesLost(final long index) {
        throw new InvariantViolation("this node lacks entries that it acknowledged: up to index=" + index
                + "; its disk was put back to an older state. Give it an empty one under another id");
    }

    /**
     * This node leads a new term: append an empty entry. {@link #onAppend} covers it.
     *
     * @param index of the entry, one past the last
     */
    void onTermStart(long index, long term);

    /**
     * This leader leaves a joint membership by itself: append a membership entry that says so (dissertation, 4.3). {@link #onAppend}
     * covers it.
     *
     * @param index of the entry, one past the last
     */
    void onLeaveJoint(long index, long term);

    /**
     * Entries up to {@code lastIndex} are in the log, in memory: make them durable, then report {@link Raft#onPersisted}.
     *
     * @param firstIndex of the entries not covered by an earlier call, inclusive
     * @param lastIndex inclusive, at least {@code firstIndex}: a log is cut only where something takes the place of what goes
     */
    void onAppend(long sequence, long firstIndex, long lastIndex);

    /**
     * Asks for a vote, or with {@code preVote} whether one would be given (paper, 5.2; dissertation, 9.6).
     *
     * @param leadershipTransfer the leader itself asked this node to campaign: a vote is due though a leader is heard
     * @param priority of the candidate, {@link RaftConfig#priority}
     * @param commitIndex of the last entry that this node knows to be committed, to be given to the receiver's
     *     {@link Raft#onCommitTold} after the request
     * @param commitTerm term of that entry
     */
    boolean sendVoteRequest(
            int peerId,
            long term,
            boolean preVote,
            boolean leadershipTransfer,
            int priority,
            long lastIndex,
            long lastTerm,
            long commitIndex,
            long commitTerm);

    /**
     * Answers a vote request. The vote is persisted.
     *
     * @param commitIndex of the last entry that this node knows to be committed, to be given to the receiver's
     *     {@link Raft#onCommitTold} after the answer
     * @param commitTerm term of that entry
     */
    boolean sendVoteReply(int peerId, long term, boolean preVote, boolean granted, long commitIndex, long commitTerm);

    /**
     * Replicates entries of one term (paper, 5.3).
     *
     * <p>To a {@link io.balsa.consensus.membership.Membership#isWitness witness} go index, term and type of each entry, and the
     * payload of membership entries only, which it applies as every member does.
     *
     * @param prevIndex index before the first entry
     * @param prevTerm term of the entry at {@code prevIndex}
     * @param entriesTerm term of all entries sent
     * @param entryCount entries to send, from {@code prevIndex + 1} on; 0 to probe or to carry the commit index
     * @param commitIndex the leader's
     * @param readRound newest round of read confirmation, echoed by the reply
     * @return how many entries were taken, which may be fewer, and their bytes, as {@link Taken#of}; {@link Taken#NOTHING} when the
     *     message was not taken
     */
    long sendAppendRequest(
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

    /**
     * The peer needs entries that this log no longer holds, or asked for a snapshot: offer it the newest one, to be told there to
     * {@link Raft#onSnapshotOffer}. How it ends is reported with {@link Raft#onSnapshotReport}. For a witness it is the index, the
     * term and the membership alone.
     *
     * @param minIndex the snapshot must reach at least so far
     * @return the last index of the snapshot that was offered; 0 when there is none yet or the message was not taken
     */
    default long sendSnapshotOffer(int peerId, long term, long minIndex) {
        return 0;
    }

    /** Asks the leader for a snapshot that reaches at least {@code minIndex}. */
    default boolean sendSnapshotRequest(int peerId, long term, long minIndex) {
        return false;
    }

    /** Asks the leader to confirm this follower's reads up to {@code readId} (dissertation, 6.4). */
    default boolean sendReadRequest(int peerId, long term, long readId) {
        return false;
    }

    /** Tells a follower that its reads up to {@code readId} may be served once it has applied {@code index}. */
    default boolean sendReadReply(int peerId, long term, long readId, long index) {
        return false;
    }

    /**
     * Entries up to here are committed: apply them. Rises only.
     *
     * @return up to where they were taken, at most {@code commitIndex}; the rest is offered again by the next drain, so that who
     *     applies decides how much that is at once
     */
    long onCommit(long commitIndex);

    /**
     * All reads asked for up to {@code readId} may be served once {@code index} is applied (dissertation, 6.4).
     *
     * @param readId as {@link Raft#requestRead} returned it, inclusive
     */
    void onReadReady(long readId, long index);

    /** All reads asked for up to {@code readId} and not yet ready cannot be confirmed: the leader that was to confirm them is lost. */
    void onReadRefused(long readId);

    /**
     * A transfer of leadership ended (dissertation, 3.10).
     *
     * @param succeeded false when it timed out, was replaced by another one, or another node took over
     */
    default void onTransferEnded(int targetId, boolean succeeded) {
        // Of interest to whoever asked for one.
    }

    /**
     * The role, term or known leader changed.
     *
     * @param leaderId 0 when unknown
     */
    default void onRoleChange(Role role, long term, int leaderId) {
        // Of interest to whoever routes clients; the rest is in RaftStatus.
    }
}
