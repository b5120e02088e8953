package io.balsa.kv.store;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The bytes of a page of the tree: slots in key order grow up, cells in any order grow down.
 *
 * <pre>
 *   0       1       2        4        6        8        10       12              16
 *   +-------+-------+--------+--------+--------+--------+--------+---------------+
 *   | level | zero  | count  | prefix | heap   | garbage| zero   | leftmost      |
 *   +-------+-------+--------+--------+--------+--------+--------+---------------+
 *   | slot 0 | slot 1 | ...  | slot count-1 |      free      | cell | ... | cell |
 *   +--------+--------+------+--------------+----------------+------+-----+------+
 *                                                            heap                PAGE_LENGTH
 *
 *   slot    0                8        10       12       14       16
 *           +----------------+--------+--------+--------+--------+
 *           | head           | cell   | key    | payload| zero   |
 *           |                | offset | length | length |        |
 *           +----------------+--------+--------+--------+--------+
 *
 *   cell    | key ... | payload ... |
 * </pre>
 *
 * <p>All fields are little endian and unsigned. {@code level} is 0 in a leaf. {@code prefix} counts bytes that all keys of
 * the page begin with; a slot's {@code head} is made of the eight bytes that follow them ({@link KeyOrder#head}).
 * {@code garbage} counts bytes between {@code heap} and the end of the page that belong to no cell any more.
 *
 * <p>The payload of a leaf is drawn at {@link LeafEntry}. The payload of an inner page is the number (int32) of the child that
 * holds the keys from the slot's key on; {@code leftmost} is the child with the keys before slot 0, and zero in a leaf.
 *
 * <p>Threading: stateless. Ownership: the buffers stay the caller's.
 */
final class PageLayout {
    /** Length of a page in bytes. */
    static final int PAGE_LENGTH = 16 * 1024;
    /** Bytes before the slots. */
    static final int HEADER_LENGTH = 16;
    /** Bytes of a slot. */
    static final int SLOT_LENGTH = 16;
    /** Bytes a page has for slots and cells. */
    static final int CAPACITY = PAGE_LENGTH - HEADER_LENGTH;
    /** Length of an inner page's payload in bytes. */
    static final int CHILD_LENGTH = Integer.BYTES;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final int LEVEL_OFFSET = 0;
    private static final int COUNT_OFFSET = 2;
    private static final int PREFIX_OFFSET = 4;
    private static final int HEAP_OFFSET = 6;
    private static final int GARBAGE_OFFSET = 8;
    private static final int LEFTMOST_OFFSET = 12;
    private static final int SLOT_HEAD_OFFSET = 0;
    private static final int SLOT_CELL_OFFSET = 8;
    private static final int SLOT_KEY_LENGTH_OFFSET = 10;
    private static final int SLOT_PAYLOAD_LENGTH_OFFSET = 12;

    private PageLayout() {}

    /** Makes a page empty. */
    static void init(final MutableDirectBuffer page, final int level) {
        page.setMemory(0, HEADER_LENGTH, (byte) 0);
        page.putByte(LEVEL_OFFSET, (byte) level);
        heap(page, PAGE_LENGTH);
    }

    static int level(final DirectBuffer page) {
        return page.getByte(LEVEL_OFFSET);
    }

    static int count(final DirectBuffer page) {
        return unsigned(page, COUNT_OFFSET);
    }

    static void count(final MutableDirectBuffer page, final int count) {
        page.putShort(COUNT_OFFSET, (short) count, ORDER);
    }

    static int prefixLength(final DirectBuffer page) {
        return unsigned(page, PREFIX_OFFSET);
    }

    static void prefixLength(final MutableDirectBuffer page, final int length) {
        page.putShort(PREFIX_OFFSET, (short) length, ORDER);
    }

    static int heap(final DirectBuffer page) {
        return unsigned(page, HEAP_OFFSET);
    }

    static void heap(final MutableDirectBuffer page, final int offset) {
        page.putShort(HEAP_OFFSET, (short) offset, ORDER);
    }

    static int garbage(final DirectBuffer page) {
        return unsigned(page, GARBAGE_OFFSET);
    }

    static void garbage(final MutableDirectBuffer page, final int length) {
        page.putShort(GARBAGE_OFFSET, (short) length, ORDER);
    }

    /** Returns the child with the keys before slot 0. */
    static int leftmost(final DirectBuffer page) {
        return page.getInt(LEFTMOST_OFFSET, ORDER);
    }

    static void leftmost(final MutableDirectBuffer page, final int child) {
        page.putInt(LEFTMOST_OFFSET, child, ORDER);
    }

    static int slotOffset(final int slot) {
        return HEADER_LENGTH + slot * SLOT_LENGTH;
    }

    static long head(final DirectBuffer page, final int slot) {
        return page.getLong(slotOffset(slot) + SLOT_HEAD_OFFSET, ORDER);
    }

    static void head(final MutableDirectBuffer page, final int slot, final long head) {
        page.putLong(slotOffset(slot) + SLOT_HEAD_OFFSET, head, ORDER);
    }

    /** Writes all of a slot but its head. */
    static void slot(
            final MutableDirectBuffer page,
            final int slot,
            final int cellOffset,
            final int keyLength,
            final int payloadLength) {
        final int offset = slotOffset(slot);
        page.putShort(offset + SLOT_CELL_OFFSET, (short) cellOffset, ORDER);
        page.putShort(offset + SLOT_KEY_LENGTH_OFFSET, (short) keyLength, ORDER);
        page.putInt(offset + SLOT_PAYLOAD_LENGTH_OFFSET, payloadLength, ORDER);
    }

    /** Returns where the cell, and with it the key, begins. */
    static int keyOffset(final DirectBuffer page, final int slot) {
        return unsigned(page, slotOffset(slot) + SLOT_CELL_OFFSET);
    }

    static int keyLength(final DirectBuffer page, final int slot) {
        return unsigned(page, slotOffset(slot) + SLOT_KEY_LENGTH_OFFSET);
    }

    static int payloadOffset(final DirectBuffer page, final int slot) {
        return keyOffset(page, slot) + keyLength(page, slot);
    }

    static int payloadLength(final DirectBuffer page, final int slot) {
        return unsigned(page, slotOffset(slot) + SLOT_PAYLOAD_LENGTH_OFFSET);
    }

    static int cellLength(final DirectBuffer page, final int slot) {
        return keyLength(page, slot) + payloadLength(page, slot);
    }

    /** Returns a child of an inner page by its position: 0 is the leftmost, 1 the child of slot 0, and so on. */
    static int child(final DirectBuffer page, final int position) {
        return position == 0 ? leftmost(page) : page.getInt(payloadOffset(page, position - 1), ORDER);
    }

    /** Writes an inner page's payload. */
    static void putChild(final MutableDirectBuffer page, final int payloadOffset, final int child) {
        page.putInt(payloadOffset, child, ORDER);
    }

    private static int unsigned(final DirectBuffer page, final int offset) {
        return page.getShort(offset, ORDER) & 0xFFFF;
    }
}
