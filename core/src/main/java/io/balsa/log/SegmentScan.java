package io.balsa.log;

import io.balsa.codec.EntryFrame;
import io.balsa.codec.FrameChecksum;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Steps over the entries of one segment, checking each: whole frame, checksum, index one above the last, term not below it.
 *
 * <p>Threading: one owner. Ownership: the buffer is borrowed until the next {@link #begin}.
 */
final class SegmentScan {
    private final FrameChecksum checksum = new FrameChecksum();

    private DirectBuffer buffer;
    private int capacity;
    private int offset;
    private int end;
    private long index;
    private long term;

    /** Creates a scan of nothing. */
    SegmentScan() {
        buffer = new UnsafeBuffer(0, 0);
    }

    /** Begins at the first frame of a segment, behind the entry with the given index and term. */
    void begin(final DirectBuffer segment, final long previousIndex, final long previousTerm) {
        buffer = segment;
        capacity = segment.capacity();
        offset = SegmentLayout.FRAMES_OFFSET;
        end = SegmentLayout.FRAMES_OFFSET;
        index = previousIndex;
        term = previousTerm;
    }

    /** Steps to the next entry; false when there is none, or none that is whole and follows: see {@link #found()}. */
    boolean next() {
        if (!isFrame(end) || EntryFrame.index(buffer, end) != index + 1 || EntryFrame.term(buffer, end) < term) {
            return false;
        }
        index++;
        term = EntryFrame.term(buffer, end);
        offset = end;
        end = offset + EntryFrame.align(EntryFrame.length(buffer, offset));
        return true;
    }

    /** Tells whether a whole frame with a right checksum begins at an offset. */
    boolean isFrame(final int at) {
        return EntryFrame.isValid(buffer, at, capacity - at, checksum);
    }

    /** Returns the segment. */
    DirectBuffer buffer() {
        return buffer;
    }

    /** Returns where the entry stepped to begins. */
    int offset() {
        return offset;
    }

    /** Returns where the entry stepped to ends, and the next one is looked for. */
    int end() {
        return end;
    }

    /** Returns the index of the entry stepped to. */
    long index() {
        return index;
    }

    /** Returns the term of the entry stepped to. */
    long term() {
        return term;
    }

    /** Says what was looked for at {@link #end()}. */
    String expected() {
        return "entry " + (index + 1) + " of term " + term + " or later";
    }

    /** Says what lies at {@link #end()}. */
    String found() {
        return describe(buffer, end);
    }

    /** Says what lies where an entry was expected. */
    static String describe(final DirectBuffer buffer, final int offset) {
        if (offset > buffer.capacity() - EntryFrame.HEADER_LENGTH) {
            return "the end of the segment";
        }
        final int length = EntryFrame.length(buffer, offset);
        if (length == 0) {
            return "zeroes";
        }
        if (length < EntryFrame.HEADER_LENGTH || length > buffer.capacity() - offset) {
            return "a frame of impossible length " + length;
        }
        final int found = new FrameChecksum()
                .compute(buffer, offset + EntryFrame.CHECKSUM_START_OFFSET, length - EntryFrame.CHECKSUM_START_OFFSET);
        return found == EntryFrame.checksum(buffer, offset)
                ? "entry " + EntryFrame.index(buffer, offset) + " of term " + EntryFrame.term(buffer, offset)
                : "a frame whose checksum is " + Integer.toHexString(found) + " and says "
                        + Integer.toHexString(EntryFrame.checksum(buffer, offset));
    }
}
