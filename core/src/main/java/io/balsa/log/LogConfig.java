package io.balsa.log;

/**
 * Sizes of the log.
 *
 * @param segmentBytes length of a segment's file, {@link #MIN_SEGMENT_BYTES} to {@link #MAX_SEGMENT_BYTES}, a multiple of
 *     {@link SegmentLayout#PAGE_LENGTH}; segments made with another setting stay readable
 * @param bufferBytes length of the memory in which appended entries wait for their write, at least
 *     {@link #MIN_BUFFER_BYTES}; it bounds the payload of an entry and wants to hold what is appended while one sync runs
 * @param maxMappedSegments how many segments are kept open and mapped at most, besides those that readers use at the moment, at
 *     least {@link #MIN_MAPPED_SEGMENTS}; others are opened when they are read
 */
public record LogConfig(int segmentBytes, int bufferBytes, int maxMappedSegments) {
    /** The smallest segment: its header and little more. */
    public static final int MIN_SEGMENT_BYTES = 4 * SegmentLayout.PAGE_LENGTH;
    /** The largest segment: offsets are positive ints. */
    public static final int MAX_SEGMENT_BYTES = 1 << 30;
    /** The smallest append buffer. */
    public static final int MIN_BUFFER_BYTES = 4 * 1024;
    /** The active segment, the one before it, the spare and one for a reader. */
    public static final int MIN_MAPPED_SEGMENTS = 4;
    /** Default length of a segment: 64 MiB. */
    public static final int DEFAULT_SEGMENT_BYTES = 64 << 20;
    /** Default length of the append buffer: 4 MiB, what a fast network brings during a slow sync of 30 ms. */
    public static final int DEFAULT_BUFFER_BYTES = 4 << 20;
    /** Default number of mapped segments: 4 GiB of address space at the default length. */
    public static final int DEFAULT_MAPPED_SEGMENTS = 64;

    /** Checks the ranges. */
    public LogConfig {
        if (segmentBytes < MIN_SEGMENT_BYTES
                || segmentBytes > MAX_SEGMENT_BYTES
                || segmentBytes % SegmentLayout.PAGE_LENGTH != 0) {
            throw new IllegalArgumentException("segment length out of range: segmentBytes=" + segmentBytes
                    + ", least=" + MIN_SEGMENT_BYTES + ", most=" + MAX_SEGMENT_BYTES + ", multipleOf="
                    + SegmentLayout.PAGE_LENGTH);
        }
        if (bufferBytes < MIN_BUFFER_BYTES) {
            throw new IllegalArgumentException(
                    "append buffer too small: bufferBytes=" + bufferBytes + ", least=" + MIN_BUFFER_BYTES);
        }
        if (maxMappedSegments < MIN_MAPPED_SEGMENTS) {
            throw new IllegalArgumentException("too few mapped segments: maxMappedSegments=" + maxMappedSegments
                    + ", least=" + MIN_MAPPED_SEGMENTS);
        }
    }

    /** Sizes with the default number of mapped segments. */
    public LogConfig(final int segmentBytes, final int bufferBytes) {
        this(segmentBytes, bufferBytes, DEFAULT_MAPPED_SEGMENTS);
    }

    /** Returns the default sizes. */
    public static LogConfig defaults() {
        return new LogConfig(DEFAULT_SEGMENT_BYTES, DEFAULT_BUFFER_BYTES);
    }
}
