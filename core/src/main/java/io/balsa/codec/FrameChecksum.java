package io.balsa.codec;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;

/**
 * CRC32C (Castagnoli) over a range of a buffer, by the JDK's intrinsic.
 *
 * <p>Remembers a duplicate of the last direct {@link ByteBuffer} seen, so a calculator that is used with one buffer
 * allocates nothing after the first call: give each long-lived buffer a calculator of its own.
 *
 * <p>Threading: one owner at a time. Ownership: buffers are borrowed for the call; their positions are not touched.
 */
public final class FrameChecksum {
    private static final ByteBuffer NONE = ByteBuffer.allocateDirect(0);

    private final CRC32C crc = new CRC32C();
    private ByteBuffer source = NONE;
    private ByteBuffer view = NONE;
    private long sourceAddress;

    /**
     * Returns the CRC32C of {@code length} bytes from {@code offset}.
     *
     * @param buffer backed by a byte array or by a {@link ByteBuffer}
     */
    @SuppressWarnings("ReferenceEquality") // the same object: equal content would be another buffer's memory
    public int compute(final DirectBuffer buffer, final int offset, final int length) {
        buffer.boundsCheck(offset, length);
        if (source != buffer.byteBuffer()) {
            final byte[] array = buffer.byteArray();
            if (array != null) {
                crc.reset();
                crc.update(array, buffer.wrapAdjustment() + offset, length);
                return (int) crc.getValue();
            }
            look(buffer);
        }
        final ByteBuffer range = view;
        final int start = (int) (buffer.addressOffset() - sourceAddress) + offset;
        range.limit(start + length).position(start);
        crc.reset();
        crc.update(range);
        return (int) crc.getValue();
    }

    private void look(final DirectBuffer buffer) {
        source = buffer.byteBuffer();
        sourceAddress = buffer.addressOffset() - buffer.wrapAdjustment();
        view = source.duplicate();
    }
}
