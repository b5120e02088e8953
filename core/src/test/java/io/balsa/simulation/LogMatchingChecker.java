package io.balsa.simulation;

import org.agrona.collections.Long2LongHashMap;

/** Entries with equal index and term are equal, and so are the entries before them (Raft paper, figure 3). */
final class LogMatchingChecker {
    static final String PROPERTY = "log matching";

    private static final int TERM_BITS = 24;
    private static final long UNKNOWN = Long.MIN_VALUE;

    private final Long2LongHashMap contents = new Long2LongHashMap(UNKNOWN);
    private final Long2LongHashMap previousTerms = new Long2LongHashMap(UNKNOWN);

    /**
     * An entry is in a node's log.
     *
     * @param previousTerm of the entry before, 0 before the first, -1 where the log does not tell any more
     * @param content a hash of type and payload
     */
    void onEntry(final int nodeId, final long index, final long term, final long previousTerm, final long content) {
        final long key = (index << TERM_BITS) | term;
        final long before = contents.putIfAbsent(key, content);
        if (before != UNKNOWN && before != content) {
            throw new SimViolation(
                    PROPERTY, "node=" + nodeId + " holds another entry than others: index=" + index + ", term=" + term);
        }
        if (previousTerm >= 0) {
            final long previous = previousTerms.putIfAbsent(key, previousTerm);
            if (previous != UNKNOWN && previous != previousTerm) {
                throw new SimViolation(
                        PROPERTY,
                        "node=" + nodeId + " holds another entry before than others: index=" + index + ", term=" + term
                                + ", previousTerm=" + previousTerm + ", others'=" + previous);
            }
        }
    }
}
