package io.balsa.simulation;

/**
 * The fields of a message of elections or replication that a specification of Raft speaks of; what a message does not have is 0 or false.
 *
 * @param index of a vote request: the last one of the candidate's log; of an append request: the one before its entries; of an append
 *     reply: the last that matches, or the refused one; of a snapshot offer: the last that it holds
 * @param logTerm term of the entry at {@code index} in a request
 * @param entryCount entries that an append request carries
 * @param commitIndex as an append request or a heartbeat says it; of a vote message: what its sender knows to be committed
 * @param rejected a reply that says no
 * @param preVote a vote request or reply that raises no term
 */
public record MessageFields(
        long index, long logTerm, int entryCount, long commitIndex, boolean rejected, boolean preVote) {
    static final MessageFields NONE = new MessageFields(0, 0, 0, 0, false, false);
}
