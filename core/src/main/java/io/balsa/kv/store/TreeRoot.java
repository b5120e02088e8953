package io.balsa.kv.store;

/** Where a tree begins: its root page and how many levels are below. Threading: one thread. */
final class TreeRoot {
    private int pageId;
    private int height;

    TreeRoot(final int pageId, final int height) {
        this.pageId = pageId;
        this.height = height;
    }

    int pageId() {
        return pageId;
    }

    /** Returns the number of levels, at least 1. */
    int height() {
        return height;
    }

    /** A page above the root is the root. */
    void grow(final int newPageId) {
        pageId = newPageId;
        height++;
    }

    /** The root's only child is the root. */
    void shrink(final int childPageId) {
        pageId = childPageId;
        height--;
    }

    TreeRoot copy() {
        return new TreeRoot(pageId, height);
    }
}
