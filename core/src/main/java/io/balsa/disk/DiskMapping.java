package io.balsa.disk;

import java.nio.ByteBuffer;

/**
 * A part of a file in memory, to read.
 *
 * <p>Threading: any thread reads. Ownership: {@link #buffer()} and everything made from it is borrowed until {@link #close};
 * touching it afterwards can end the process.
 */
public interface DiskMapping extends AutoCloseable {
    /** Returns the memory: a direct buffer, always the same. */
    ByteBuffer buffer();

    /** Gives the memory back. */
    @Override
    void close();
}
