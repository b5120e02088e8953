package io.balsa.kv.store;

import static io.balsa.kv.store.PageLayout.CAPACITY;
import static io.balsa.kv.store.PageLayout.PAGE_LENGTH;
import static io.balsa.kv.store.PageLayout.SLOT_LENGTH;
import static io.balsa.kv.store.PageLayout.cellLength;
import static io.balsa.kv.store.PageLayout.count;
import static io.balsa.kv.store.PageLayout.garbage;
import static io.balsa.kv.store.PageLayout.head;
import static io.balsa.kv.store.PageLayout.heap;
import static io.balsa.kv.store.PageLayout.keyLength;
import static io.balsa.kv.store.PageLayout.keyOffset;
import static io.balsa.kv.store.PageLayout.payloadLength;
import static io.balsa.kv.store.PageLayout.prefixLength;
import static io.balsa.kv.store.PageLayout.slot;
import static io.balsa.kv.store.PageLayout.slotOffset;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Finds, adds, resizes and removes the cells of one page, leaf or inner: a cell here is a key with a payload of some length.
 *
 * <p>The caller asks {@link #fits} first; space left behind by removed cells is gathered when it is needed.
 *
 * <p>Threading: one thread. Ownership: pages and keys are borrowed for the call; the key must not lie in the page changed.
 */
final class SlottedPage {
    private static final int NO_SLOT = -1;

    /** Where cells are gathered: the size of a page, the contents are of no meaning between calls. */
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[PAGE_LENGTH]);

    /** Returns the bytes that slots and cells take. */
    static int usedLength(final DirectBuffer page) {
        return count(page) * SLOT_LENGTH + PAGE_LENGTH - heap(page) - garbage(page);
    }

    /** Tells whether another cell fits. */
    static boolean fits(final DirectBuffer page, final int cellLength) {
        return usedLength(page) + SLOT_LENGTH + cellLength <= CAPACITY;
    }

    /** Tells whether the payload of a cell can be given another length. */
    static boolean fitsResized(final DirectBuffer page, final int slot, final int payloadLength) {
        return usedLength(page) - payloadLength(page, slot) + payloadLength <= CAPACITY;
    }

    /**
     * Looks for a key.
     *
     * @return its slot, or {@code ~slot} (negative) with the slot it would take
     */
    static int search(final DirectBuffer page, final DirectBuffer key, final int offset, final int length) {
        final int count = count(page);
        if (count == 0) {
            return ~0;
        }
        final int prefix = prefixLength(page);
        final int compared = Math.min(prefix, length);
        final int common = KeyOrder.mismatch(page, keyOffset(page, 0), key, offset, compared);
        if (common < prefix) {
            final boolean before = common == length
                    || Byte.compareUnsigned(key.getByte(offset + common), page.getByte(keyOffset(page, 0) + common))
                            < 0;
            return before ? ~0 : ~count;
        }
        final long head = KeyOrder.head(key, offset + prefix, length - prefix);
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            final int middle = (low + high) >>> 1;
            int order = Long.compareUnsigned(head(page, middle), head);
            if (order == 0) {
                order = compareTails(page, middle, key, offset, length, prefix + KeyOrder.HEAD_LENGTH);
            }
            if (order < 0) {
                low = middle + 1;
            } else if (order > 0) {
                high = middle - 1;
            } else {
                return middle;
            }
        }
        return ~low;
    }

    /**
     * Adds a cell with its key; the payload is the caller's to write.
     *
     * @return where the payload begins
     */
    int insert(
            final UnsafeBuffer page,
            final int slot,
            final DirectBuffer key,
            final int offset,
            final int length,
            final int payloadLength) {
        final int count = count(page);
        if (slotOffset(count + 1) + length + payloadLength > heap(page)) {
            compact(page);
        }
        page.putBytes(slotOffset(slot + 1), page, slotOffset(slot), (count - slot) * SLOT_LENGTH);
        count(page, count + 1);
        final int cell = heap(page) - length - payloadLength;
        heap(page, cell);
        page.putBytes(cell, key, offset, length);
        slot(page, slot, cell, length, payloadLength);
        updateHead(page, slot);
        return cell + length;
    }

    /**
     * Gives a cell's payload another length, keeping as many of its bytes as fit.
     *
     * @return where the payload begins
     */
    int resize(final UnsafeBuffer page, final int slot, final int payloadLength) {
        final int cell = keyOffset(page, slot);
        final int keyLength = keyLength(page, slot);
        final int oldLength = payloadLength(page, slot);
        if (payloadLength <= oldLength) {
            slot(page, slot, cell, keyLength, payloadLength);
            garbage(page, garbage(page) + oldLength - payloadLength);
            return cell + keyLength;
        }
        final int cellLength = keyLength + payloadLength;
        if (slotOffset(count(page)) + cellLength > heap(page)) {
            gather(page, slot, payloadLength);
        } else {
            final int moved = heap(page) - cellLength;
            heap(page, moved);
            page.putBytes(moved, page, cell, keyLength + oldLength);
            garbage(page, garbage(page) + keyLength + oldLength);
            slot(page, slot, moved, keyLength, payloadLength);
        }
        return keyOffset(page, slot) + keyLength;
    }

    /** Removes a cell. */
    static void remove(final UnsafeBuffer page, final int slot) {
        final int last = count(page) - 1;
        garbage(page, garbage(page) + cellLength(page, slot));
        page.putBytes(slotOffset(slot), page, slotOffset(slot + 1), (last - slot) * SLOT_LENGTH);
        count(page, last);
    }

    /** Removes the cells from {@code slot} on. */
    void truncate(final UnsafeBuffer page, final int slot) {
        count(page, slot);
        gather(page, NO_SLOT, 0);
        updateHeads(page);
    }

    /** Adds the cells from {@code fromSlot} on of one page behind the cells of another, where they fit. */
    void append(final UnsafeBuffer target, final UnsafeBuffer source, final int fromSlot) {
        compact(target);
        int to = count(target);
        int heap = heap(target);
        for (int from = fromSlot; from < count(source); from++) {
            final int length = cellLength(source, from);
            heap -= length;
            target.putBytes(heap, source, keyOffset(source, from), length);
            slot(target, to, heap, keyLength(source, from), payloadLength(source, from));
            to++;
        }
        count(target, to);
        heap(target, heap);
        updateHeads(target);
    }

    private void compact(final UnsafeBuffer page) {
        if (garbage(page) > 0) {
            gather(page, NO_SLOT, 0);
        }
    }

    /** Gathers all cells at the end of the page, one of them with a payload of another length. */
    private void gather(final UnsafeBuffer page, final int resizedSlot, final int resizedLength) {
        int cell = PAGE_LENGTH;
        for (int slot = 0; slot < count(page); slot++) {
            final int keyLength = keyLength(page, slot);
            final int oldLength = payloadLength(page, slot);
            final int length = slot == resizedSlot ? resizedLength : oldLength;
            cell -= keyLength + length;
            scratch.putBytes(cell, page, keyOffset(page, slot), keyLength + Math.min(length, oldLength));
            slot(page, slot, cell, keyLength, length);
        }
        page.putBytes(cell, scratch, cell, PAGE_LENGTH - cell);
        heap(page, cell);
        garbage(page, 0);
    }

    /** Sets the head of a new slot; a key that does not share the page's prefix shortens it and so changes all heads. */
    private static void updateHead(final UnsafeBuffer page, final int slot) {
        final int neighbour = slot == 0 ? 1 : 0;
        final int prefix = prefixLength(page);
        if (neighbour < count(page)) {
            final int compared = Math.min(prefix, keyLength(page, slot));
            final int common =
                    KeyOrder.mismatch(page, keyOffset(page, slot), page, keyOffset(page, neighbour), compared);
            if (common == prefix) {
                putHead(page, slot, prefix);
                return;
            }
        }
        updateHeads(page);
    }

    /** Finds what all keys share and sets all heads. */
    private static void updateHeads(final UnsafeBuffer page) {
        final int count = count(page);
        if (count == 0) {
            prefixLength(page, 0);
            return;
        }
        final int last = count - 1;
        final int compared = Math.min(keyLength(page, 0), keyLength(page, last));
        final int prefix = KeyOrder.mismatch(page, keyOffset(page, 0), page, keyOffset(page, last), compared);
        prefixLength(page, prefix);
        for (int slot = 0; slot < count; slot++) {
            putHead(page, slot, prefix);
        }
    }

    private static void putHead(final UnsafeBuffer page, final int slot, final int prefix) {
        head(page, slot, KeyOrder.head(page, keyOffset(page, slot) + prefix, keyLength(page, slot) - prefix));
    }

    /** Compares two keys whose heads are equal: they differ after {@code headEnd} bytes or in length. */
    private static int compareTails(
            final DirectBuffer page,
            final int slot,
            final DirectBuffer key,
            final int offset,
            final int length,
            final int headEnd) {
        final int slotLength = keyLength(page, slot);
        if (Math.min(slotLength, length) <= headEnd) {
            // The shorter one is padded with zeros in its head: what equals it there extends it.
            return Integer.compare(slotLength, length);
        }
        return KeyOrder.compare(
                page, keyOffset(page, slot) + headEnd, slotLength - headEnd, key, offset + headEnd, length - headEnd);
    }
}
