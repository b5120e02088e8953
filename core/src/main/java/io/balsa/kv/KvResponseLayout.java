package io.balsa.kv;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The bytes of the store's responses.
 *
 * <pre>
 *   to a command: how it ended, and the key's version before and after
 *   0        1        2        4                 8                16               24
 *   +--------+--------+--------+-----------------+----------------+----------------+
 *   | status | format | zero   | value length    | version        | version before |
 *   +--------+--------+--------+-----------------+----------------+----------------+
 *
 *   to a GET: the value from the byte asked for on, as much as fits
 *   0        1        2        4                 8                16
 *   +--------+--------+--------+-----------------+----------------+-----------+
 *   | status | format | zero   | value length    | version        | bytes ... |
 *   +--------+--------+--------+-----------------+----------------+-----------+
 *
 *   to a SCAN: entries in key order
 *   0        1        2        4                 8                16
 *   +--------+--------+--------+-----------------+----------------+-------+-------+---
 *   | status | format | more   | count           | zero           | entry | entry | ...
 *   +--------+--------+--------+-----------------+----------------+-------+-------+---
 *
 *   entry
 *   0                 8                 12       14       16
 *   +-----------------+-----------------+--------+--------+-----+-------+
 *   | version         | value length    | key    | value  | key | value |
 *   |                 |                 | length | held   |     |       |
 *   +-----------------+-----------------+--------+--------+-----+-------+
 * </pre>
 *
 * <p>All fields are little endian. Versions are log indexes (int64), 0 stands for "no such key". {@code value length} is that of
 * the whole value in bytes; after a command, of the value that is now there. {@code more} is 1 when further entries follow the
 * last one: scan again after its key. {@code value held} is 0 when the entry comes without its value, because keys alone were
 * asked for or the value alone is larger than a response: GET it. A response with a status other than OK ends where entries or
 * bytes would begin.
 *
 * <p>Threading: stateless. Ownership: the buffers stay the caller's.
 */
public final class KvResponseLayout {
    /** Version of this layout. */
    public static final int FORMAT = 1;
    /** Length of a command's response in bytes. */
    public static final int COMMAND_LENGTH = 24;
    /** Bytes of a GET's response before the value, and of a SCAN's before the entries. */
    public static final int HEADER_LENGTH = 16;
    /** Bytes of an entry before its key. */
    public static final int ENTRY_HEADER_LENGTH = 16;
    /** Smallest capacity for responses the store works with: an entry without its value fits. */
    public static final int MIN_CAPACITY = HEADER_LENGTH + ENTRY_HEADER_LENGTH + KvRequestLayout.MAX_KEY_LENGTH;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final int STATUS_OFFSET = 0;
    private static final int FORMAT_OFFSET = 1;
    private static final int MORE_OFFSET = 2;
    private static final int COUNT_OFFSET = 4;
    private static final int VERSION_OFFSET = 8;
    private static final int PREVIOUS_VERSION_OFFSET = 16;
    private static final int ENTRY_VERSION_OFFSET = 0;
    private static final int ENTRY_VALUE_LENGTH_OFFSET = 8;
    private static final int ENTRY_KEY_LENGTH_OFFSET = 12;
    private static final int ENTRY_VALUE_HELD_OFFSET = 14;

    private KvResponseLayout() {}

    /** Writes the first {@link #HEADER_LENGTH} bytes of a response, at offset 0. */
    public static void putHeader(
            final MutableDirectBuffer buffer, final KvStatus status, final int valueLength, final long version) {
        putHeader(buffer, status, false, valueLength, version);
    }

    /** Writes the header of a SCAN's response, at offset 0. */
    public static void putScanHeader(final MutableDirectBuffer buffer, final boolean more, final int count) {
        putHeader(buffer, KvStatus.OK, more, count, 0);
    }

    private static void putHeader(
            final MutableDirectBuffer buffer,
            final KvStatus status,
            final boolean more,
            final int lengthOrCount,
            final long version) {
        buffer.putByte(STATUS_OFFSET, (byte) status.code());
        buffer.putByte(FORMAT_OFFSET, (byte) FORMAT);
        buffer.putShort(MORE_OFFSET, (short) (more ? 1 : 0), ORDER);
        buffer.putInt(COUNT_OFFSET, lengthOrCount, ORDER);
        buffer.putLong(VERSION_OFFSET, version, ORDER);
    }

    /** Writes the last field of a command's response, at offset 0. */
    public static void putPreviousVersion(final MutableDirectBuffer buffer, final long version) {
        buffer.putLong(PREVIOUS_VERSION_OFFSET, version, ORDER);
    }

    /** Writes everything of an entry before its key. */
    public static void putEntryHeader(
            final MutableDirectBuffer buffer,
            final int offset,
            final long version,
            final int keyLength,
            final int valueLength,
            final boolean valueHeld) {
        buffer.putLong(offset + ENTRY_VERSION_OFFSET, version, ORDER);
        buffer.putInt(offset + ENTRY_VALUE_LENGTH_OFFSET, valueLength, ORDER);
        buffer.putShort(offset + ENTRY_KEY_LENGTH_OFFSET, (short) keyLength, ORDER);
        buffer.putShort(offset + ENTRY_VALUE_HELD_OFFSET, (short) (valueHeld ? 1 : 0), ORDER);
    }

    /** Returns how the request ended, a code of {@link KvStatus}. */
    public static int status(final DirectBuffer buffer, final int offset) {
        return buffer.getByte(offset + STATUS_OFFSET) & 0xFF;
    }

    /** Returns the version of the layout. */
    public static int format(final DirectBuffer buffer, final int offset) {
        return buffer.getByte(offset + FORMAT_OFFSET) & 0xFF;
    }

    /** Returns the length in bytes of the key's whole value. */
    public static int valueLength(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + COUNT_OFFSET, ORDER);
    }

    /** Returns the version of the key, 0 when it is not there. */
    public static long version(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + VERSION_OFFSET, ORDER);
    }

    /** Returns the version of the key before the command, 0 when it was not there. */
    public static long previousVersion(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + PREVIOUS_VERSION_OFFSET, ORDER);
    }

    /** Returns how many entries a SCAN's response holds. */
    public static int count(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + COUNT_OFFSET, ORDER);
    }

    /** Tells whether more entries follow those of a SCAN's response. */
    public static boolean hasMore(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset + MORE_OFFSET, ORDER) != 0;
    }

    /** Returns the version of an entry. */
    public static long entryVersion(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + ENTRY_VERSION_OFFSET, ORDER);
    }

    /** Returns the length in bytes of an entry's whole value. */
    public static int entryValueLength(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + ENTRY_VALUE_LENGTH_OFFSET, ORDER);
    }

    /** Returns the length in bytes of an entry's key. */
    public static int entryKeyLength(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset + ENTRY_KEY_LENGTH_OFFSET, ORDER) & 0xFFFF;
    }

    /** Tells whether the value follows the key of an entry. */
    public static boolean entryHoldsValue(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset + ENTRY_VALUE_HELD_OFFSET, ORDER) != 0;
    }
}
