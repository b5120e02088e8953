package io.balsa.kv;

import static io.balsa.kv.KvRequestLayout.HEADER_LENGTH;
import static io.balsa.kv.KvRequestLayout.MAX_KEY_LENGTH;
import static io.balsa.kv.KvRequestLayout.MAX_VALUE_LENGTH;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A view of a request that was checked: what its accessors point at lies within the request.
 *
 * <p>Threading: one owner. Ownership: the buffer wrapped is borrowed until the next {@link #wrap}.
 */
final class KvRequest {
    private static final long SCAN_ARGUMENT_MASK = KvRequestLayout.SCAN_KEYS_ONLY | KvRequestLayout.SCAN_MAX_LIMIT;

    private DirectBuffer buffer = new UnsafeBuffer(new byte[0]);
    private int keyOffset;
    private int operation;
    private int keyLength;
    private int valueLength;
    private int expectedLength;
    private long argument;

    /**
     * Looks at a request.
     *
     * @return {@link KvStatus#OK}, or why no such request can be carried out; the accessors are of no meaning then
     */
    KvStatus wrap(final DirectBuffer source, final int offset, final int length) {
        if (length < HEADER_LENGTH) {
            return KvStatus.MALFORMED;
        }
        if (KvRequestLayout.format(source, offset) != KvRequestLayout.FORMAT) {
            return KvStatus.UNSUPPORTED;
        }
        buffer = source;
        keyOffset = offset + HEADER_LENGTH;
        operation = KvRequestLayout.operation(source, offset);
        keyLength = KvRequestLayout.keyLength(source, offset);
        valueLength = KvRequestLayout.valueLength(source, offset);
        argument = KvRequestLayout.argument(source, offset);
        expectedLength = operation == KvRequestLayout.COMPARE_VALUE ? (int) argument : 0;
        return switch (operation) {
            case KvRequestLayout.PUT, KvRequestLayout.APPEND -> check(length, argument == 0);
            case KvRequestLayout.DELETE -> check(length, argument == 0 && valueLength == 0);
            case KvRequestLayout.COMPARE_VERSION -> check(length, argument >= 0);
            case KvRequestLayout.COMPARE_VALUE -> check(length, argument >= 0 && argument <= Integer.MAX_VALUE);
            case KvRequestLayout.GET ->
                check(length, valueLength == 0 && argument >= 0 && argument <= MAX_VALUE_LENGTH);
            case KvRequestLayout.SCAN -> checkScan(length);
            default -> KvStatus.UNSUPPORTED;
        };
    }

    private KvStatus checkScan(final int length) {
        final KvStatus status = check(length, valueLength <= MAX_KEY_LENGTH && (argument & ~SCAN_ARGUMENT_MASK) == 0);
        if (status != KvStatus.OK || valueLength == 0) {
            return status;
        }
        if (valueLength < keyLength) {
            return KvStatus.MALFORMED;
        }
        for (int i = 0; i < keyLength; i++) {
            if (buffer.getByte(keyOffset + i) != buffer.getByte(valueOffset() + i)) {
                return KvStatus.MALFORMED;
            }
        }
        return KvStatus.OK;
    }

    private KvStatus check(final int length, final boolean hasMeaning) {
        final long described = (long) HEADER_LENGTH + keyLength + valueLength + expectedLength;
        final boolean keyFits = keyLength <= MAX_KEY_LENGTH && (keyLength > 0 || operation == KvRequestLayout.SCAN);
        return hasMeaning && keyFits && valueLength >= 0 && described == length ? KvStatus.OK : KvStatus.MALFORMED;
    }

    /** Returns an operation of {@link KvRequestLayout}. */
    int operation() {
        return operation;
    }

    DirectBuffer buffer() {
        return buffer;
    }

    int keyOffset() {
        return keyOffset;
    }

    int keyLength() {
        return keyLength;
    }

    int valueOffset() {
        return keyOffset + keyLength;
    }

    int valueLength() {
        return valueLength;
    }

    int expectedOffset() {
        return valueOffset() + valueLength;
    }

    int expectedLength() {
        return expectedLength;
    }

    long argument() {
        return argument;
    }

    /** Returns the most entries that a scan may return. */
    int scanLimit() {
        final int limit = (int) (argument & KvRequestLayout.SCAN_MAX_LIMIT);
        return limit == 0 ? KvRequestLayout.SCAN_MAX_LIMIT : limit;
    }

    /** Tells whether a scan leaves values out. */
    boolean isScanKeysOnly() {
        return (argument & KvRequestLayout.SCAN_KEYS_ONLY) != 0;
    }
}
