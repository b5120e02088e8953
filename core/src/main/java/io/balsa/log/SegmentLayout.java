package io.balsa.log;

import io.balsa.codec.StoredRecord;
import java.util.Locale;

/**
 * The layout of a segment file.
 *
 * <pre>
 *   0                 512               4096
 *   +-----------------+-----------------+------------------+---------+---------+-----+----------------------+
 *   | SegmentHeader   | SuffixCut       | zero ...         | frame   | frame   | ... | zero ...             |
 *   +-----------------+-----------------+------------------+---------+---------+-----+----------------------+
 *   |<-------------------- header page ------------------->|<------------- entries ------------>|           |
 *   |<------------------------------------------- capacity ------------------------------------------------>|
 * </pre>
 *
 * <p>Header and cut have a sector each, so that a torn write of one cannot touch the other, and a page of their own, so that
 * writing entries never writes them again. A segment whose header is still zero is a spare. All numbers are little endian.
 */
final class SegmentLayout {
    /** Bytes of the header page, and the unit of segment lengths. */
    static final int PAGE_LENGTH = 4096;
    /** Where the first frame begins. */
    static final int FRAMES_OFFSET = PAGE_LENGTH;
    /** Where the header begins. */
    static final int HEADER_OFFSET = 0;
    /** Where the record of a cut under way begins. */
    static final int CUT_OFFSET = 512;
    /** Bytes kept for each of the two. */
    static final int RECORD_LENGTH = StoredRecord.LENGTH;
    /** End of the name of a segment. */
    static final String SUFFIX = ".log";
    /** End of the name of a segment that is being prepared; its content never counts. */
    static final String UNFINISHED_SUFFIX = ".tmp";

    private static final int DIGITS = 10;

    private SegmentLayout() {}

    /** Returns the file name of a segment. */
    static String fileName(final long sequence) {
        return String.format(Locale.ROOT, "%0" + DIGITS + "d", sequence) + SUFFIX;
    }

    /** Returns the sequence in a file name, or -1 when it is not the name of a segment. */
    static long sequence(final String fileName) {
        if (fileName.length() != DIGITS + SUFFIX.length() || !fileName.endsWith(SUFFIX)) {
            return -1;
        }
        long sequence = 0;
        for (int i = 0; i < DIGITS; i++) {
            final char digit = fileName.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            sequence = sequence * 10 + (digit - '0');
        }
        return sequence;
    }
}
