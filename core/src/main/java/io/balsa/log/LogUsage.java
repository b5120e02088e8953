package io.balsa.log;

/**
 * What a log holds of the machine's resources.
 *
 * @param segments files that count, the spare not included
 * @param fileBytes length of these files
 * @param mappedSegments files that are open and mapped, the spare included
 * @param mappedBytes length of these mappings: address space, of which the kernel keeps in memory what was used last
 * @param offHeapBytes memory outside the heap: the append buffer and the index of offsets
 */
public record LogUsage(int segments, long fileBytes, int mappedSegments, long mappedBytes, long offHeapBytes) {
    static LogUsage of(final LogSegment[] segments, final OpenSegments open, final int bufferBytes) {
        long fileBytes = 0;
        long offHeapBytes = bufferBytes;
        for (final LogSegment segment : segments) {
            fileBytes += segment.capacity();
            offHeapBytes += segment.index().lengthBytes();
        }
        return new LogUsage(segments.length, fileBytes, open.count(), open.mappedBytes(), offHeapBytes);
    }
}
