package io.balsa.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * An open file, read and written at positions.
 *
 * <p>Threading: safe for all threads; a force covers every write that returned before it began. Ownership: buffers are
 * borrowed for the call. A thread that is interrupted in a call of the real file system closes the file for all: threads
 * that use files are never interrupted. Reads, writes, zeroes and forces allocate nothing when the buffer is direct.
 *
 * <p>Errors: {@link IOException} naming the file. After a failed write or force nothing can be said about what the device
 * holds; repeating the force proves nothing.
 */
public interface DiskFile extends AutoCloseable {
    /** Returns the name of the file. */
    Path path();

    /** Returns the length of the file in bytes. */
    long size() throws IOException;

    /**
     * Reads from {@code position} until the buffer is full.
     *
     * @throws IOException also when the file ends before
     */
    void read(long position, ByteBuffer destination) throws IOException;

    /** Writes all of the buffer's remaining bytes at {@code position}, beyond the end of the file where need be. */
    void write(long position, ByteBuffer source) throws IOException;

    /**
     * Writes zeroes, real ones that take room on the device, so that writing over them later cannot run out of room and
     * changes no metadata of the file.
     *
     * @param position first byte, at least 0
     * @param length in bytes, at least 0
     */
    void writeZeroes(long position, long length) throws IOException;

    /** Makes all bytes written before this call durable. Blocks for as long as the device takes. */
    void force() throws IOException;

    /**
     * Maps the beginning of the file into memory, to read. Later writes to the file are seen in the mapping.
     *
     * @param length in bytes, at most the length of the file
     */
    DiskMapping map(int length) throws IOException;

    /** Closes the file; its mappings stay. Forces nothing. */
    @Override
    void close() throws IOException;
}
