package io.balsa.simulation;

import java.util.Arrays;

/** The entries that some node has learned to be committed, as it saw them. */
final class CommittedLog {
    private long[] terms = new long[1024];
    private long[] contents = new long[1024];
    /** For each index the term of the node that learned first: no leader of an older term need hold it. */
    private long[] learnedInTerms = new long[1024];

    private long lastIndex;

    /** Returns the highest index that any node has seen committed. */
    long lastIndex() {
        return lastIndex;
    }

    /** Adds the next entry. */
    void add(final long index, final long term, final long content, final long learnedInTerm) {
        if (index >= terms.length) {
            terms = Arrays.copyOf(terms, 2 * terms.length);
            contents = Arrays.copyOf(contents, 2 * contents.length);
            learnedInTerms = Arrays.copyOf(learnedInTerms, 2 * learnedInTerms.length);
        }
        if (index != lastIndex + 1) {
            throw new IllegalArgumentException("not the next entry: index=" + index + ", lastIndex=" + lastIndex);
        }
        lastIndex = index;
        terms[(int) index] = term;
        contents[(int) index] = content;
        learnedInTerms[(int) index] = learnedInTerm;
    }

    long termAt(final long index) {
        return terms[(int) index];
    }

    long contentAt(final long index) {
        return contents[(int) index];
    }

    /** Returns the last index that was learned by a node of a term below {@code term}. */
    long lastLearnedBefore(final long term) {
        long index = lastIndex;
        while (index > 0 && learnedInTerms[(int) index] >= term) {
            index--;
        }
        return index;
    }
}
