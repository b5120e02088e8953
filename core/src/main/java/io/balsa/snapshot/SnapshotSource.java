package io.balsa.snapshot;

import org.agrona.MutableDirectBuffer;

/**
 * Gives the bytes of a state, in the order in which they were written.
 *
 * <p>Threading: one thread. Ownership: buffers are borrowed for the call.
 */
public interface SnapshotSource {
    /** Returns how many bytes are left. */
    long remaining();

    /**
     * Copies the next bytes of the state.
     *
     * @param length in bytes, 0 to {@link #remaining}
     * @throws io.balsa.disk.StorageException when they are damaged, cannot be read, or are not there
     */
    void read(MutableDirectBuffer target, int offset, int length);
}
