package io.balsa.statemachine;

import java.util.concurrent.atomic.AtomicLong;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Linearizable queries that wait: first for the leader to confirm that it still leads, then for the state machine to apply what
 * was committed when they came (dissertation, section 6.4).
 *
 * <p>An off-heap ring of {@link ReadRecord}s in the order of arrival. Queries that came in one duty cycle may share a read id; ids
 * never fall. An outcome is written into the records themselves, so it needs no room of its own and can never be lost to a
 * full queue. Each query leaves exactly once: served, or refused.
 *
 * <p>Threading: one producer thread ({@link #offer}, {@link #onReady}, {@link #onRefused}) and one consumer thread ({@link #next},
 * the accessors, {@link #remove}); they may be the same. The producer owns {@code tail} and publishes records and outcomes by
 * release stores; the consumer reads both by acquire loads, owns {@code head} and hands room back by a release store.
 * Ownership: an offered query is copied; {@link #buffer()} is borrowed until {@link #remove}.
 */
public final class ReadQueue {
    private final UnsafeBuffer ring;
    private final int capacity;
    private final int maxQueryLength;
    /** Where the next record is written. Positions only rise; the low bits are the place in the ring. */
    private final AtomicLong tail = new AtomicLong();
    /** Where the oldest record is. */
    private final AtomicLong head = new AtomicLong();

    /** The producer's: the oldest record whose outcome is not known. */
    private long pendingPosition;
    /** The producer's: the read id offered last. */
    private long lastReadId;

    /** The consumer's: the current record, and its place in the ring. */
    private long currentPosition;

    private int current;

    /**
     * Makes an empty queue.
     *
     * @param capacityBytes of the ring, a power of two, at least twice {@link #minCapacity what the longest query needs}
     * @param maxQueryLength the longest query in bytes, at least 0
     */
    public ReadQueue(final int capacityBytes, final int maxQueryLength) {
        if (!BitUtil.isPowerOfTwo(capacityBytes) || capacityBytes < minCapacity(maxQueryLength)) {
            throw new IllegalArgumentException(
                    "read queue does not hold its longest query twice, or is no power of two:"
                            + " capacityBytes=" + capacityBytes + ", maxQueryLength=" + maxQueryLength
                            + "; give it at least "
                            + minCapacity(maxQueryLength) + " bytes");
        }
        ring = new UnsafeBuffer(BufferUtil.allocateDirectAligned(capacityBytes, BitUtil.CACHE_LINE_LENGTH));
        capacity = capacityBytes;
        this.maxQueryLength = maxQueryLength;
    }

    /**
     * Returns the smallest capacity that takes queries of a length: twice the record, since a record does not wrap and so may
     * leave nearly as much unused before it.
     *
     * @param maxQueryLength in bytes, 0 to 2^29 - 48
     */
    public static int minCapacity(final int maxQueryLength) {
        if (maxQueryLength < 0 || maxQueryLength > (1 << 29) - 48) {
            throw new IllegalArgumentException("longest query out of range: maxQueryLength=" + maxQueryLength);
        }
        return BitUtil.findNextPositivePowerOfTwo(2 * ReadRecord.alignedLength(maxQueryLength));
    }

    /**
     * Takes a query.
     *
     * @param readId under which the core was asked to confirm it, at least that of the query before
     * @return false when the queue is full: try again after some were served
     * @throws IllegalArgumentException when the query is longer than the queue's limit, or the read id falls
     */
    public boolean offer(
            final long readId,
            final long connectionId,
            final long correlationId,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        checkOffer(readId, length);
        final int recordLength = ReadRecord.alignedLength(length);
        long position = tail.getPlain();
        final int untilEnd = capacity - place(position);
        final int padding = untilEnd < recordLength ? untilEnd : 0;
        if (position + padding + recordLength - head.getAcquire() > capacity) {
            return false;
        }
        if (padding > 0) {
            ring.putLong(place(position) + ReadRecord.READ_ID_OFFSET, ReadRecord.PADDING);
            position += padding;
        }
        final int record = place(position);
        ring.putLong(record + ReadRecord.READ_ID_OFFSET, readId);
        ring.putLong(record + ReadRecord.OUTCOME_OFFSET, ReadRecord.PENDING);
        ring.putLong(record + ReadRecord.CONNECTION_ID_OFFSET, connectionId);
        ring.putLong(record + ReadRecord.CORRELATION_ID_OFFSET, correlationId);
        ring.putInt(record + ReadRecord.LENGTH_OFFSET, length);
        ring.putInt(record + ReadRecord.RESERVED_OFFSET, 0);
        ring.putBytes(record + ReadRecord.HEADER_LENGTH, buffer, offset, length);
        lastReadId = readId;
        tail.setRelease(position + recordLength);
        return true;
    }

    /**
     * Queries that are still pending with a read id up to this one may be served once {@code index} is applied.
     *
     * @param index a log index, at least 0
     */
    public void onReady(final long readId, final long index) {
        if (index < 0) {
            throw new IllegalArgumentException("read index is negative: readId=" + readId + ", index=" + index);
        }
        settle(readId, index);
    }

    /** Queries that are still pending with a read id up to this one will not be served. */
    public void onRefused(final long readId) {
        settle(readId, ReadRecord.REFUSED);
    }

    /**
     * Steps to the oldest query if its time has come: it is refused, or its index is applied.
     *
     * @param appliedIndex the state machine's
     * @return false when there is none; a later query never overtakes an earlier one
     */
    public boolean next(final long appliedIndex) {
        final long end = tail.getAcquire();
        long position = head.getPlain();
        if (position == end) {
            return false;
        }
        if (isPadding(position)) {
            position += capacity - place(position);
        }
        final long outcome = ring.getLongAcquire(place(position) + ReadRecord.OUTCOME_OFFSET);
        if (outcome == ReadRecord.PENDING || outcome > appliedIndex) {
            return false;
        }
        currentPosition = position;
        current = place(position);
        return true;
    }

    /** Tells whether the current query is refused rather than ready. */
    public boolean isRefused() {
        return ring.getLong(current + ReadRecord.OUTCOME_OFFSET) == ReadRecord.REFUSED;
    }

    /** Returns the connection that asked. */
    public long connectionId() {
        return ring.getLong(current + ReadRecord.CONNECTION_ID_OFFSET);
    }

    /** Returns the client's number for the query. */
    public long correlationId() {
        return ring.getLong(current + ReadRecord.CORRELATION_ID_OFFSET);
    }

    /** Returns the memory that holds the current query. */
    public DirectBuffer buffer() {
        return ring;
    }

    /** Returns where the current query begins in {@link #buffer()}. */
    public int offset() {
        return current + ReadRecord.HEADER_LENGTH;
    }

    /** Returns the length of the current query in bytes. */
    public int length() {
        return ring.getInt(current + ReadRecord.LENGTH_OFFSET);
    }

    /**
     * Takes the current query, to which {@link #next} stepped, out of the queue.
     *
     * <p>Padding before it is handed back only now: until the query has its outcome the producer may still have to read the mark
     * there on its way to it.
     */
    public void remove() {
        head.setRelease(currentPosition + ReadRecord.alignedLength(length()));
    }

    private void checkOffer(final long readId, final int length) {
        if (length > maxQueryLength) {
            throw new IllegalArgumentException(
                    "query too long: length=" + length + ", maxQueryLength=" + maxQueryLength);
        }
        if (readId < lastReadId) {
            throw new IllegalArgumentException("read id falls: readId=" + readId + ", lastReadId=" + lastReadId);
        }
    }

    /** Each record is passed once, so the work is proportional to the queries, however many outcomes there are. */
    private void settle(final long readId, final long outcome) {
        final long end = tail.getPlain();
        long position = pendingPosition;
        while (position != end) {
            if (isPadding(position)) {
                position += capacity - place(position);
            }
            final int record = place(position);
            if (ring.getLong(record + ReadRecord.READ_ID_OFFSET) > readId) {
                break;
            }
            final int length = ring.getInt(record + ReadRecord.LENGTH_OFFSET);
            ring.putLongRelease(record + ReadRecord.OUTCOME_OFFSET, outcome);
            position += ReadRecord.alignedLength(length);
        }
        pendingPosition = position;
    }

    private boolean isPadding(final long position) {
        return ring.getLong(place(position) + ReadRecord.READ_ID_OFFSET) == ReadRecord.PADDING;
    }

    private int place(final long position) {
        return (int) position & (capacity - 1);
    }
}
