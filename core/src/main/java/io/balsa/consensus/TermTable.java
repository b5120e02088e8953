package io.balsa.consensus;

/**
 * The term of every log index, as runs: all the core needs to know of the log.
 *
 * <p>A run is a first index and the term of all entries from there to the next run. A stable leader extends the last run, so
 * that appending costs one store and no memory; only a change of term adds a run.
 *
 * <p>{@code baseIndex} is the index before the first entry held, with its term: 0 and 0 for a log from the beginning, otherwise
 * the last entry that a snapshot replaced (paper, section 7).
 *
 * <p>Threading: the owner of the {@link Raft}.
 */
public final class TermTable {
    private static final int INITIAL_RUNS = 2;

    private long[] firstIndexes = new long[INITIAL_RUNS];
    private long[] runTerms = new long[INITIAL_RUNS];
    private int runCount;
    private long baseIndex;
    private long baseTerm;
    private long lastIndex;

    /** Creates the table of an empty log. */
    public TermTable() {
        this(0, 0);
    }

    /**
     * Creates the table of a log that begins after a snapshot.
     *
     * @param baseIndex index of the last entry the snapshot holds, 0 for none
     * @param baseTerm its term
     */
    public TermTable(final long baseIndex, final long baseTerm) {
        this.baseIndex = baseIndex;
        this.baseTerm = baseTerm;
        this.lastIndex = baseIndex;
    }

    /** Returns the index before the first entry held. */
    public long baseIndex() {
        return baseIndex;
    }

    /** Returns the index of the last entry, or {@link #baseIndex()} when there is none. */
    public long lastIndex() {
        return lastIndex;
    }

    /** Returns the term of the last entry. */
    public long lastTerm() {
        return runCount == 0 ? baseTerm : runTerms[runCount - 1];
    }

    /**
     * Appends entries of one term.
     *
     * @param count of entries, at least 1
     * @param term not below {@link #lastTerm()}
     * @return the index of the first of them
     */
    public long append(final int count, final long term) {
        if (term < lastTerm() || count < 1) {
            throw new InvariantViolation("terms never fall along a log: lastIndex=" + lastIndex + ", lastTerm="
                    + lastTerm() + ", term=" + term + ", count=" + count);
        }
        final long firstIndex = lastIndex + 1;
        if (runCount == 0 || runTerms[runCount - 1] != term) {
            addRun(firstIndex, term);
        }
        lastIndex += count;
        return firstIndex;
    }

    /** Removes all entries from {@code fromIndex} on, inclusive. */
    public void truncate(final long fromIndex) {
        if (fromIndex <= baseIndex) {
            throw new InvariantViolation(
                    "entries of a snapshot are never cut: fromIndex=" + fromIndex + ", baseIndex=" + baseIndex);
        }
        while (runCount > 0 && firstIndexes[runCount - 1] >= fromIndex) {
            runCount--;
        }
        lastIndex = Math.min(lastIndex, fromIndex - 1);
    }

    /**
     * Forgets all entries up to {@code index}, inclusive, which becomes the base.
     *
     * @param index from {@link #baseIndex()} to {@link #lastIndex()}, inclusive
     */
    public void compact(final long index) {
        final int run = runOf(index);
        if (run < 0) {
            return;
        }
        baseTerm = runTerms[run];
        baseIndex = index;
        final boolean runGoesOn = lastIndexOfRun(index) > index;
        final int dropped = runGoesOn ? run : run + 1;
        runCount -= dropped;
        System.arraycopy(firstIndexes, dropped, firstIndexes, 0, runCount);
        System.arraycopy(runTerms, dropped, runTerms, 0, runCount);
        if (runGoesOn) {
            firstIndexes[0] = index + 1;
        }
    }

    /** Forgets everything: the log begins anew after a snapshot. */
    public void reset(final long newBaseIndex, final long newBaseTerm) {
        runCount = 0;
        baseIndex = newBaseIndex;
        baseTerm = newBaseTerm;
        lastIndex = newBaseIndex;
    }

    /** Tells whether the term of {@code index} is known: it is held, or the base. */
    public boolean contains(final long index) {
        return index >= baseIndex && index <= lastIndex;
    }

    /** Tells whether the log holds an entry with this index and term (paper, 5.3: the consistency check). */
    public boolean matches(final long index, final long term) {
        return contains(index) && termAt(index) == term;
    }

    /**
     * Returns the term of an entry.
     *
     * @param index from {@link #baseIndex()} to {@link #lastIndex()}, inclusive
     */
    public long termAt(final long index) {
        final int run = runOf(index);
        return run < 0 ? baseTerm : runTerms[run];
    }

    /** Returns the last index of the run of equal terms that holds {@code index}, which must be an entry held. */
    public long lastIndexOfRun(final long index) {
        final int next = runOf(index) + 1;
        return next == runCount ? lastIndex : firstIndexes[next] - 1;
    }

    /**
     * Returns the highest index not above {@code index} whose term is not above {@code term}: where two logs may agree at
     * best, so that a rejected leader skips whole terms (paper, end of 5.3). Returns {@link #baseIndex()} at the least.
     */
    public long highestIndexNotAbove(final long index, final long term) {
        long candidate = Math.min(index, lastIndex);
        while (candidate > baseIndex) {
            final int run = runOf(candidate);
            if (runTerms[run] <= term) {
                return candidate;
            }
            candidate = firstIndexes[run] - 1;
        }
        return candidate;
    }

    private int runOf(final long index) {
        if (index < baseIndex || index > lastIndex) {
            throw new InvariantViolation("the term of this index is not known: index=" + index + ", baseIndex="
                    + baseIndex + ", lastIndex=" + lastIndex);
        }
        int run = runCount - 1;
        while (run >= 0 && firstIndexes[run] > index) {
            run--;
        }
        return run;
    }

    private void addRun(final long firstIndex, final long term) {
        if (runCount == runTerms.length) {
            firstIndexes = doubled(firstIndexes);
            runTerms = doubled(runTerms);
        }
        firstIndexes[runCount] = firstIndex;
        runTerms[runCount] = term;
        runCount++;
    }

    private static long[] doubled(final long[] values) {
        final long[] longer = new long[values.length * 2];
        System.arraycopy(values, 0, longer, 0, values.length);
        return longer;
    }
}
