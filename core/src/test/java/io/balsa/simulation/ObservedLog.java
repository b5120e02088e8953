package io.balsa.simulation;

import java.util.Arrays;

/** What a node's log holds, as it was last looked at: for each index the term and a hash of the content. */
final class ObservedLog {
    private long[] terms = new long[1024];
    private long[] contents = new long[1024];
    private long firstIndex = 1;
    private long lastIndex;

    /** Forgets all: the log is another one, and begins with {@code first}. */
    void restart(final long first) {
        firstIndex = first;
        lastIndex = first - 1;
    }

    /** The log begins later: what came before is in a snapshot. */
    void compact(final long first) {
        firstIndex = first;
        lastIndex = Math.max(lastIndex, first - 1);
    }

    /** The log ends with {@code last}. */
    void cut(final long last) {
        lastIndex = last;
    }

    /** The log goes on with an entry. */
    void append(final long term, final long content) {
        lastIndex++;
        if (lastIndex >= terms.length) {
            final int length = (int) Math.max(lastIndex + 1, 2L * terms.length);
            terms = Arrays.copyOf(terms, length);
            contents = Arrays.copyOf(contents, length);
        }
        terms[(int) lastIndex] = term;
        contents[(int) lastIndex] = content;
    }

    long firstIndex() {
        return firstIndex;
    }

    long lastIndex() {
        return lastIndex;
    }

    long termAt(final long index) {
        return terms[(int) index];
    }

    long contentAt(final long index) {
        return contents[(int) index];
    }
}
