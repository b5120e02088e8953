package io.balsa.snapshot;

import java.io.IOException;
import org.agrona.DirectBuffer;

/**
 * Takes the bytes of a state, in order.
 *
 * <p>Threading: one thread. Ownership: buffers are borrowed for the call.
 */
@FunctionalInterface
public interface SnapshotSink {
    /**
     * Takes the next bytes of the state.
     *
     * @param length in bytes, at least 0
     * @throws IOException when they cannot be written; the snapshot is then given up
     */
    void write(DirectBuffer buffer, int offset, int length) throws IOException;
}
