package io.balsa.kv.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Off-heap pages of one size, by number. Memory is taken in chunks of {@link #CHUNK_LENGTH} bytes and kept until
 * {@link #close}; a freed page is handed out again before new memory is taken.
 *
 * <p>The number of a page and its memory are two things: {@link #freeze} keeps the memory of all pages as it is for a reader, and from
 * then on a page gets other memory when it is first written to ({@link #writable}). Numbers stay, so nothing that refers to the
 * page changes. While nothing is frozen that costs one comparison per write.
 *
 * <p>Threading: one thread; {@link FrozenPages} may be read by another. Ownership: {@link #page} lends the page's memory until the page
 * is freed or made writable. Errors: no memory left for a chunk is an {@link OutOfMemoryError} that names the limit to raise.
 */
final class PageArena implements AutoCloseable {
    /** Never the number of a page. */
    static final int NO_PAGE = 0;
    /** Bytes taken from the operating system at once. */
    static final int CHUNK_LENGTH = 1 << 20;

    private static final int FIRST_PAGE = NO_PAGE + 1;

    private final int pageLength;
    private final List<ByteBuffer> chunks = new ArrayList<>();
    private final PageTable table = new PageTable();
    /** By page number: the free page after a free page. Not in the page itself, whose memory may be frozen. */
    private int[] nextFree = new int[FIRST_PAGE];
    /** Memory of no page, a stack: of a new chunk, or of a frozen page that was written to, after its reader was done. */
    private UnsafeBuffer[] spares = new UnsafeBuffer[0];

    private int spareCount;
    private int pageCount = FIRST_PAGE;
    private int freeHead = NO_PAGE;
    private int usedPages;
    private @Nullable FrozenPages frozen;

    /**
     * Creates an arena that holds no memory yet.
     *
     * @param pageLength in bytes, a power of two, at most {@link #CHUNK_LENGTH}
     */
    PageArena(final int pageLength) {
        if (!BitUtil.isPowerOfTwo(pageLength) || pageLength < Long.BYTES || pageLength > CHUNK_LENGTH) {
            throw new IllegalArgumentException("page length out of range: pageLength=" + pageLength);
        }
        this.pageLength = pageLength;
    }

    /** Takes a page, which may be written to and whose contents are arbitrary, and returns its number. */
    int allocate() {
        final int id = freeHead == NO_PAGE ? newPage() : reusedPage();
        usedPages++;
        return id;
    }

    /** Gives a page back. */
    void free(final int id) {
        nextFree[id] = freeHead;
        freeHead = id;
        usedPages--;
    }

    /** Returns the memory of a page, to read; <em>borrowed</em> until the page is freed or made writable. */
    UnsafeBuffer page(final int id) {
        return table.page(id);
    }

    /** Returns the memory of a page, to read and write; <em>borrowed</em> until the page is freed, or made writable again. */
    UnsafeBuffer writable(final int id) {
        if (frozen != null) {
            thaw(id);
        }
        return table.page(id);
    }

    /** Returns where the pages are. */
    PageTable table() {
        return table;
    }

    /**
     * Keeps all pages as they are now for one reader. Takes as long as copying a reference per page.
     *
     * @throws IllegalStateException when the reader before is not done
     */
    FrozenPages freeze() {
        takeBack();
        if (frozen != null) {
            throw new IllegalStateException("pages are frozen already: close the view before");
        }
        final FrozenPages pages = new FrozenPages(table.copy(pageCount), pageCount);
        for (int id = freeHead; id != NO_PAGE; id = nextFree[id]) {
            pages.setApart(id);
        }
        frozen = pages;
        return pages;
    }

    /** Returns how many pages are in use. */
    int usedPages() {
        return usedPages;
    }

    /** Returns how many bytes are held from the operating system. */
    long reservedBytes() {
        return (long) chunks.size() * CHUNK_LENGTH;
    }

    private int newPage() {
        final UnsafeBuffer memory = takeMemory();
        final int id = pageCount;
        pageCount++;
        table.ensure(pageCount);
        if (nextFree.length < pageCount) {
            nextFree = Arrays.copyOf(nextFree, pageCount * 2);
        }
        table.set(id, memory);
        return id;
    }

    private int reusedPage() {
        final int id = freeHead;
        if (frozen != null && isFrozen(id)) {
            // Its contents are arbitrary: they need not come along.
            table.set(id, takeMemory());
        }
        freeHead = nextFree[id];
        return id;
    }

    private void thaw(final int id) {
        if (isFrozen(id)) {
            final UnsafeBuffer copy = takeMemory();
            copy.putBytes(0, table.page(id), 0, pageLength);
            table.set(id, copy);
        }
    }

    /** Tells whether a reader still needs the page's memory; when it does, the caller gives the page other memory. */
    private boolean isFrozen(final int id) {
        takeBack();
        final FrozenPages pages = frozen;
        if (pages == null || pages.isApart(id)) {
            return false;
        }
        pages.setApart(id);
        return true;
    }

    /** When the reader is done, the memory that it alone needed is spare. */
    @SuppressWarnings("ReferenceEquality") // the same memory, not the same content
    private void takeBack() {
        final FrozenPages pages = frozen;
        if (pages == null || !pages.isReleased()) {
            return;
        }
        frozen = null;
        for (int id = pages.nextApart(FIRST_PAGE); id >= 0; id = pages.nextApart(id + 1)) {
            final UnsafeBuffer memory = pages.table().page(id);
            if (memory != table.page(id)) {
                addSpare(memory);
            }
        }
    }

    private UnsafeBuffer takeMemory() {
        if (spareCount == 0) {
            addChunk();
        }
        spareCount--;
        return spares[spareCount];
    }

    private void addChunk() {
        final ByteBuffer chunk = newChunk();
        chunks.add(chunk);
        // From the last to the first, so that pages are handed out in the order of their addresses.
        for (int offset = CHUNK_LENGTH - pageLength; offset >= 0; offset -= pageLength) {
            addSpare(new UnsafeBuffer(chunk, offset, pageLength));
        }
    }

    private void addSpare(final UnsafeBuffer memory) {
        if (spareCount == spares.length) {
            spares = Arrays.copyOf(spares, Math.max(CHUNK_LENGTH / pageLength, spareCount * 2));
        }
        spares[spareCount] = memory;
        spareCount++;
    }

    private ByteBuffer newChunk() {
        try {
            return ByteBuffer.allocateDirect(CHUNK_LENGTH);
        } catch (final OutOfMemoryError cause) {
            final OutOfMemoryError error = new OutOfMemoryError("no off-heap memory left for the store: reservedBytes="
                    + reservedBytes() + ", chunkBytes=" + CHUNK_LENGTH
                    + "; raise -XX:MaxDirectMemorySize or free memory on the machine");
            error.initCause(cause);
            throw error;
        }
    }

    /** Returns all memory to the operating system, once a reader is done; no page may be touched any more. */
    @Override
    public void close() {
        table.clear();
        spares = new UnsafeBuffer[0];
        spareCount = 0;
        freeHead = NO_PAGE;
        usedPages = 0;
        final FrozenPages pages = frozen;
        frozen = null;
        if (pages == null || !pages.adopt(chunks)) {
            chunks.forEach(BufferUtil::free);
        }
        chunks.clear();
    }
}
