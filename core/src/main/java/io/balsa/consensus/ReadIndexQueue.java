package io.balsa.consensus;

/**
 * Linearizable reads without a log entry (dissertation, section 6.4).
 *
 * <p>Reads are numbered as they come. A <em>round</em> takes all reads waiting, remembers the commit index of that moment, and is
 * confirmed when a quorum has answered a message sent after it began: until then no other leader had committed anything, so the
 * remembered index covers every write that was acknowledged before the reads were asked for. A round never takes reads in once it
 * began: they could have seen a later commit. An answer confirms its own round and all before it, none after.
 *
 * <p>No round begins before the leader has committed an entry of its own term: only then is its commit index known to be the
 * newest (dissertation, section 6.4, step 1).
 *
 * <p>Threading: the owner of the {@link Raft}.
 */
final class ReadIndexQueue {
    /** Rounds under way at once; further reads wait and share the next round. */
    private static final int MAX_ROUNDS = 32;

    private final long[] rounds = new long[MAX_ROUNDS];
    private final long[] lastReadIds = new long[MAX_ROUNDS];
    private final long[] indexes = new long[MAX_ROUNDS];
    private int firstRound;
    private int roundCount;

    private long newestReadId;
    private long begunReadId;
    private long endedReadId;
    private long newestRound;
    private boolean refusalDue;

    /** Takes a read and returns its number, from 1. */
    long add() {
        return ++newestReadId;
    }

    /** Returns the newest round begun; rounds only rise, over all terms. */
    long newestRound() {
        return newestRound;
    }

    /** Begins a round for the reads that wait. */
    void beginRound(final long commitIndex) {
        if (begunReadId == newestReadId || roundCount == MAX_ROUNDS) {
            return;
        }
        final int slot = (firstRound + roundCount) % MAX_ROUNDS;
        rounds[slot] = ++newestRound;
        lastReadIds[slot] = newestReadId;
        indexes[slot] = commitIndex;
        roundCount++;
        begunReadId = newestReadId;
    }

    /** Refuses every read not yet ready: leadership is lost. */
    void refuseAll() {
        roundCount = 0;
        begunReadId = newestReadId;
        refusalDue = refusalDue || endedReadId < newestReadId;
    }

    boolean hasUnconfirmedRound() {
        return roundCount > 0;
    }

    /** Tells which reads are ready, given the newest round that a quorum confirmed. */
    boolean drainReady(final RaftOutput output, final long confirmedRound) {
        boolean emitted = false;
        while (roundCount > 0 && rounds[firstRound] <= confirmedRound) {
            endedReadId = lastReadIds[firstRound];
            output.onReadReady(endedReadId, indexes[firstRound]);
            firstRound = (firstRound + 1) % MAX_ROUNDS;
            roundCount--;
            emitted = true;
        }
        return emitted;
    }

    boolean drainRefused(final RaftOutput output) {
        if (!refusalDue) {
            return false;
        }
        refusalDue = false;
        endedReadId = newestReadId;
        output.onReadRefused(endedReadId);
        return true;
    }
}
