package io.balsa.kv.store;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The way from the root to a place in a leaf: the page on each level, and in each page the child or slot taken.
 *
 * <p>Step 0 is the root, the last step the leaf. A path holds until the tree changes.
 *
 * <p>Threading: one thread. Ownership: keys are borrowed for the call.
 */
final class TreePath {
    /** More levels than any tree whose pages are numbered by an int: an inner page has four children or more when split. */
    static final int MAX_HEIGHT = 32;

    private final PageTable table;
    private final int[] pages = new int[MAX_HEIGHT];
    private final int[] positions = new int[MAX_HEIGHT];
    private int height;

    TreePath(final PageTable table) {
        this.table = table;
    }

    /**
     * Leads to a key, or to the place that it would take.
     *
     * @return whether the key is there
     */
    boolean seek(final TreeRoot root, final DirectBuffer key, final int offset, final int length) {
        final int treeHeight = root.height();
        height = treeHeight;
        int id = root.pageId();
        for (int step = 0; step < treeHeight - 1; step++) {
            final UnsafeBuffer page = table.page(id);
            final int slot = SlottedPage.search(page, key, offset, length);
            final int position = slot >= 0 ? slot + 1 : ~slot;
            pages[step] = id;
            positions[step] = position;
            id = PageLayout.child(page, position);
        }
        final int slot = SlottedPage.search(table.page(id), key, offset, length);
        pages[treeHeight - 1] = id;
        positions[treeHeight - 1] = slot >= 0 ? slot : ~slot;
        return slot >= 0;
    }

    /** Moves to the first slot of the next leaf that has one; returns false at the end. */
    boolean nextLeaf() {
        do {
            int step = height - 2;
            while (step >= 0 && positions[step] == PageLayout.count(page(step))) {
                step--;
            }
            if (step < 0) {
                return false;
            }
            positions[step]++;
            for (; step < height - 1; step++) {
                pages[step + 1] = PageLayout.child(page(step), positions[step]);
                positions[step + 1] = 0;
            }
        } while (PageLayout.count(leaf()) == 0);
        return true;
    }

    /** Tells whether the place is behind every key of the tree. */
    boolean isAtEnd() {
        for (int step = 0; step < height; step++) {
            if (positions[step] < PageLayout.count(page(step))) {
                return false;
            }
        }
        return true;
    }

    /** Moves to the next slot, which need not exist. */
    void nextSlot() {
        positions[height - 1]++;
    }

    /** Returns the number of pages on the path. */
    int height() {
        return height;
    }

    int pageId(final int step) {
        return pages[step];
    }

    UnsafeBuffer page(final int step) {
        return table.page(pages[step]);
    }

    /** Returns the position of the child taken in an inner page, the slot in the leaf. */
    int position(final int step) {
        return positions[step];
    }

    int leafId() {
        return pages[height - 1];
    }

    UnsafeBuffer leaf() {
        return page(height - 1);
    }

    int slot() {
        return positions[height - 1];
    }
}
