package io.balsa.kv.store;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The payload of a leaf's cell: what a key is mapped to.
 *
 * <pre>
 *   0                8               12              16
 *   +----------------+---------------+---------------+------------------+
 *   | version        | value length  | chain         | value ...        |
 *   +----------------+---------------+---------------+------------------+
 * </pre>
 *
 * <p>All fields are little endian. {@code chain} is the first page of a {@link ValueChain}; when it is 0 the value itself
 * follows. A value lies in the leaf when key and value together take at most {@link #MAX_INLINE_LENGTH} bytes: where it lies
 * depends on the lengths alone.
 *
 * <p>Threading: stateless. Ownership: the buffers stay the caller's.
 */
final class LeafEntry {
    /** Bytes of the payload before the value. */
    static final int HEADER_LENGTH = 16;
    /**
     * Most bytes of key and value together in a leaf. No cell is larger than this and the header, and a page holds three such
     * cells: one that is too full for another cell can be split into two that are not.
     */
    static final int MAX_INLINE_LENGTH = BPlusTree.MAX_KEY_LENGTH;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final int VERSION_OFFSET = 0;
    private static final int VALUE_LENGTH_OFFSET = 8;
    private static final int CHAIN_OFFSET = 12;

    private LeafEntry() {}

    static boolean isInline(final int keyLength, final long valueLength) {
        return keyLength + valueLength <= MAX_INLINE_LENGTH;
    }

    static void put(
            final MutableDirectBuffer page,
            final int payload,
            final long version,
            final int valueLength,
            final int chain) {
        page.putLong(payload + VERSION_OFFSET, version, ORDER);
        page.putInt(payload + VALUE_LENGTH_OFFSET, valueLength, ORDER);
        page.putInt(payload + CHAIN_OFFSET, chain, ORDER);
    }

    static long version(final DirectBuffer page, final int payload) {
        return page.getLong(payload + VERSION_OFFSET, ORDER);
    }

    static int valueLength(final DirectBuffer page, final int payload) {
        return page.getInt(payload + VALUE_LENGTH_OFFSET, ORDER);
    }

    static int chain(final DirectBuffer page, final int payload) {
        return page.getInt(payload + CHAIN_OFFSET, ORDER);
    }

    /** Copies a part of the value that lies within its length. */
    static void copyValue(
            final DirectBuffer page,
            final int payload,
            final PageTable valuePages,
            final int from,
            final MutableDirectBuffer target,
            final int targetOffset,
            final int length) {
        final int chain = chain(page, payload);
        if (chain != PageArena.NO_PAGE) {
            ValueChain.copy(valuePages, chain, from, target, targetOffset, length);
        } else {
            target.putBytes(targetOffset, page, payload + HEADER_LENGTH + from, length);
        }
    }
}
