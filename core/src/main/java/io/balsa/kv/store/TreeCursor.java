package io.balsa.kv.store;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads the entries of a {@link BPlusTree}, or of a {@link FrozenTree}, in key order.
 *
 * <p>{@code for (boolean more = cursor.seek(...); more; more = cursor.next())}. A change of the tree makes the position
 * invalid; {@link #seek} makes it valid again.
 *
 * <p>Threading: the thread of the tree it reads. Ownership: {@link #keyBuffer()} is <em>borrowed</em> until the cursor moves or the tree
 * changes.
 */
public final class TreeCursor {
    private final TreeRoot root;
    private final TreePath path;
    private final PageTable valuePages;

    TreeCursor(final TreeRoot root, final PageTable pages, final PageTable valuePages) {
        this.root = root;
        this.path = new TreePath(pages);
        this.valuePages = valuePages;
    }

    /**
     * Goes to the first entry whose key is not less than the given one.
     *
     * @return false when there is none
     */
    public boolean seek(final DirectBuffer key, final int offset, final int length) {
        seekPath(key, offset, length);
        return isAtEntry();
    }

    /**
     * Goes to the first entry whose key is greater than the given one.
     *
     * @return false when there is none
     */
    public boolean seekAfter(final DirectBuffer key, final int offset, final int length) {
        if (seekPath(key, offset, length)) {
            path.nextSlot();
        }
        return isAtEntry();
    }

    /**
     * Goes to the next entry.
     *
     * @return false when there is none
     */
    public boolean next() {
        path.nextSlot();
        return isAtEntry();
    }

    /** Tells whether the entry's key begins with the given bytes. */
    public boolean keyStartsWith(final DirectBuffer prefix, final int offset, final int length) {
        return keyLength() >= length && KeyOrder.mismatch(keyBuffer(), keyOffset(), prefix, offset, length) == length;
    }

    /** Returns the memory that holds the entry's key. */
    public DirectBuffer keyBuffer() {
        return path.leaf();
    }

    /** Returns where the key begins in {@link #keyBuffer()}. */
    public int keyOffset() {
        return PageLayout.keyOffset(path.leaf(), path.slot());
    }

    /** Returns the length of the key in bytes. */
    public int keyLength() {
        return PageLayout.keyLength(path.leaf(), path.slot());
    }

    /** Returns the version of the entry. */
    public long version() {
        return LeafEntry.version(path.leaf(), payload());
    }

    /** Returns the length of the value in bytes. */
    public int valueLength() {
        return LeafEntry.valueLength(path.leaf(), payload());
    }

    /** Copies a part of the entry's value, as {@link BPlusTree#copyValue} does. */
    public void copyValue(final int from, final MutableDirectBuffer target, final int targetOffset, final int length) {
        LeafEntry.copyValue(path.leaf(), payload(), valuePages, from, target, targetOffset, length);
    }

    private boolean seekPath(final DirectBuffer key, final int offset, final int length) {
        BPlusTree.checkKeyLength(length);
        return path.seek(root, key, offset, length);
    }

    private boolean isAtEntry() {
        final UnsafeBuffer leaf = path.leaf();
        return path.slot() < PageLayout.count(leaf) || path.nextLeaf();
    }

    private int payload() {
        return PageLayout.payloadOffset(path.leaf(), path.slot());
    }
}
