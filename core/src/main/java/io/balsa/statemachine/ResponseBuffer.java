package io.balsa.statemachine;

import io.balsa.client.ResponseStatus;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The one response that is being made or waits to be sent.
 *
 * <p>Threading: the apply thread. Ownership: the view is lent to the state machine between {@link #open} and {@link #seal}; the bytes
 * stay as they are until the next {@code open}.
 */
final class ResponseBuffer implements ResponseWriter {
    private final UnsafeBuffer memory;
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private int length;

    /** Reserves memory for the largest response. */
    ResponseBuffer(final int maxResponseLength) {
        if (maxResponseLength < 1) {
            throw new IllegalArgumentException("no room for a response: maxResponseLength=" + maxResponseLength);
        }
        memory = new UnsafeBuffer(BufferUtil.allocateDirectAligned(maxResponseLength, BitUtil.CACHE_LINE_LENGTH));
    }

    /** Begins an empty response. */
    void open() {
        view.wrap(memory);
        length = 0;
    }

    /** The state machine is done. */
    void seal() {
        if (BorrowedViews.REVOKED) {
            view.wrap(0, 0);
        }
    }

    /** Returns {@code RESPONSE_TOO_LARGE} when more was written than can be sent, else {@code OK}. */
    ResponseStatus status() {
        return length > memory.capacity() ? ResponseStatus.RESPONSE_TOO_LARGE : ResponseStatus.OK;
    }

    /** Returns the bytes to send: none when there are too many. */
    int sendLength() {
        return length > memory.capacity() ? 0 : length;
    }

    MutableDirectBuffer bytes() {
        return memory;
    }

    @Override
    public MutableDirectBuffer buffer() {
        return view;
    }

    @Override
    public int capacity() {
        return memory.capacity();
    }

    @Override
    public void length(final int responseLength) {
        if (responseLength < 0) {
            throw new IllegalArgumentException("response length is negative: length=" + responseLength);
        }
        length = responseLength;
    }
}
