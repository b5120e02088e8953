package io.balsa.kv.store;

import static io.balsa.kv.store.PageLayout.CAPACITY;
import static io.balsa.kv.store.PageLayout.CHILD_LENGTH;
import static io.balsa.kv.store.PageLayout.SLOT_LENGTH;
import static io.balsa.kv.store.PageLayout.child;
import static io.balsa.kv.store.PageLayout.count;
import static io.balsa.kv.store.PageLayout.keyLength;
import static io.balsa.kv.store.PageLayout.keyOffset;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Keeps the pages of a tree between half full and full: owns the root.
 *
 * <p>A page below half is merged with a neighbour under the same parent when both take at most three quarters of a page. The
 * quarter between is what must be added before the page splits again, so puts and deletes at a boundary do not make pages
 * split and merge in turn.
 *
 * <p>Threading: one thread.
 */
final class TreeBalance {
    private static final int MERGE_BELOW = CAPACITY / 2;
    private static final int MERGED_LIMIT = CAPACITY / 4 * 3;

    private final PageArena arena;
    private final SlottedPage cells;
    private final TreeRoot root;

    TreeBalance(final PageArena arena, final SlottedPage cells) {
        this.arena = arena;
        this.cells = cells;
        root = new TreeRoot(newPage(0), 1);
    }

    TreeRoot root() {
        return root;
    }

    /**
     * Makes room on the way to a place by splitting one page: the leaf or, where the parent of a page to split cannot take
     * another child, that parent, or a root grown for the purpose. The path is of no use afterwards: the caller seeks again and
     * calls again while there is still no room.
     */
    void split(final TreePath path) {
        int step = path.height() - 1;
        while (step > 0 && !splitBelow(path, step)) {
            step--;
        }
        if (step == 0) {
            final int grown = newPage(root.height());
            PageLayout.leftmost(arena.page(grown), root.pageId());
            root.grow(grown);
        }
    }

    /** Splits the page on a step when its parent has room for another child. */
    private boolean splitBelow(final TreePath path, final int step) {
        final UnsafeBuffer full = path.page(step);
        final boolean isLeaf = PageLayout.level(full) == 0;
        final int boundary = boundary(full, isLeaf ? 1 : 2, path.isAtEnd());
        final int separatorLength = isLeaf ? separatorLength(full, boundary) : keyLength(full, boundary);
        if (!SlottedPage.fits(path.page(step - 1), separatorLength + CHILD_LENGTH)) {
            return false;
        }
        final UnsafeBuffer left = arena.writable(path.pageId(step));
        final UnsafeBuffer parent = arena.writable(path.pageId(step - 1));
        final int rightId = newPage(PageLayout.level(left));
        final UnsafeBuffer right = arena.page(rightId);
        final int payload = cells.insert(
                parent, path.position(step - 1), left, keyOffset(left, boundary), separatorLength, CHILD_LENGTH);
        PageLayout.putChild(parent, payload, rightId);
        if (isLeaf) {
            cells.append(right, left, boundary);
        } else {
            // The separator moves up; its child becomes the one before all keys of the right page.
            PageLayout.leftmost(right, child(left, boundary + 1));
            cells.append(right, left, boundary + 1);
        }
        cells.truncate(left, boundary);
        return true;
    }

    /**
     * Returns the first slot that does not stay: in the middle by bytes or, when entries arrive in order, near the end, which
     * leaves full pages behind.
     *
     * @param least how many slots must be split off, so that no page is left without a key
     */
    private static int boundary(final UnsafeBuffer page, final int least, final boolean inOrder) {
        final int highest = count(page) - least;
        if (inOrder) {
            return highest;
        }
        final int half = SlottedPage.usedLength(page) / 2;
        int slot = 0;
        int length = 0;
        while (slot < highest && (slot == 0 || length < half)) {
            length += SLOT_LENGTH + PageLayout.cellLength(page, slot);
            slot++;
        }
        return slot;
    }

    /** Returns how many bytes of a leaf's key tell it from the key before. */
    private static int separatorLength(final UnsafeBuffer leaf, final int slot) {
        final int compared = Math.min(keyLength(leaf, slot - 1), keyLength(leaf, slot));
        return KeyOrder.mismatch(leaf, keyOffset(leaf, slot - 1), leaf, keyOffset(leaf, slot), compared) + 1;
    }

    /** Merges pages that became too empty, from the leaf of a path up, and drops a root with one child. */
    void merge(final TreePath path) {
        for (int step = path.height() - 1; step > 0; step--) {
            if (SlottedPage.usedLength(path.page(step)) >= MERGE_BELOW) {
                return;
            }
            final UnsafeBuffer parent = path.page(step - 1);
            final int position = path.position(step - 1);
            if (position < count(parent) && canMerge(parent, position)) {
                mergeAround(path.pageId(step - 1), position);
            } else if (position > 0 && canMerge(parent, position - 1)) {
                mergeAround(path.pageId(step - 1), position - 1);
            } else {
                return;
            }
        }
        while (root.height() > 1 && count(arena.page(root.pageId())) == 0) {
            final int only = child(arena.page(root.pageId()), 0);
            arena.free(root.pageId());
            root.shrink(only);
        }
    }

    /** Tells whether the children before and after a separator make one page. */
    private boolean canMerge(final UnsafeBuffer parent, final int separator) {
        final UnsafeBuffer left = arena.page(child(parent, separator));
        final UnsafeBuffer right = arena.page(child(parent, separator + 1));
        int length = SlottedPage.usedLength(left) + SlottedPage.usedLength(right);
        if (PageLayout.level(left) > 0) {
            length += SLOT_LENGTH + keyLength(parent, separator) + CHILD_LENGTH;
        }
        final boolean oneIsEmpty = count(left) == 0 || count(right) == 0;
        return length <= (oneIsEmpty ? CAPACITY : MERGED_LIMIT);
    }

    private void mergeAround(final int parentId, final int separator) {
        final UnsafeBuffer parent = arena.writable(parentId);
        final int rightId = child(parent, separator + 1);
        final UnsafeBuffer left = arena.writable(child(parent, separator));
        final UnsafeBuffer right = arena.page(rightId);
        if (PageLayout.level(left) > 0) {
            final int payload = cells.insert(
                    left,
                    count(left),
                    parent,
                    keyOffset(parent, separator),
                    keyLength(parent, separator),
                    CHILD_LENGTH);
            PageLayout.putChild(left, payload, PageLayout.leftmost(right));
        }
        cells.append(left, right, 0);
        SlottedPage.remove(parent, separator);
        arena.free(rightId);
    }

    private int newPage(final int level) {
        final int id = arena.allocate();
        PageLayout.init(arena.page(id), level);
        return id;
    }
}
