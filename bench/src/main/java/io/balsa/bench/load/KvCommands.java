package io.balsa.bench.load;

import io.balsa.kv.KvRequestLayout;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Commands of one size to the key-value store: puts over a bounded set of keys, or one append to a key of its own each.
 *
 * <p>Keys are a prefix and ten digits. The bytes are laid out once; from command to command only the digits and the first bytes
 * of the value change. Threading: one thread. Ownership: the buffer is borrowed until the next {@link #encode}.
 */
public final class KvCommands {
    /** Digits of a key's number. */
    public static final int KEY_DIGITS = 10;

    private static final int TAG_LENGTH = Long.BYTES;

    private final MutableDirectBuffer buffer;
    private final int length;
    private final int digitsOffset;
    private final int valueOffset;
    private final int keys;

    private KvCommands(final int operation, final String prefix, final int commandBytes, final int keys) {
        final int keyLength = prefix.length() + KEY_DIGITS;
        final int valueLength = commandBytes - KvRequestLayout.HEADER_LENGTH - keyLength;
        if (valueLength < TAG_LENGTH) {
            throw new IllegalArgumentException("commands too small for header, key and value: bytes=" + commandBytes
                    + ", least=" + (commandBytes - valueLength + TAG_LENGTH));
        }
        this.keys = keys;
        length = commandBytes;
        buffer = new UnsafeBuffer(new byte[commandBytes]);
        digitsOffset = KvRequestLayout.HEADER_LENGTH + prefix.length();
        valueOffset = digitsOffset + KEY_DIGITS;
        KvRequestLayout.putHeader(buffer, 0, operation, keyLength, valueLength, 0);
        buffer.putStringWithoutLengthAscii(KvRequestLayout.HEADER_LENGTH, prefix);
        for (int i = valueOffset; i < commandBytes; i++) {
            buffer.putByte(i, (byte) ('a' + i % 26));
        }
    }

    /**
     * Makes puts whose keys go round.
     *
     * @param commandBytes size of each command, header and key included
     * @param keys different keys, at least 1
     */
    public static KvCommands puts(final String prefix, final int commandBytes, final int keys) {
        return new KvCommands(KvRequestLayout.PUT, prefix, commandBytes, keys);
    }

    /** Makes appends, each to a key of its own, so that a command applied twice leaves a value of twice the length. */
    public static KvCommands uniqueAppends(final String prefix, final int commandBytes) {
        return new KvCommands(KvRequestLayout.APPEND, prefix, commandBytes, Integer.MAX_VALUE);
    }

    /** Lays out the command with this number, from 0. */
    public void encode(final long number) {
        long rest = number % keys;
        for (int i = KEY_DIGITS - 1; i >= 0; i--) {
            buffer.putByte(digitsOffset + i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
        buffer.putLong(valueOffset, number);
    }

    /** Returns the bytes of the command laid out last. */
    public DirectBuffer buffer() {
        return buffer;
    }

    /** Returns the length of each command in bytes. */
    public int length() {
        return length;
    }

    /** Returns the length of each command's value in bytes. */
    public int valueLength() {
        return length - valueOffset;
    }
}
