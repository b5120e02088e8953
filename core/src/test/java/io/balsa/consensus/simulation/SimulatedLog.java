package io.balsa.consensus.simulation;

import io.balsa.consensus.TermTable;
import java.util.Arrays;

/** A log from index 1: the term of each entry, and a value in place of its payload. */
final class SimulatedLog {
    private long[] terms = new long[16];
    private long[] values = new long[16];
    private int lastIndex;

    int lastIndex() {
        return lastIndex;
    }

    /** Returns the term of an entry; 0 for index 0. */
    long termAt(final long index) {
        return index == 0 ? 0 : terms[(int) index - 1];
    }

    long valueAt(final long index) {
        return values[(int) index - 1];
    }

    boolean holds(final long index, final long term) {
        return index <= lastIndex && termAt(index) == term;
    }

    void append(final long term, final long value) {
        if (lastIndex == terms.length) {
            terms = Arrays.copyOf(terms, lastIndex * 2);
            values = Arrays.copyOf(values, lastIndex * 2);
        }
        terms[lastIndex] = term;
        values[lastIndex] = value;
        lastIndex++;
    }

    /** Removes the entries from {@code fromIndex} on, inclusive. */
    void truncate(final long fromIndex) {
        lastIndex = (int) fromIndex - 1;
    }

    /** Returns a log of this one's first entries. */
    SimulatedLog prefix(final int length) {
        final SimulatedLog copy = new SimulatedLog();
        copy.terms = Arrays.copyOf(terms, Math.max(length, 1));
        copy.values = Arrays.copyOf(values, Math.max(length, 1));
        copy.lastIndex = length;
        return copy;
    }

    SimulatedLog copy() {
        return prefix(lastIndex);
    }

    /** Returns the last index up to which two logs are equal. */
    int commonPrefix(final SimulatedLog other) {
        final int length = Math.min(lastIndex, other.lastIndex);
        int index = 0;
        while (index < length && terms[index] == other.terms[index] && values[index] == other.values[index]) {
            index++;
        }
        return index;
    }

    long[] valuesOf(final long firstIndex, final int count) {
        return Arrays.copyOfRange(values, (int) firstIndex - 1, (int) firstIndex - 1 + count);
    }

    TermTable termTable() {
        final TermTable table = new TermTable();
        for (int index = 1; index <= lastIndex; index++) {
            table.append(1, termAt(index));
        }
        return table;
    }

    /** Returns the terms, say {@code [1 1 3]}. */
    @Override
    public String toString() {
        return Arrays.toString(Arrays.copyOf(terms, lastIndex)).replace(",", "");
    }
}
