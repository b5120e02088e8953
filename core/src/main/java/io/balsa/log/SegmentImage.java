package io.balsa.log;

import io.balsa.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The bytes of one segment after the other, read from its file.
 *
 * <p>Not through a mapping: in one pass over a log the page faults of a mapping take several times as long as reads and
 * checksums together, and what a broken device cannot deliver is an exception here and the end of the process there.
 *
 * <p>Threading: one owner. Ownership: what {@link #read} returns is borrowed until the next call.
 */
final class SegmentImage implements AutoCloseable {
    private ByteBuffer bytes = ByteBuffer.allocateDirect(0);
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);

    /** Reads the first {@code length} bytes of a file. */
    DirectBuffer read(final DiskFile file, final int length) throws IOException {
        if (bytes.capacity() < length) {
            BufferUtil.free(bytes);
            bytes = ByteBuffer.allocateDirect(length);
        }
        file.read(0, bytes.clear().limit(length));
        buffer.wrap(bytes, 0, length);
        return buffer;
    }

    @Override
    public void close() {
        BufferUtil.free(bytes);
    }
}
