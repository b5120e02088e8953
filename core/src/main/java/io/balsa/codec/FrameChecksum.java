package io.balsa.codec;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * CRC32C (Castagnoli) over a range of a buffer, by the JDK's intrinsic.
 *
 * <p>Remembers a duplicate of the last direct {@link ByteBuffer} seen, so a calculator that is used with one buffer
 * allocates nothing after the first call: give each long-lived buffer a calculator of its own.
 *
 * <p>Threading: one owner at a time. Ownership: buffers are borrowed for the call; their positions are not touched.
 */
public final class FrameChecksum {
    private final CRC32C crc = new CRC32C();
    private @Nullable ByteBuffer source;
    private @Nullable ByteBuffer view;
    private long sourceAddress;

    /**
     * Returns the CRC32C of {@code length} bytes from {@code offset}.
     *
     * @param buffer backed by a byte array or by a {@link ByteBuffer}
     */
    public int compute(final DirectBuffer buffer, final int offset, final int length) {
        buffer.boundsCheck(offset, length);
        final byte[] array = buffer.byteArray();
        if (array != null) {
            crc.reset();
            crc.update(array, buffer.wrapAdjustment() + offset, length);
            return (int) crc.getValue();
        }
        final ByteBuffer range = viewOf(buffer);
        final int start = (int) (buffer.addressOffset() - sourceAddress) + offset;
        range.limit(start + length).position(start);
        crc.reset();
        crc.update(range);
        return (int) crc.getValue();
    }

    @SuppressWarnings("ReferenceEquality") // the same object: equal content would be another buffer's memory
    private ByteBuffer viewOf(final DirectBuffer buffer) {
        ByteBuffer cached = view;
        if (cached == null || source != buffer.byteBuffer()) {
            source = buffer.byteBuffer();
            sourceAddress = buffer.addressOffset() - buffer.wrapAdjustment();
            cached = source.duplicate();
            view = cached;
        }
        return cached;
    }
}
