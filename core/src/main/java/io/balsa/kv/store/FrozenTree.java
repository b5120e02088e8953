package io.balsa.kv.store;

/**
 * The contents of a {@link BPlusTree} as of one moment, to be read by another thread while the tree changes.
 *
 * <p>Threading: made by the tree's thread, then used and closed by one other, to which it is handed over by a release and an acquire.
 * Why that is safe is told at {@link FrozenPages}.
 */
public final class FrozenTree implements AutoCloseable {
    private final long size;
    private final TreeRoot root;
    private final FrozenPages pages;
    private final FrozenPages valuePages;

    FrozenTree(final long size, final TreeRoot root, final FrozenPages pages, final FrozenPages valuePages) {
        this.size = size;
        this.root = root;
        this.pages = pages;
        this.valuePages = valuePages;
    }

    /** Returns the number of entries. */
    public long size() {
        return size;
    }

    /** Returns a reader of the entries, for the time until {@link #close}. */
    public TreeCursor newCursor() {
        return new TreeCursor(root, pages.table(), valuePages.table());
    }

    FrozenPages pages() {
        return pages;
    }

    FrozenPages valuePages() {
        return valuePages;
    }

    /** Gives the tree back what it keeps for this view alone. Does nothing when it is closed. */
    @Override
    public void close() {
        // In this order: the tree freezes its pages first, and where those are released all are.
        valuePages.release();
        pages.release();
    }
}
