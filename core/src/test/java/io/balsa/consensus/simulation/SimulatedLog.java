package io.balsa.consensus.simulation;

import io.balsa.consensus.TermTable;
import java.util.Arrays;

/**
 * The term of each entry, and a value in place of its payload.
 *
 * <p>What a snapshot replaced is still known here, for the checks; the core may ask for nothing of it but the term at the base.
 */
public final class SimulatedLog {
    private long[] terms;
    private long[] values;
    private int baseIndex;
    private int lastIndex;

    /** Returns a log without entries. */
    public static SimulatedLog empty() {
        return new SimulatedLog();
    }

    SimulatedLog() {
        this(new long[16], new long[16], 0, 0);
    }

    private SimulatedLog(final long[] terms, final long[] values, final int baseIndex, final int lastIndex) {
        this.terms = terms;
        this.values = values;
        this.baseIndex = baseIndex;
        this.lastIndex = lastIndex;
    }

    /** Returns the index before the first entry that the log still holds. */
    public int baseIndex() {
        return baseIndex;
    }

    /** Returns the index of the last entry, 0 for none. */
    public int lastIndex() {
        return lastIndex;
    }

    /** Returns the term of an entry; 0 for index 0. */
    public long termAt(final long index) {
        return index == 0 ? 0 : terms[(int) index - 1];
    }

    /** Returns the value of an entry. */
    public long valueAt(final long index) {
        return values[(int) index - 1];
    }

    /** Tells whether the log has an entry of this term there. */
    public boolean holds(final long index, final long term) {
        return index <= lastIndex && termAt(index) == term;
    }

    /** Adds an entry. */
    public void append(final long term, final long value) {
        if (lastIndex == terms.length) {
            terms = Arrays.copyOf(terms, lastIndex * 2 + 1);
            values = Arrays.copyOf(values, lastIndex * 2 + 1);
        }
        terms[lastIndex] = term;
        values[lastIndex] = value;
        lastIndex++;
    }

    /** Removes the entries from {@code fromIndex} on, inclusive. */
    public void truncate(final long fromIndex) {
        lastIndex = (int) fromIndex - 1;
    }

    /** Drops the entries up to {@code index}, inclusive. */
    public void compact(final long index) {
        baseIndex = Math.max(baseIndex, (int) index);
    }

    /** Returns this log as it goes on after a snapshot: with its own entries, if it matches the snapshot, or with none. */
    public SimulatedLog after(final Snapshot snapshot) {
        final boolean matches = holds(snapshot.index(), snapshot.term());
        final SimulatedLog log = matches ? copy() : snapshot.entries().copy();
        log.compact(snapshot.index());
        return log;
    }

    /** Returns a log of this one's first entries, as far as they go. */
    public SimulatedLog prefix(final int length) {
        return new SimulatedLog(Arrays.copyOf(terms, length), Arrays.copyOf(values, length), baseIndex, length);
    }

    /** Returns a log of its own that equals this one. */
    public SimulatedLog copy() {
        return prefix(lastIndex);
    }

    /** Returns the last index up to which two logs are equal. */
    public int commonPrefix(final SimulatedLog other) {
        final int length = Math.min(lastIndex, other.lastIndex);
        int index = 0;
        while (index < length && terms[index] == other.terms[index] && values[index] == other.values[index]) {
            index++;
        }
        return index;
    }

    /** Returns the values of {@code count} entries. */
    public long[] valuesOf(final long firstIndex, final int count) {
        return Arrays.copyOfRange(values, (int) firstIndex - 1, (int) firstIndex - 1 + count);
    }

    /** Returns what a core recovers of this log. */
    public TermTable termTable() {
        final TermTable table = new TermTable(baseIndex, termAt(baseIndex));
        for (int index = baseIndex + 1; index <= lastIndex; index++) {
            table.append(1, termAt(index));
        }
        return table;
    }

    /** Returns the terms, say {@code [1 1 3]}, and where the log begins. */
    @Override
    public String toString() {
        final String entries = Arrays.toString(Arrays.copyOf(terms, lastIndex)).replace(",", "");
        return baseIndex == 0 ? entries : entries + " from " + baseIndex;
    }
}
