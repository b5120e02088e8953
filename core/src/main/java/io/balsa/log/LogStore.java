package io.balsa.log;

import io.balsa.disk.StorageException;
import org.agrona.DirectBuffer;

/**
 * The replicated log's bytes: appended at the end, read anywhere, cut at either end.
 *
 * <p>Threading: one thread (the consensus duty cycle) appends, truncates and maps ranges; {@link #force}, {@link #flush} and
 * {@link #prepare} may be called by one other thread at the same time; each {@link LogCursor} belongs to one thread and reads
 * committed entries only, which are never truncated. Ownership: source buffers are borrowed for the call; mapped ranges are
 * borrowed until the next call that appends, maps, truncates, compacts, resets or closes.
 *
 * <p>Errors: a failed write, force or check throws {@link StorageException} naming file, offset, expected and found. After a failed
 * force or write the store refuses all further work: a later success could not prove what is on disk.
 */
public interface LogStore extends AutoCloseable {
    /** Returns the index of the oldest entry held, or {@code lastIndex() + 1} when there is none. */
    long firstIndex();

    /** Returns the index of the newest entry, or {@link #baseIndex()} when there is none. */
    long lastIndex();

    /** Returns the index of the entry before {@link #firstIndex()}, 0 when that is the first ever. */
    default long baseIndex() {
        return firstIndex() - 1;
    }

    /** Returns the term of the entry at {@link #baseIndex()}, 0 when there is none. */
    long baseTerm();

    /**
     * Frames a payload, makes its checksum and appends it.
     *
     * @param index must be {@code lastIndex() + 1}
     * @param term of the entry, not below the last entry's
     * @param type an {@link io.balsa.codec.EntryType} code
     * @param length of the payload in bytes, 0 to {@link #maxPayloadLength()}
     */
    void append(long index, long term, int type, DirectBuffer payload, int offset, int length);

    /**
     * Appends frames exactly as another node's log held them.
     *
     * @param firstIndex index of the first frame, must be {@code lastIndex() + 1}
     * @param entryCount number of frames, at least 1
     * @param frames whole, aligned frames with consecutive indexes, already checked by the caller
     * @param length of all frames with their padding, in bytes
     */
    void appendFrames(long firstIndex, int entryCount, DirectBuffer frames, int offset, int length);

    /** Removes all entries from {@code fromIndex} on, inclusive; they were never committed. Durable when it returns. */
    void truncateSuffix(long fromIndex);

    /**
     * Gives entries at the beginning free that a durable snapshot has made superfluous. The log may keep some of them: it drops
     * whole files. It begins later at once; the files go, and the change becomes durable, in steps of {@link #prepare}, so that a
     * log that is opened after a crash may begin earlier again.
     *
     * @param firstIndexToKeep at most {@code lastIndex() + 1}; cursors read from here on only
     * @return {@link #firstIndex()}, which is at most {@code firstIndexToKeep} or what it was before
     */
    long compactPrefix(long firstIndexToKeep);

    /**
     * Drops all entries: the log is empty and goes on behind the last entry of a snapshot that is durable and that it does not
     * reach, or contradicts. Durable when it returns; after a crash before that the log is as it was. Blocks for as long as
     * the device takes.
     *
     * <p>No cursor is used meanwhile; afterwards each must {@link LogCursor#seek} first.
     *
     * @param index of the last entry that the snapshot stands for, at least 1
     * @param term of that entry, at least 1
     */
    void reset(long index, long term);

    /**
     * Points {@code range} at as many whole frames as lie together in memory, beginning with {@code fromIndex}. Those that are read
     * back from a file are checked.
     *
     * @param maxEntries at least 1
     * @param maxBytes upper bound of the range; one frame is given even when it alone is larger
     * @return the number of entries in the range, at least 1
     * @throws StorageException when an entry is damaged
     */
    int map(long fromIndex, int maxEntries, int maxBytes, LogRange range);

    /** Returns a reader of its own position; it is closed with the store. */
    LogCursor newCursor();

    /** Makes every entry appended before this call durable. Blocks for as long as the device takes. */
    void force();

    /**
     * Hands every entry appended before this call to the operating system: they survive the end of the process, but not a
     * power cut. A store that knows no difference forces them.
     */
    default void flush() {
        force();
    }

    /**
     * Does a small step of the work that is due before the log needs more room, if there is any.
     *
     * @return whether a step was done
     */
    default boolean prepare() {
        return false;
    }

    /**
     * Tells whether there is room for so many bytes of frames. Without room an append fails, and with it the log; so whoever has a
     * choice asks first, takes nothing while the disk is full, and goes on when there is room again. A little room is kept for entries
     * that leave no choice. Appender only; may make a file.
     */
    default boolean canTake(final int bytes) {
        return true;
    }

    /** Returns the largest payload in bytes that {@link #append} takes. */
    int maxPayloadLength();

    @Override
    void close();
}
