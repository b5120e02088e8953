package io.balsa.kv.store;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * The order of keys: byte by byte, unsigned, a key before all its extensions.
 *
 * <p>Threading: stateless. Ownership: buffers are borrowed for the call.
 */
final class KeyOrder {
    /** Bytes of a key that a head holds. */
    static final int HEAD_LENGTH = Long.BYTES;

    private KeyOrder() {}

    /**
     * Returns the first bytes of a key as a number whose unsigned order is the order of the bytes, padded with zeros.
     *
     * @param length of the key in bytes, at least 0; more than {@link #HEAD_LENGTH} are not looked at
     */
    static long head(final DirectBuffer buffer, final int offset, final int length) {
        if (length >= HEAD_LENGTH) {
            return buffer.getLong(offset, ByteOrder.BIG_ENDIAN);
        }
        long head = 0;
        for (int i = 0; i < length; i++) {
            head |= (buffer.getByte(offset + i) & 0xFFL) << (56 - 8 * i);
        }
        return head;
    }

    /** Compares two keys: negative, zero or positive as the first is less than, equal to or greater than the second. */
    static int compare(
            final DirectBuffer left,
            final int leftOffset,
            final int leftLength,
            final DirectBuffer right,
            final int rightOffset,
            final int rightLength) {
        final int common = Math.min(leftLength, rightLength);
        final int differing = mismatch(left, leftOffset, right, rightOffset, common);
        if (differing == common) {
            return Integer.compare(leftLength, rightLength);
        }
        return Byte.compareUnsigned(left.getByte(leftOffset + differing), right.getByte(rightOffset + differing));
    }

    /** Returns the position of the first byte that differs, {@code length} when all are equal. */
    static int mismatch(
            final DirectBuffer left,
            final int leftOffset,
            final DirectBuffer right,
            final int rightOffset,
            final int length) {
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            final long difference = left.getLong(leftOffset + i, ByteOrder.LITTLE_ENDIAN)
                    ^ right.getLong(rightOffset + i, ByteOrder.LITTLE_ENDIAN);
            if (difference != 0) {
                return i + (Long.numberOfTrailingZeros(difference) >>> 3);
            }
        }
        for (; i < length; i++) {
            if (left.getByte(leftOffset + i) != right.getByte(rightOffset + i)) {
                return i;
            }
        }
        return length;
    }
}
