package io.balsa.kv;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The bytes of a command or a query to the store.
 *
 * <pre>
 *   0        1        2                 4                 8                16
 *   +--------+--------+-----------------+-----------------+-----------------+-----+-------+----------+
 *   | opera- | format | key length      | value length    | argument        | key | value | expected |
 *   | tion   |        | (uint16)        | (int32)         | (int64)         |     |       | value    |
 *   +--------+--------+-----------------+-----------------+-----------------+-----+-------+----------+
 *
 *   operation             key          value                argument                          expected value
 *   PUT                   key          new value            0                                 -
 *   DELETE                key          -                    0                                 -
 *   COMPARE_VERSION       key          new value            expected version, 0: no such key  -
 *   COMPARE_VALUE         key          new value            length of the expected value      expected value
 *   APPEND                key          bytes to append      0                                 -
 *   GET        (query)    key          -                    first byte wanted of the value    -
 *   SCAN       (query)    prefix       key to begin after:  bits 0 to 30: most entries        -
 *                                      it has the prefix;   wanted, 0: as many as fit;
 *                                      none: length 0       bit 31: keys without values
 * </pre>
 *
 * <p>All fields are little endian. Keys are 1 to {@link #MAX_KEY_LENGTH} bytes, a prefix may be empty; values are 0 to
 * {@link #MAX_VALUE_LENGTH} bytes. The lengths add up to exactly the length of the request.
 *
 * <p>Threading: stateless. Ownership: the buffers stay the caller's.
 */
public final class KvRequestLayout {
    /** Version of this layout. */
    public static final int FORMAT = 1;
    /** Bytes before the key. */
    public static final int HEADER_LENGTH = 16;
    /** Largest key in bytes. */
    public static final int MAX_KEY_LENGTH = 4096;
    /** Largest value in bytes, also of one that grew by appending. */
    public static final int MAX_VALUE_LENGTH = 16 * 1024 * 1024;

    /** Sets a value whatever was there before. */
    public static final int PUT = 1;
    /** Removes a key. */
    public static final int DELETE = 2;
    /** Sets a value when the key has the expected version. */
    public static final int COMPARE_VERSION = 3;
    /** Sets a value when the key has the expected value. */
    public static final int COMPARE_VALUE = 4;
    /** Adds bytes to the end of a value, which begins empty. */
    public static final int APPEND = 5;
    /** Reads a value. */
    public static final int GET = 16;
    /** Reads the entries whose keys begin with a prefix, in key order. */
    public static final int SCAN = 17;

    /** Set in the argument of {@link #SCAN} when values are not wanted. */
    public static final long SCAN_KEYS_ONLY = 1L << 31;
    /** Most entries a {@link #SCAN} can ask for. */
    public static final int SCAN_MAX_LIMIT = Integer.MAX_VALUE;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final int OPERATION_OFFSET = 0;
    private static final int FORMAT_OFFSET = 1;
    private static final int KEY_LENGTH_OFFSET = 2;
    private static final int VALUE_LENGTH_OFFSET = 4;
    private static final int ARGUMENT_OFFSET = 8;

    private KvRequestLayout() {}

    /** Writes everything before the key. */
    public static void putHeader(
            final MutableDirectBuffer buffer,
            final int offset,
            final int operation,
            final int keyLength,
            final int valueLength,
            final long argument) {
        buffer.putByte(offset + OPERATION_OFFSET, (byte) operation);
        buffer.putByte(offset + FORMAT_OFFSET, (byte) FORMAT);
        buffer.putShort(offset + KEY_LENGTH_OFFSET, (short) keyLength, ORDER);
        buffer.putInt(offset + VALUE_LENGTH_OFFSET, valueLength, ORDER);
        buffer.putLong(offset + ARGUMENT_OFFSET, argument, ORDER);
    }

    /** Returns the operation. */
    public static int operation(final DirectBuffer buffer, final int offset) {
        return buffer.getByte(offset + OPERATION_OFFSET) & 0xFF;
    }

    /** Returns the version of the layout. */
    public static int format(final DirectBuffer buffer, final int offset) {
        return buffer.getByte(offset + FORMAT_OFFSET) & 0xFF;
    }

    /** Returns the length of the key in bytes, 0 to 65535. */
    public static int keyLength(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset + KEY_LENGTH_OFFSET, ORDER) & 0xFFFF;
    }

    /** Returns the length of the value in bytes; negative in a malformed request. */
    public static int valueLength(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + VALUE_LENGTH_OFFSET, ORDER);
    }

    /** Returns the argument. */
    public static long argument(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + ARGUMENT_OFFSET, ORDER);
    }
}
