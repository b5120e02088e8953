package io.balsa.kv;

import static io.balsa.kv.KvRequestLayout.HEADER_LENGTH;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes requests as {@link KvRequestLayout} draws them and returns their length in bytes.
 *
 * <p>Lengths are not checked here: the store refuses what it cannot take. Nothing is allocated.
 *
 * <p>Threading: stateless. Ownership: the buffers stay the caller's.
 */
public final class KvRequestEncoder {
    private KvRequestEncoder() {}

    /**
     * Writes any request but a {@link KvRequestLayout#COMPARE_VALUE}.
     *
     * @param operation of {@link KvRequestLayout}, which also says what argument, key and value mean
     */
    public static int encode(
            final MutableDirectBuffer target,
            final int targetOffset,
            final int operation,
            final long argument,
            final DirectBuffer key,
            final int keyOffset,
            final int keyLength,
            final DirectBuffer value,
            final int valueOffset,
            final int valueLength) {
        KvRequestLayout.putHeader(target, targetOffset, operation, keyLength, valueLength, argument);
        target.putBytes(targetOffset + HEADER_LENGTH, key, keyOffset, keyLength);
        target.putBytes(targetOffset + HEADER_LENGTH + keyLength, value, valueOffset, valueLength);
        return HEADER_LENGTH + keyLength + valueLength;
    }

    /** Writes a {@link KvRequestLayout#COMPARE_VALUE}. */
    public static int encodeCompareValue(
            final MutableDirectBuffer target,
            final int targetOffset,
            final DirectBuffer key,
            final int keyOffset,
            final int keyLength,
            final DirectBuffer expected,
            final int expectedOffset,
            final int expectedLength,
            final DirectBuffer value,
            final int valueOffset,
            final int valueLength) {
        final int length = encode(
                target,
                targetOffset,
                KvRequestLayout.COMPARE_VALUE,
                expectedLength,
                key,
                keyOffset,
                keyLength,
                value,
                valueOffset,
                valueLength);
        target.putBytes(targetOffset + length, expected, expectedOffset, expectedLength);
        return length + expectedLength;
    }
}
