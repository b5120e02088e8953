package io.balsa.statemachine;

import org.agrona.BitUtil;

/**
 * The byte layout of a pending query in the {@link ReadQueue}.
 *
 * <pre>
 *   0          8          16               24                32       36       40
 *   +----------+----------+----------------+-----------------+--------+--------+-----------+---------+
 *   | readId   | outcome  | connectionId   | correlationId   | length | zero   | query ... | padding |
 *   +----------+----------+----------------+-----------------+--------+--------+-----------+---------+
 *                                                                              |<-length ->|
 * </pre>
 *
 * <p>Native byte order. A record begins on a multiple of {@link #ALIGNMENT} bytes and does not wrap around the end of the queue:
 * where the rest is too short, a {@code readId} of {@link #PADDING} sends the reader to the beginning. {@code outcome} is the one
 * field that changes: from {@link #PENDING} to an index or to {@link #REFUSED}, once.
 *
 * <p>Threading: stateless.
 */
final class ReadRecord {
    static final int READ_ID_OFFSET = 0;
    static final int OUTCOME_OFFSET = 8;
    static final int CONNECTION_ID_OFFSET = 16;
    static final int CORRELATION_ID_OFFSET = 24;
    static final int LENGTH_OFFSET = 32;
    static final int RESERVED_OFFSET = 36;
    static final int HEADER_LENGTH = 40;
    static final int ALIGNMENT = 8;

    /** As a {@code readId}: nothing more until the end of the queue. */
    static final long PADDING = -1;
    /** As an {@code outcome}: not known yet. An outcome of 0 or more is the index that must be applied first. */
    static final long PENDING = -1;
    /** As an {@code outcome}: the node cannot serve it. */
    static final long REFUSED = -2;

    private ReadRecord() {}

    /** Returns the bytes that a record of a query of {@code length} bytes takes. */
    static int alignedLength(final int length) {
        return BitUtil.align(HEADER_LENGTH + length, ALIGNMENT);
    }
}
