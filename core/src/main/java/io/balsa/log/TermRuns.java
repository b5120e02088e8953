package io.balsa.log;

import java.util.Arrays;

/** The runs of equal terms that recovery found, in order. Threading: one owner. */
final class TermRuns {
    private long[] firstIndexes = new long[16];
    private long[] terms = new long[16];
    private int count;

    /** Notes the term of the next entry. */
    void add(final long index, final long term) {
        if (count > 0 && terms[count - 1] == term) {
            return;
        }
        if (count == terms.length) {
            firstIndexes = Arrays.copyOf(firstIndexes, 2 * count);
            terms = Arrays.copyOf(terms, 2 * count);
        }
        firstIndexes[count] = index;
        terms[count] = term;
        count++;
    }

    /** Passes the runs on, in order. */
    void forEach(final TermRunConsumer consumer) {
        for (int i = 0; i < count; i++) {
            consumer.onTermRun(firstIndexes[i], terms[i]);
        }
    }
}
