package io.balsa.consensus;

/**
 * Linearizable reads without a log entry (dissertation, section 6.4).
 *
 * <p>Reads are numbered as they come. On a leader a <em>round</em> takes all reads waiting, remembers the commit index of that
 * moment, and is confirmed when a quorum has answered a message sent after it began: until then no other leader had committed
 * anything, so the remembered index covers every write that was acknowledged before the reads were asked for. A round never takes
 * reads in once it began: they could have seen a later commit. An answer confirms its own round and all before it, none after. A
 * follower asks its leader to do this for it, and asks again until it is answered.
 *
 * <p>Threading: the owner of the {@link Raft}.
 */
final class ReadIndexQueue {
    private static final long[] NONE = {};

    /** Rounds under way at once; further reads wait and share the next round. */
    private static final int MAX_ROUNDS = 32;

    // Made with the first round: of many groups in a process, few are read from.
    private long[] rounds = NONE;
    private long[] lastReadIds = NONE;
    private long[] indexes = NONE;
    private int firstRound;
    private int roundCount;

    private long newestReadId;
    private long begunReadId;
    private long endedReadId;
    private long readyReadId;
    private long readyIndex;
    private boolean refusalDue;

    /** @param firstReadId number of the first read */
    ReadIndexQueue(final long firstReadId) {
        newestReadId = firstReadId - 1;
        begunReadId = newestReadId;
        endedReadId = newestReadId;
        readyReadId = newestReadId;
    }

    /** Takes a read and returns its number. */
    long add() {
        return ++newestReadId;
    }

    /** Tells whether reads wait for a round, and one more may begin. */
    boolean isWaiting() {
        return begunReadId < newestReadId && roundCount < MAX_ROUNDS;
    }

    /** A round began: the reads that wait are in it. */
    void onRoundBegun(final long round, final long commitIndex) {
        if (!isWaiting()) {
            return;
        }
        if (rounds.length == 0) {
            rounds = new long[MAX_ROUNDS];
            lastReadIds = new long[MAX_ROUNDS];
            indexes = new long[MAX_ROUNDS];
        }
        final int slot = (firstRound + roundCount) % MAX_ROUNDS;
        rounds[slot] = round;
        lastReadIds[slot] = newestReadId;
        indexes[slot] = commitIndex;
        roundCount++;
        begunReadId = newestReadId;
    }

    boolean hasUnconfirmedRound() {
        return roundCount > 0;
    }

    /** A quorum confirmed all rounds up to this one. */
    void onConfirmed(final long round) {
        while (roundCount > 0 && rounds[firstRound] <= round) {
            readyReadId = lastReadIds[firstRound];
            readyIndex = indexes[firstRound];
            firstRound = (firstRound + 1) % MAX_ROUNDS;
            roundCount--;
        }
    }

    /** No other leader can have committed anything by now: all reads are ready. */
    void confirmAll(final long commitIndex) {
        roundCount = 0;
        begunReadId = newestReadId;
        readyReadId = newestReadId;
        readyIndex = commitIndex;
    }

    /** Refuses every read not yet ready: the leader that was to confirm them is lost. */
    void refuseAll() {
        roundCount = 0;
        begunReadId = newestReadId;
        refusalDue = refusalDue || readyReadId < newestReadId;
    }

    // ---- a follower's reads

    /** Returns the newest read that the leader has to confirm, 0 for none. */
    long unansweredReadId() {
        return !refusalDue && readyReadId < newestReadId ? newestReadId : 0;
    }

    /** Tells whether the leader was not asked for the newest reads yet. */
    boolean isUnasked() {
        return begunReadId < newestReadId;
    }

    /** The leader was asked for all reads. */
    void onAsked() {
        begunReadId = newestReadId;
    }

    /** What was asked may be lost: asks again. */
    void askAgain() {
        begunReadId = Math.min(begunReadId, readyReadId);
    }

    /** The leader confirmed reads up to this one. */
    void onLeaderConfirmed(final long readId, final long index) {
        if (!refusalDue && readId > readyReadId && readId <= newestReadId) {
            readyReadId = readId;
            readyIndex = index;
        }
    }

    // ---- output

    /** Tells the outcome of reads that have one. */
    boolean drain(final RaftOutput output) {
        if (endedReadId == newestReadId) {
            return false;
        }
        boolean told = false;
        if (readyReadId > endedReadId) {
            endedReadId = readyReadId;
            output.onReadReady(endedReadId, readyIndex);
            told = true;
        }
        if (refusalDue) {
            refusalDue = false;
            if (endedReadId < newestReadId) {
                endedReadId = newestReadId;
                readyReadId = newestReadId;
                begunReadId = newestReadId;
                output.onReadRefused(endedReadId);
                told = true;
            }
        }
        return told;
    }
}
