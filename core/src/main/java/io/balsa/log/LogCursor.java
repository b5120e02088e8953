package io.balsa.log;

import io.balsa.disk.StorageException;
import org.agrona.DirectBuffer;

/**
 * Reads entries in order, in place.
 *
 * <p>Threading: one owner, which may be another thread than the appender as long as it reads committed entries only.
 * Ownership: {@link #buffer()} is borrowed until the next call on the cursor.
 */
public interface LogCursor {
    /** Places the cursor so that {@link #next} reads the entry with {@code index} first. */
    void seek(long index);

    /**
     * Steps to the next entry and checks its checksum.
     *
     * @param lastIndex the highest index that may be read, inclusive: the caller's commit index
     * @return false when the next entry lies beyond {@code lastIndex}
     * @throws StorageException when the entry is damaged
     */
    boolean next(long lastIndex);

    /** Returns the index of the current entry. */
    long index();

    /** Returns the term of the current entry. */
    long term();

    /** Returns the {@link io.balsa.codec.EntryType} code of the current entry. */
    int type();

    /** Returns the memory that holds the current entry's payload. */
    DirectBuffer buffer();

    /** Returns where the payload begins in {@link #buffer()}. */
    int payloadOffset();

    /** Returns the length of the payload in bytes. */
    int payloadLength();
}
