package io.balsa.kv.store;

import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Where the memory of each page is, by page number: of the tree as it is now, or of one moment.
 *
 * <p>Threading: one thread at a time. The table of the tree is changed by its {@link PageArena} alone, the table of a moment by
 * nobody.
 */
final class PageTable {
    /** The place of {@link PageArena#NO_PAGE} holds a buffer without bytes, which any access leaves. */
    private UnsafeBuffer[] pages;

    PageTable() {
        pages = new UnsafeBuffer[] {new UnsafeBuffer(new byte[0])};
    }

    private PageTable(final UnsafeBuffer[] pages) {
        this.pages = pages;
    }

    /** Returns the memory of a page; <em>borrowed</em> until the page is freed or thawed. */
    UnsafeBuffer page(final int id) {
        return pages[id];
    }

    /** Gives a page memory. */
    void set(final int id, final UnsafeBuffer memory) {
        pages[id] = memory;
    }

    /** Makes room for page numbers below {@code count}. */
    void ensure(final int count) {
        if (count > pages.length) {
            pages = Arrays.copyOf(pages, Math.max(count, pages.length * 2));
        }
    }

    /** Returns a table of its own with the first {@code count} pages. */
    PageTable copy(final int count) {
        return new PageTable(Arrays.copyOf(pages, count));
    }

    /** Forgets all pages. */
    void clear() {
        pages = new UnsafeBuffer[0];
    }
}
