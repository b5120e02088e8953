package io.balsa.log;

import org.agrona.DirectBuffer;

/** Takes the entries of a segment, in order. */
@FunctionalInterface
public interface EntryConsumer {
    /**
     * An entry that is whole.
     *
     * @param type an {@link io.balsa.codec.EntryType} code
     * @param frameOffset where its frame begins in {@code buffer}, which is the file; borrowed for the call
     * @param payloadLength in bytes
     */
    void onEntry(long index, long term, int type, DirectBuffer buffer, int frameOffset, int payloadLength);
}
