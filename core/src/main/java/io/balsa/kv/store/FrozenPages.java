package io.balsa.kv.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.agrona.BufferUtil;

/**
 * The pages of an arena as of one moment, for one other thread to read.
 *
 * <p>Assumes: the object reaches the reading thread by a release and an acquire, and that thread calls {@link #release} after its last
 * read.
 *
 * <p>Guarantees: no byte of these pages changes before. The table is a copy, so the arena may grow its own; the arena's thread
 * writes to no memory of this table, because it gives a page other memory before it writes ({@link PageArena#writable}) and
 * hands out freed pages with other memory. It takes the memory back only when it has seen {@link #isReleased}, a volatile read of
 * what the reader wrote after its last read. When the arena is closed before, its memory is left to {@link #release}.
 */
final class FrozenPages {
    private final PageTable table;
    private final int pageCount;
    /** By page number: the arena's page has memory of its own, or never was a part of this. Used by the arena's thread alone. */
    private final BitSet apart;

    private final List<ByteBuffer> orphans = new ArrayList<>();
    private volatile boolean released;

    FrozenPages(final PageTable table, final int pageCount) {
        this.table = table;
        this.pageCount = pageCount;
        apart = new BitSet(pageCount);
    }

    PageTable table() {
        return table;
    }

    int pageCount() {
        return pageCount;
    }

    /** Tells whether the arena's page may be written to, as far as these pages are concerned. */
    boolean isApart(final int id) {
        return id >= pageCount || apart.get(id);
    }

    void setApart(final int id) {
        apart.set(id);
    }

    /** Returns the first page from a number on that is apart, negative when there is none. */
    int nextApart(final int id) {
        return apart.nextSetBit(id);
    }

    boolean isReleased() {
        return released;
    }

    /** The reader is done. */
    synchronized void release() {
        released = true;
        orphans.forEach(BufferUtil::free);
        orphans.clear();
    }

    /** Takes over an arena's memory, to free it when the reader is done; returns false when that is so already. */
    synchronized boolean adopt(final List<ByteBuffer> chunks) {
        if (released) {
            return false;
        }
        orphans.addAll(chunks);
        return true;
    }
}
