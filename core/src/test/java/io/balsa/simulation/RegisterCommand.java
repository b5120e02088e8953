package io.balsa.simulation;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A command for the {@link RegisterMachine}: set a register, or set it if it holds what is expected.
 *
 * <pre>
 *   0             8          12         16         24
 *   | operationId | register | isSwap   | expected | padding ... |
 * </pre>
 *
 * <p>The value that is set is the operation's id, so that no value is set twice.
 */
final class RegisterCommand {
    /** Bytes of a command without padding. */
    static final int LENGTH = 24;

    private static final int REGISTER_OFFSET = 8;
    private static final int SWAP_OFFSET = 12;
    private static final int EXPECTED_OFFSET = 16;

    private RegisterCommand() {}

    static void encode(
            final MutableDirectBuffer buffer,
            final int offset,
            final long operationId,
            final int register,
            final boolean isSwap,
            final long expected) {
        buffer.putLong(offset, operationId, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(offset + REGISTER_OFFSET, register, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(offset + SWAP_OFFSET, isSwap ? 1 : 0, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(offset + EXPECTED_OFFSET, expected, ByteOrder.LITTLE_ENDIAN);
    }

    static long operationId(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset, ByteOrder.LITTLE_ENDIAN);
    }

    static int register(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + REGISTER_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    static boolean isSwap(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + SWAP_OFFSET, ByteOrder.LITTLE_ENDIAN) != 0;
    }

    static long expected(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + EXPECTED_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }
}
