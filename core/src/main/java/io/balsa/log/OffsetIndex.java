package io.balsa.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Where the entries of one segment begin: about one of them per {@value #STRIDE} bytes, in memory outside the heap.
 *
 * <p>Cost: 8 bytes per {@value #STRIDE} bytes of segment, 128 KiB for 64 MiB (0.2%). Finding an entry is a binary search (14
 * steps for 64 MiB) and a walk over the frames of at most one stride, in the mapped segment.
 *
 * <p>Threading: one thread adds and truncates; other threads look up entries whose index reached them from that thread.
 */
final class OffsetIndex implements AutoCloseable {
    private static final int STRIDE = 4096;
    private static final VarHandle COUNT;

    static {
        try {
            COUNT = MethodHandles.lookup().findVarHandle(OffsetIndex.class, "count", int.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final UnsafeBuffer slots;
    private int count;
    private int nextOffset;

    /**
     * Makes an empty index.
     *
     * @param capacity length of the segment in bytes
     */
    OffsetIndex(final int capacity) {
        slots = new UnsafeBuffer(ByteBuffer.allocateDirect((capacity / STRIDE + 1) * Long.BYTES));
    }

    /** Tells the index where an entry begins; entries come in order. */
    void add(final int entry, final int offset) {
        if (offset >= nextOffset) {
            slots.putLong(count * Long.BYTES, (long) entry << Integer.SIZE | offset);
            nextOffset = offset + STRIDE;
            // Release: whoever sees the count sees the slot.
            COUNT.setRelease(this, count + 1);
        }
    }

    /** Returns the slot of the last known entry at or before {@code entry}; at least one entry was added. */
    int slotBefore(final int entry) {
        int low = 0;
        int high = (int) COUNT.getAcquire(this) - 1;
        while (low < high) {
            final int middle = (low + high + 1) >>> 1;
            if (entryAt(middle) <= entry) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Returns the entry of a slot, counted from the segment's first. */
    int entryAt(final int slot) {
        return (int) (slots.getLong(slot * Long.BYTES) >>> Integer.SIZE);
    }

    /** Returns the offset of a slot's entry in the segment. */
    int offsetAt(final int slot) {
        return (int) slots.getLong(slot * Long.BYTES);
    }

    /** Forgets the entries that begin at {@code offset} or later. */
    void truncate(final int offset) {
        int remaining = count;
        while (remaining > 0 && offsetAt(remaining - 1) >= offset) {
            remaining--;
        }
        nextOffset = remaining == 0 ? 0 : offsetAt(remaining - 1) + STRIDE;
        COUNT.setRelease(this, remaining);
    }

    /** Returns the length of the index in bytes. */
    int lengthBytes() {
        return slots.capacity();
    }

    @Override
    public void close() {
        BufferUtil.free(slots);
    }
}
