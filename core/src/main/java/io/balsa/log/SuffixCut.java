package io.balsa.log;

import io.balsa.codec.StoredRecord;
import io.balsa.codec.sbe.storage.MessageHeaderDecoder;
import io.balsa.codec.sbe.storage.MessageHeaderEncoder;
import io.balsa.codec.sbe.storage.SuffixCutDecoder;
import io.balsa.codec.sbe.storage.SuffixCutEncoder;
import java.io.IOException;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Removes written entries from an offset of a segment on, so that no crash leaves a part of them behind.
 *
 * <p>Why it takes a record: entries that were cut and entries that replace them must never stand side by side after a crash.
 * The frames of the removed entries have valid checksums, and a replacement may have a lower term than what it replaces
 * (figure 8 of the paper), so neither index nor term would betray a removed entry that follows a new one. And a removal that
 * is interrupted must not look like damage in the middle of the log. So, in this order, each durable before the next begins:
 *
 * <ol>
 *   <li>the record "cut from here" is written in the segment's header page;
 *   <li>the marker forgets what is cut, all later segments are deleted and the bytes behind the cut are made zero;
 *   <li>the record is made zero.
 * </ol>
 *
 * <p>New entries are appended only afterwards. A crash in step 1 leaves no record or a torn one, which does not count: the log
 * is as before. A crash in step 2 leaves the record: recovery does step 2 again, whatever the state of the bytes and files
 * behind the cut. A crash in step 3 leaves the cut log, and a record that is torn or leads to removing nothing.
 *
 * @param fromIndex first index removed
 * @param fromOffset where its frame begins
 */
record SuffixCut(long fromIndex, int fromOffset) {
    /** Writes the record: step 1. */
    void begin(final LogSegment segment) throws IOException {
        final StoredRecord record = new StoredRecord();
        new SuffixCutEncoder()
                .wrapAndApplyHeader(record.buffer(), StoredRecord.MESSAGE_OFFSET, new MessageHeaderEncoder())
                .fromIndex(fromIndex)
                .fromOffset(fromOffset);
        record.seal(SuffixCutEncoder.BLOCK_LENGTH);
        segment.writeRecord(SegmentLayout.CUT_OFFSET, record);
    }

    /**
     * Zeroes the bytes and the record: the rest of step 2, after the later segments were deleted, and step 3.
     *
     * @param until end of the bytes that may differ from zero, exclusive
     */
    void finish(final LogSegment segment, final int until) throws IOException {
        segment.cut(fromOffset, until);
        segment.writeRecord(SegmentLayout.CUT_OFFSET, new StoredRecord());
    }

    /** Returns the cut that a crash interrupted in a segment, or null when there is none. */
    static @Nullable SuffixCut pending(final DirectBuffer segment) {
        final StoredRecord record = new StoredRecord();
        record.copyFrom(segment, SegmentLayout.CUT_OFFSET);
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        if (!record.holds(SuffixCutDecoder.TEMPLATE_ID, header)) {
            return null;
        }
        final SuffixCutDecoder cut =
                new SuffixCutDecoder().wrapAndApplyHeader(record.buffer(), StoredRecord.MESSAGE_OFFSET, header);
        return new SuffixCut(cut.fromIndex(), cut.fromOffset());
    }
}
