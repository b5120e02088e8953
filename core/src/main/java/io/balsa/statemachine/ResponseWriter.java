package io.balsa.statemachine;

import org.agrona.MutableDirectBuffer;

/**
 * Where a state machine writes its response. Threading: the apply thread. Ownership: {@link #buffer()} is borrowed until the
 * callback returns.
 */
public interface ResponseWriter {
    /**
     * Returns memory of {@link #capacity()} bytes to write the response into, from offset 0. What it holds at first is undefined and
     * differs between nodes: write every byte up to the length.
     */
    MutableDirectBuffer buffer();

    /** Returns the largest response in bytes. */
    int capacity();

    /**
     * Sets the length of the response in bytes, 0 (the default) to {@link #capacity()}.
     *
     * <p>A longer one cannot be sent: the client is told that the request was carried out and its response is too large. What
     * was written to the buffer is then dropped.
     *
     * @throws IllegalArgumentException when negative
     */
    void length(int length);
}
