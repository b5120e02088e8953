package io.balsa.consensus;

/**
 * What is durable on this node, told by one sequence that covers hard state and log writes alike.
 *
 * <p>The edge acknowledges a sequence, never an index. Each write under way remembers up to which index it makes the log
 * durable; cutting the log lowers that memory. So when entries are written, cut, and written anew with the same indexes, the
 * late acknowledgement of the first write says nothing of the second: otherwise a follower could acknowledge, and a leader
 * count, an entry that a crash would lose.
 *
 * <p>Threading: the owner of the {@link Raft}.
 */
final class Persistence {
    /** Log writes told apart while under way; beyond that the newest two become one and are acknowledged together. */
    private static final int MAX_WRITES = 16;

    private final long[] writeSequences = new long[MAX_WRITES];
    private final long[] writeLastIndexes = new long[MAX_WRITES];
    private int firstWrite;
    private int writeCount;

    private long issuedSequence;
    private long persistedSequence;
    private long hardStateSequence;
    private boolean hardStateDirty;
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
        for (int i = 0; i < writeCount; i++) {
            final int write = (firstWrite + i) % MAX_WRITES;
            writeLastIndexes[write] = Math.min(writeLastIndexes[write], lastIndex);
        }
    }

    /** A durable snapshot up to {@code index} took the place of the whole log: no write under way says anything of what follows. */
    void onLogReplaced(final long index) {
        requestedIndex = index;
        persistedIndex = index;
        for (int i = 0; i < writeCount; i++) {
            writeLastIndexes[(firstWrite + i) % MAX_WRITES] = 0;
        }
    }

    /** Entries up to {@code index} are in a durable snapshot as well. */
    void onSnapshotDurable(final long index) {
        requestedIndex = Math.max(requestedIndex, index);
        persistedIndex = Math.max(persistedIndex, index);
    }

    void onPersisted(final long sequence) {
        if (sequence > issuedSequence) {
            throw new InvariantViolation("a write was acknowledged that was never asked for: sequence=" + sequence
                    + ", issuedSequence=" + issuedSequence);
        }
        persistedSequence = Math.max(persistedSequence, sequence);
        while (writeCount > 0 && writeSequences[firstWrite] <= persistedSequence) {
            persistedIndex = Math.max(persistedIndex, writeLastIndexes[firstWrite]);
            firstWrite = (firstWrite + 1) % MAX_WRITES;
            writeCount--;
        }
    }

    /** Asks for a durable hard state where it changed. */
    boolean drainHardState(final RaftOutput output, final long term, final int votedFor) {
        if (!hardStateDirty) {
            return false;
        }
        hardStateDirty = false;
        hardStateSequence = ++issuedSequence;
        output.onHardState(hardStateSequence, term, votedFor);
        return true;
    }

    /** Asks for a durable log where it grew. */
    boolean drainAppend(final RaftOutput output, final long lastIndex) {
        if (requestedIndex >= lastIndex) {
            return false;
        }
        final long firstIndex = requestedIndex + 1;
        requestedIndex = lastIndex;
        final long sequence = ++issuedSequence;
        remember(sequence, lastIndex);
        output.onAppend(sequence, firstIndex, lastIndex);
        return true;
    }

    private void remember(final long sequence, final long lastIndex) {
        if (writeCount < MAX_WRITES) {
            writeCount++;
        }
        final int write = (firstWrite + writeCount - 1) % MAX_WRITES;
        writeSequences[write] = sequence;
        writeLastIndexes[write] = lastIndex;
    }
}
