package io.balsa.kv.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Off-heap pages of one size, by number. Memory is taken in chunks of {@link #CHUNK_LENGTH} bytes and kept until
 * {@link #close}; a freed page is handed out again before new memory is taken. Free pages form a list through their own
 * first four bytes.
 *
 * <p>Threading: one thread. Ownership: {@link #page} lends the page's memory until the page is freed. Errors: no memory left
 * for a chunk is an {@link OutOfMemoryError} that names the limit to raise.
 */
final class PageArena implements AutoCloseable {
    /** Never the number of a page. */
    static final int NO_PAGE = 0;
    /** Bytes taken from the operating system at once. */
    static final int CHUNK_LENGTH = 1 << 20;

    private static final int FIRST_PAGE = NO_PAGE + 1;

    private final int pageLength;
    private final List<ByteBuffer> chunks = new ArrayList<>();
    /** By page number; the place of {@link #NO_PAGE} holds a buffer without bytes, which any access leaves. */
    private UnsafeBuffer[] pages = {new UnsafeBuffer(new byte[0])};

    private int pageCount = FIRST_PAGE;
    private int freeHead = NO_PAGE;
    private int usedPages;

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

    /** Takes a page, whose contents are arbitrary, and returns its number. */
    int allocate() {
        if (freeHead == NO_PAGE) {
            grow();
        }
        final int id = freeHead;
        freeHead = pages[id].getInt(0, ByteOrder.LITTLE_ENDIAN);
        usedPages++;
        return id;
    }

    /** Gives a page back. */
    void free(final int id) {
        pages[id].putInt(0, freeHead, ByteOrder.LITTLE_ENDIAN);
        freeHead = id;
        usedPages--;
    }

    /** Returns the memory of a page; <em>borrowed</em> until the page is freed. */
    UnsafeBuffer page(final int id) {
        return pages[id];
    }

    /** Returns how many pages are in use. */
    int usedPages() {
        return usedPages;
    }

    /** Returns how many bytes are held from the operating system. */
    long reservedBytes() {
        return (long) chunks.size() * CHUNK_LENGTH;
    }

    private void grow() {
        final ByteBuffer chunk = newChunk();
        chunks.add(chunk);
        final int added = CHUNK_LENGTH / pageLength;
        final int required = pageCount + added;
        if (required > pages.length) {
            pages = Arrays.copyOf(pages, Math.max(required, pages.length * 2));
        }
        // Linked from the last to the first, so that pages are handed out in the order of their addresses.
        for (int i = added - 1; i >= 0; i--) {
            final UnsafeBuffer page = new UnsafeBuffer(chunk, i * pageLength, pageLength);
            page.putInt(0, freeHead, ByteOrder.LITTLE_ENDIAN);
            freeHead = pageCount + i;
            pages[freeHead] = page;
        }
        pageCount = required;
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

    /** Returns all memory to the operating system; no page may be touched any more. */
    @Override
    public void close() {
        pages = new UnsafeBuffer[0];
        freeHead = NO_PAGE;
        usedPages = 0;
        chunks.forEach(BufferUtil::free);
        chunks.clear();
    }
}
