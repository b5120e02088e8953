package io.balsa.log;

import io.balsa.codec.EntryFrame;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The end of the log: memory in which appended frames wait until they are written to the active segment.
 *
 * <pre>
 *   segment offset   base            written              end
 *                     |   in the file   |   only here      |   free            |
 *   memory            0 ....................................................... capacity
 * </pre>
 *
 * <p>The appender copies a frame in and never touches the file, so it never waits for the file system; whoever needs the
 * bytes in the file (a sync, a cursor, the appender when the memory is full) writes all that wait with one call.
 *
 * <p>Thread protocol. Assumptions: one thread, the appender, calls {@link #claim}, {@link #publish}, {@link #moveTo},
 * {@link #truncate} and {@link #restart}; any thread calls {@link #write}. Guarantees:
 *
 * <ul>
 *   <li>{@code end} is stored with release after the frame is complete and read with acquire by {@link #write}: only whole
 *       frames are written;
 *   <li>{@code base} and {@code segment} change only under this object's monitor, which {@link #write} holds: a writer never
 *       sees memory reused or the segment changed under it;
 *   <li>bytes reach a segment's file in order of their offset, each once; and a segment's first entry reaches its file only
 *       after the segment's header is durable, which in turn is written only after all entries of the segment before it are
 *       durable. Therefore a crash can leave unfinished bytes only at the end of the last segment that has a header.
 * </ul>
 *
 * <p>The active segment and the one before it, which may still have to be forced, are pinned.
 *
 * <p>The monitor is held during a write, and at the beginning of a segment during two forces; never during the forces that
 * make entries durable.
 */
final class AppendBuffer {
    private static final VarHandle END;

    static {
        try {
            END = MethodHandles.lookup().findVarHandle(AppendBuffer.class, "end", int.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int capacity;
    private final UnsafeBuffer memory;
    private final ByteBuffer bytes;
    private final ByteBuffer writeView;

    private LogSegment previous;
    private LogSegment segment;
    private int base;
    private int end;

    /** Begins at the end of {@code segment}, whose pin it takes over. */
    AppendBuffer(final int capacity, final LogSegment segment) {
        this.capacity = capacity;
        bytes = ByteBuffer.allocateDirect(capacity);
        writeView = bytes.duplicate();
        memory = new UnsafeBuffer(bytes);
        previous = segment;
        this.segment = segment;
        base = segment.written();
        END.setRelease(this, base);
    }

    /**
     * Returns where in {@link #memory()} a frame of {@code alignedLength} bytes may be put.
     *
     * <p>The segment must have room for it; see {@link #room()}. Memory is made free by writing what waits, if need be.
     */
    int claim(final int alignedLength) throws IOException {
        if (end - base + alignedLength > capacity) {
            synchronized (this) {
                write();
                base = end;
            }
        }
        return end - base;
    }

    /** Appends the frame that was put where {@link #claim} said. */
    void publish(final int alignedLength) {
        END.setRelease(this, end + alignedLength);
    }

    /** Writes all frames that wait. */
    synchronized void write() throws IOException {
        final int to = (int) END.getAcquire(this);
        final int from = segment.written();
        if (from == to) {
            return;
        }
        if (!segment.hasHeader()) {
            previous.force();
            segment.writeHeader();
        }
        writeView.limit(to - base).position(from - base);
        segment.write(writeView);
    }

    /** Ends the active segment and goes on at the beginning of {@code next}, whose pin it takes over. */
    synchronized void moveTo(final LogSegment next, final long lastIndex) throws IOException {
        write();
        segment.seal(lastIndex);
        if (previous != segment) {
            previous.unpin();
        }
        previous = segment;
        segment = next;
        base = SegmentLayout.FRAMES_OFFSET;
        END.setRelease(this, base);
    }

    /**
     * Drops the frames from {@code offset} of the active segment on, if none of them was written.
     *
     * @return false when some were written: they must be removed from the file
     */
    synchronized boolean truncate(final int offset) {
        if (offset < segment.written()) {
            return false;
        }
        segment.index().truncate(offset);
        END.setRelease(this, offset);
        return true;
    }

    /**
     * Goes on at the end of a segment, whose pin it takes over; what waited is forgotten.
     *
     * @param other was cut, or is empty
     */
    synchronized void restart(final LogSegment other) {
        release();
        previous = other;
        segment = other;
        base = other.written();
        END.setRelease(this, base);
    }

    /** Lets go of the segments, at the end of all use. */
    synchronized void release() {
        if (previous != segment) {
            previous.unpin();
        }
        segment.unpin();
    }

    /** Returns the memory. */
    UnsafeBuffer memory() {
        return memory;
    }

    /** Returns the memory for a channel; position and limit are the appender's. */
    ByteBuffer bytes() {
        return bytes;
    }

    /** Returns the segment that grows. Appender only. */
    LogSegment segment() {
        return segment;
    }

    /** Returns the offset in the segment of the first byte in memory. Appender only. */
    int base() {
        return base;
    }

    /** Returns the offset in the segment after the last frame. Any thread. */
    int end() {
        return (int) END.getAcquire(this);
    }

    /** Returns the bytes left in the segment. Appender only. */
    int room() {
        return segment.capacity() - end;
    }

    /** Returns where the entry begins in the active segment. Appender only. */
    int offsetOf(final long index) {
        return segment.offsetOf(index, memory, base);
    }

    /** Returns the length field of the frame at an offset of the active segment. Appender only. */
    int frameLength(final int offset) {
        final DirectBuffer buffer = offset < base ? segment.buffer() : memory;
        return EntryFrame.length(buffer, offset < base ? offset : offset - base);
    }
}
