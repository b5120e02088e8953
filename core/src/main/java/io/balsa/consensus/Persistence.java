package io.balsa.consensus;

/**
 * What is durable on this node, told by one sequence that covers hard state and log writes alike.
 *
 * <p>The edge acknowledges a sequence, never an index. A log write takes as many numbers as it has entries, so that within a
 * <em>run</em> of writes the index that is durable follows from the number acknowledged, however many writes one sync covers. A hard
 * state takes one number, and begins a new run as cutting the log does:
 *
 * <pre>
 *   sequence   1    2    3    4    5    6    7
 *              hs   e1   e2   e3   hs   e3'  e4     e3 cut, e3' written in its place
 *                   run: index = sequence - 1       run: index = sequence - 3
 *                   of it counts: up to index 2
 * </pre>
 *
 * <p>Cutting the log lowers the last index that a run counts for. So when entries are written, cut, and written anew with the same
 * indexes, the late acknowledgement of the first write says nothing of the second: otherwise a follower could acknowledge, and a
 * leader count, an entry that a crash would lose.
 *
 * <p>Threading: the owner of the {@link Raft}.
 */
final class Persistence {
    /** Runs told apart; beyond that a run is acknowledged together with the one after it, later than it might be, never earlier. */
    private static final int MAX_RUNS = 64;

    private long[] firstSequences = new long[2];
    private long[] indexOffsets = new long[2];
    private long[] lastIndexes = new long[2];
    private int runCount;

    private long issuedSequence;
    private long persistedSequence;
    private long hardStateSequence;
    private boolean hardStateDirty;
    private boolean runEnded = true;
    private long requestedIndex;
    private long persistedIndex;

    /** Begins with a log that recovery found durable up to {@code lastIndex}. */
    Persistence(final long lastIndex) {
        requestedIndex = lastIndex;
        persistedIndex = lastIndex;
    }

    /** Returns the index up to which this node's log is durable. */
    long persistedIndex() {
        return persistedIndex;
    }

    /** Tells whether the current term and vote would survive a crash. */
    boolean isHardStateDurable() {
        return !hardStateDirty && hardStateSequence <= persistedSequence;
    }

    void onHardStateChanged() {
        hardStateDirty = true;
    }

    void onTruncated(final long fromIndex) {
        final long lastIndex = fromIndex - 1;
        requestedIndex = Math.min(requestedIndex, lastIndex);
        persistedIndex = Math.min(persistedIndex, lastIndex);
        endRuns(lastIndex);
    }

    /** A durable snapshot up to {@code index} took the place of the whole log: no write under way says anything of what follows. */
    void onLogReplaced(final long index) {
        requestedIndex = index;
        persistedIndex = index;
        endRuns(0);
    }

    /** Entries up to {@code index} are in a durable snapshot as well. */
    void onSnapshotDurable(final long index) {
        if (requestedIndex < index) {
            requestedIndex = index;
            runEnded = true;
        }
        persistedIndex = Math.max(persistedIndex, index);
    }

    void onPersisted(final long sequence) {
        if (sequence > issuedSequence) {
            throw new InvariantViolation("a write was acknowledged that was never asked for: sequence=" + sequence
                    + ", issuedSequence=" + issuedSequence);
        }
        if (sequence <= persistedSequence) {
            return;
        }
        persistedSequence = sequence;
        int run = 0;
        while (run < runCount && firstSequences[run] <= sequence) {
            persistedIndex = Math.max(persistedIndex, Math.min(lastIndexes[run], sequence + indexOffsets[run]));
            run++;
        }
        // The newest of them may not be acknowledged whole.
        dropRuns(run - 1);
    }

    /** Asks for a durable hard state where it changed. */
    boolean drainHardState(final RaftOutput output, final long term, final int votedFor) {
        if (!hardStateDirty) {
            return false;
        }
        hardStateDirty = false;
        hardStateSequence = ++issuedSequence;
        runEnded = true;
        output.onHardState(hardStateSequence, term, votedFor);
        return true;
    }

    /** Asks for a durable log where it grew. */
    boolean drainAppend(final RaftOutput output, final long lastIndex) {
        if (requestedIndex >= lastIndex) {
            return false;
        }
        final long firstIndex = requestedIndex + 1;
        if (runEnded) {
            beginRun(issuedSequence + 1, firstIndex);
        }
        requestedIndex = lastIndex;
        issuedSequence += lastIndex - firstIndex + 1;
        lastIndexes[runCount - 1] = lastIndex;
        output.onAppend(issuedSequence, firstIndex, lastIndex);
        return true;
    }

    private void beginRun(final long firstSequence, final long firstIndex) {
        runEnded = false;
        if (runCount == MAX_RUNS) {
            runCount--; // what it wrote is acknowledged with the run that takes its place, which comes after it
        } else if (runCount == firstSequences.length) {
            firstSequences = doubled(firstSequences);
            indexOffsets = doubled(indexOffsets);
            lastIndexes = doubled(lastIndexes);
        }
        firstSequences[runCount] = firstSequence;
        indexOffsets[runCount] = firstIndex - firstSequence;
        runCount++;
    }

    private void endRuns(final long lastIndex) {
        runEnded = true;
        for (int run = 0; run < runCount; run++) {
            lastIndexes[run] = Math.min(lastIndexes[run], lastIndex);
        }
    }

    private void dropRuns(final int count) {
        if (count > 0) {
            runCount -= count;
            System.arraycopy(firstSequences, count, firstSequences, 0, runCount);
            System.arraycopy(indexOffsets, count, indexOffsets, 0, runCount);
            System.arraycopy(lastIndexes, count, lastIndexes, 0, runCount);
        }
    }

    private static long[] doubled(final long[] values) {
        final long[] longer = new long[values.length * 2];
        System.arraycopy(values, 0, longer, 0, values.length);
        return longer;
    }
}
