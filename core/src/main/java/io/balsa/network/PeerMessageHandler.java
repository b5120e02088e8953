package io.balsa.network;

/**
 * What members tell each other, decoded and checked: the inputs of the consensus core that come from the network.
 *
 * <p>Each method corresponds to one message of the schema and to the input of the same name of the core, which explains the
 * parameters. {@code from} is the node that sent it.
 *
 * <p>Threading: the transport's thread.
 */
interface PeerMessageHandler {
    /** A candidate asks for a vote. */
    void onVoteRequest(
            int from,
            long term,
            boolean preVote,
            boolean leadershipTransfer,
            int priority,
            long lastIndex,
            long lastTerm);

    /** A voter answers. */
    void onVoteReply(int from, long term, boolean preVote, boolean granted);

    /** The vote request or reply before named this entry as committed. */
    void onCommitTold(long index, long term);

    /**
     * A leader replicates entries, which are sound, of one term, and follow {@code prevIndex} without a gap.
     *
     * @return index of the first entry of the message that must now be written to the log, after cutting any entries the log
     *     has from there on; 0 when nothing is to be written
     */
    long onAppendRequest(
            int from,
            long term,
            long prevIndex,
            long prevTerm,
            long entriesTerm,
            int entryCount,
            long commitIndex,
            long readRound);

    /** A follower answers. */
    void onAppendReply(
            int from, long term, boolean rejected, long index, long hintIndex, long hintTerm, long readRound);

    /** The leader lives. */
    void onHeartbeat(int from, long term, long commitIndex, long readRound);

    /** A follower answers. */
    void onHeartbeatReply(int from, long term, long readRound);

    /** The leader wants this node to campaign at once. */
    void onTimeoutNow(int from, long term);

    /** A follower asks this leader to confirm its reads up to a number. */
    void onReadRequest(int from, long term, long readId);

    /** The leader confirms reads up to a number, to be served once {@code index} is applied. */
    void onReadReply(int from, long term, long readId, long index);

    /** A follower asks for a snapshot that reaches at least {@code minIndex}. */
    void onSnapshotRequest(int from, long term, long minIndex);

    /** An entry that was written to the log changes the membership. */
    void onMembershipEntry(long index);

    /** The connection to a member is gone, and what was under way with it may be lost. */
    void onPeerUnreachable(int peer);
}
