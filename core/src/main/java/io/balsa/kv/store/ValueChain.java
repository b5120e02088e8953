package io.balsa.kv.store;

import static io.balsa.kv.store.PageArena.NO_PAGE;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Values too large for a leaf: chains of pages of {@link #PAGE_LENGTH} bytes, named by their first page.
 *
 * <pre>
 *   0               4               8
 *   +---------------+---------------+-------------------------------------+
 *   | next page     | last page     | {@link #DATA_LENGTH} bytes of the value ...     |
 *   +---------------+---------------+-------------------------------------+
 * </pre>
 *
 * <p>Little endian. {@code next} is 0 in the last page, {@code last} is kept in the first page alone and lets a value grow
 * without a walk. The length of the value is the leaf's to know; every page but the last is full.
 *
 * <p>Threading: one thread. Ownership: buffers are borrowed for the call.
 */
final class ValueChain {
    /** Length of a page in bytes: small, since the last page of a value is half empty on average. */
    static final int PAGE_LENGTH = 4 * 1024;
    /** Bytes of a value that a page holds: a multiple of eight. */
    static final int DATA_LENGTH = PAGE_LENGTH - 8;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final int NEXT_OFFSET = 0;
    private static final int LAST_OFFSET = 4;
    private static final int DATA_OFFSET = 8;

    private final PageArena arena;

    ValueChain(final PageArena arena) {
        this.arena = arena;
    }

    /** Returns a new chain without bytes. */
    int create() {
        final int first = newPage();
        arena.page(first).putInt(LAST_OFFSET, first, ORDER);
        return first;
    }

    /**
     * Adds bytes at the end.
     *
     * @param valueLength of the value so far, in bytes
     */
    void append(final int first, final int valueLength, final DirectBuffer source, final int offset, final int length) {
        int last = arena.page(first).getInt(LAST_OFFSET, ORDER);
        int used = valueLength == 0 ? 0 : (valueLength - 1) % DATA_LENGTH + 1;
        int done = 0;
        while (done < length) {
            if (used == DATA_LENGTH) {
                final int added = newPage();
                arena.writable(last).putInt(NEXT_OFFSET, added, ORDER);
                last = added;
                used = 0;
            }
            final int part = Math.min(DATA_LENGTH - used, length - done);
            arena.writable(last).putBytes(DATA_OFFSET + used, source, offset + done, part);
            used += part;
            done += part;
        }
        arena.writable(first).putInt(LAST_OFFSET, last, ORDER);
    }

    /** Copies a part of a value that lies within its length, out of the chain as a table of pages has it. */
    static void copy(
            final PageTable table,
            final int first,
            final int from,
            final MutableDirectBuffer target,
            final int targetOffset,
            final int length) {
        int page = pageAt(table, first, from);
        int at = from % DATA_LENGTH;
        int done = 0;
        while (done < length) {
            final UnsafeBuffer bytes = table.page(page);
            final int part = Math.min(DATA_LENGTH - at, length - done);
            target.putBytes(targetOffset + done, bytes, DATA_OFFSET + at, part);
            done += part;
            at = 0;
            page = bytes.getInt(NEXT_OFFSET, ORDER);
        }
    }

    /** Tells whether the value's first bytes equal the given ones; it must be at least as long. */
    boolean startsWith(final int first, final DirectBuffer other, final int offset, final int length) {
        int page = first;
        int done = 0;
        while (done < length) {
            final UnsafeBuffer bytes = arena.page(page);
            final int part = Math.min(DATA_LENGTH, length - done);
            if (KeyOrder.mismatch(bytes, DATA_OFFSET, other, offset + done, part) < part) {
                return false;
            }
            done += part;
            page = bytes.getInt(NEXT_OFFSET, ORDER);
        }
        return true;
    }

    /** Gives all pages back. */
    void free(final int first) {
        int page = first;
        while (page != NO_PAGE) {
            final int next = arena.page(page).getInt(NEXT_OFFSET, ORDER);
            arena.free(page);
            page = next;
        }
    }

    private int newPage() {
        final int id = arena.allocate();
        arena.page(id).putInt(NEXT_OFFSET, NO_PAGE, ORDER);
        return id;
    }

    private static int pageAt(final PageTable table, final int first, final int from) {
        int page = first;
        for (int skipped = from / DATA_LENGTH; skipped > 0; skipped--) {
            page = table.page(page).getInt(NEXT_OFFSET, ORDER);
        }
        return page;
    }
}
