package io.balsa.kv.store;

import static io.balsa.kv.store.PageArena.NO_PAGE;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An ordered map from keys to versioned values, outside the Java heap.
 *
 * <p>Work is done at a place: {@link #seek} finds the entry of a key, the accessors read it, {@link #put}, {@link #append}
 * and {@link #remove} change it. After a change the place is gone; seek again.
 *
 * <p>Threading: one thread. Ownership: buffers are borrowed for the call. Errors: arguments out of range are an
 * {@link IllegalArgumentException}; no memory left is an {@link OutOfMemoryError}.
 */
public final class BPlusTree implements AutoCloseable {
    /** Largest key in bytes. */
    public static final int MAX_KEY_LENGTH = 4096;
    /** Returned for the version of a key that is not there; real versions are greater. */
    public static final long NO_VERSION = 0;

    private final PageArena pages = new PageArena(PageLayout.PAGE_LENGTH);
    private final PageArena valuePages = new PageArena(ValueChain.PAGE_LENGTH);
    private final ValueChain values = new ValueChain(valuePages);
    private final SlottedPage cells = new SlottedPage();
    private final TreeBalance balance = new TreeBalance(pages, cells);
    private final TreePath path = new TreePath(pages.table());
    private long size;
    private boolean found;

    /** Returns the number of entries. */
    public long size() {
        return size;
    }

    /** Returns the bytes held from the operating system; they grow with the largest contents so far, views included. */
    public long reservedBytes() {
        return pages.reservedBytes() + valuePages.reservedBytes();
    }

    /** Returns the bytes of the pages in use. */
    public long usedBytes() {
        return (long) pages.usedPages() * PageLayout.PAGE_LENGTH
                + (long) valuePages.usedPages() * ValueChain.PAGE_LENGTH;
    }

    /**
     * Goes to the entry of a key, or to where it would be.
     *
     * @param length of the key in bytes, 0 to {@link #MAX_KEY_LENGTH}
     * @return whether the key is there
     */
    public boolean seek(final DirectBuffer key, final int offset, final int length) {
        checkKeyLength(length);
        found = path.seek(balance.root(), key, offset, length);
        return found;
    }

    /** Returns the version of the entry sought, {@link #NO_VERSION} when it is not there. */
    public long version() {
        return found ? LeafEntry.version(path.leaf(), payload()) : NO_VERSION;
    }

    /** Returns the length in bytes of the value sought, 0 when it is not there. */
    public int valueLength() {
        return found ? LeafEntry.valueLength(path.leaf(), payload()) : 0;
    }

    /**
     * Copies a part of the value sought.
     *
     * @param from first byte, 0 to {@link #valueLength()}
     * @param length in bytes, such that the part ends within the value
     */
    public void copyValue(final int from, final MutableDirectBuffer target, final int targetOffset, final int length) {
        LeafEntry.copyValue(path.leaf(), payload(), valuePages.table(), from, target, targetOffset, length);
    }

    /** Tells whether the entry sought is there and its value equals the given bytes. */
    public boolean valueEquals(final DirectBuffer other, final int offset, final int length) {
        if (!found || valueLength() != length) {
            return false;
        }
        final UnsafeBuffer leaf = path.leaf();
        final int payload = payload();
        final int chain = LeafEntry.chain(leaf, payload);
        if (chain != NO_PAGE) {
            return values.startsWith(chain, other, offset, length);
        }
        return KeyOrder.mismatch(leaf, payload + LeafEntry.HEADER_LENGTH, other, offset, length) == length;
    }

    /**
     * Sets the value of a key.
     *
     * @param version of the entry from now on, greater than {@link #NO_VERSION}
     * @return the version before, {@link #NO_VERSION} when the key was not there
     */
    public long put(
            final DirectBuffer key,
            final int keyOffset,
            final int keyLength,
            final DirectBuffer value,
            final int valueOffset,
            final int valueLength,
            final long version) {
        seek(key, keyOffset, keyLength);
        final long previous = version();
        final boolean inline = LeafEntry.isInline(keyLength, valueLength);
        final int oldChain = chain();
        int chain = NO_PAGE;
        if (!inline) {
            chain = values.create();
            values.append(chain, 0, value, valueOffset, valueLength);
        }
        final int payload = claim(key, keyOffset, keyLength, inline ? valueLength : 0);
        LeafEntry.put(path.leaf(), payload, version, valueLength, chain);
        if (inline) {
            path.leaf().putBytes(payload + LeafEntry.HEADER_LENGTH, value, valueOffset, valueLength);
        }
        release(oldChain);
        return previous;
    }

    /**
     * Adds bytes to the end of a key's value; a key that is not there gets them as its value.
     *
     * @param length such that the value stays below 2^31 bytes
     * @param version of the entry from now on, greater than {@link #NO_VERSION}
     * @return the version before, {@link #NO_VERSION} when the key was not there
     */
    public long append(
            final DirectBuffer key,
            final int keyOffset,
            final int keyLength,
            final DirectBuffer suffix,
            final int offset,
            final int length,
            final long version) {
        if (!seek(key, keyOffset, keyLength)) {
            return put(key, keyOffset, keyLength, suffix, offset, length, version);
        }
        final long previous = version();
        final int oldLength = valueLength();
        final int newLength = Math.addExact(oldLength, length);
        if (LeafEntry.isInline(keyLength, newLength)) {
            final int payload = claim(key, keyOffset, keyLength, newLength);
            LeafEntry.put(path.leaf(), payload, version, newLength, NO_PAGE);
            path.leaf().putBytes(payload + LeafEntry.HEADER_LENGTH + oldLength, suffix, offset, length);
            return previous;
        }
        int chain = chain();
        if (chain == NO_PAGE) {
            chain = values.create();
            values.append(chain, 0, path.leaf(), payload() + LeafEntry.HEADER_LENGTH, oldLength);
        }
        values.append(chain, oldLength, suffix, offset, length);
        final int payload = claim(key, keyOffset, keyLength, 0);
        LeafEntry.put(path.leaf(), payload, version, newLength, chain);
        release(NO_PAGE);
        return previous;
    }

    /** Removes the entry sought; nothing happens when it is not there. */
    public void remove() {
        if (!found) {
            return;
        }
        final int chain = chain();
        SlottedPage.remove(writableLeaf(), path.slot());
        size--;
        release(chain);
    }

    /**
     * Keeps the contents as they are now for another thread to read, while this one goes on to change the tree. Takes as long as
     * copying a reference per page; what is changed until the view is closed costs a copy of each page once.
     *
     * @throws IllegalStateException when the view before is not closed
     */
    public FrozenTree freeze() {
        return new FrozenTree(size, balance.root().copy(), pages.freeze(), valuePages.freeze());
    }

    /** Returns a reader of its own position, which any change of the tree makes invalid. */
    public TreeCursor newCursor() {
        return new TreeCursor(balance.root(), pages.table(), valuePages.table());
    }

    /** Gives all memory back, what an open view needs when that is closed. */
    @Override
    public void close() {
        pages.close();
        valuePages.close();
        size = 0;
        found = false;
    }

    PageArena pages() {
        return pages;
    }

    PageArena valuePages() {
        return valuePages;
    }

    TreeBalance balance() {
        return balance;
    }

    /** Gives the entry sought room for a value of the given length in its leaf, now writable; returns where its payload begins. */
    private int claim(final DirectBuffer key, final int offset, final int length, final int inlineLength) {
        final int payloadLength = LeafEntry.HEADER_LENGTH + inlineLength;
        if (found) {
            while (!SlottedPage.fitsResized(path.leaf(), path.slot(), payloadLength)) {
                balance.split(path);
                seek(key, offset, length);
            }
            return cells.resize(writableLeaf(), path.slot(), payloadLength);
        }
        while (!SlottedPage.fits(path.leaf(), length + payloadLength)) {
            balance.split(path);
            seek(key, offset, length);
        }
        size++;
        return cells.insert(writableLeaf(), path.slot(), key, offset, length, payloadLength);
    }

    /** Ends a change: what the entry no longer uses is given back. */
    private void release(final int chain) {
        if (chain != NO_PAGE) {
            values.free(chain);
        }
        balance.merge(path);
        found = false;
    }

    private UnsafeBuffer writableLeaf() {
        return pages.writable(path.leafId());
    }

    private int payload() {
        return PageLayout.payloadOffset(path.leaf(), path.slot());
    }

    private int chain() {
        return found ? LeafEntry.chain(path.leaf(), payload()) : NO_PAGE;
    }

    static void checkKeyLength(final int length) {
        if (length < 0 || length > MAX_KEY_LENGTH) {
            throw new IllegalArgumentException("key length out of range: length=" + length + ", max=" + MAX_KEY_LENGTH);
        }
    }
}
