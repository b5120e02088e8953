package io.balsa.network.tcp;

import io.balsa.codec.WireFrame;
import io.balsa.network.PeerMessage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Messages of which a transport needs to know no more than the length. Each carries a number, and bytes that follow from the
 * number and their place, so that a receiver can tell whether it got what was sent.
 */
final class TestFrames {
    static final int MIN_LENGTH = PeerMessage.MIN_LENGTH + Long.BYTES;
    static final ByteBuffer NO_BODY = ByteBuffer.allocateDirect(0);

    private static final int NUMBER_OFFSET = PeerMessage.BLOCK_OFFSET;

    private TestFrames() {}

    static UnsafeBuffer frame(final long number, final int length) {
        final UnsafeBuffer frame = new UnsafeBuffer(ByteBuffer.allocateDirect(length));
        fill(frame, number, length);
        return frame;
    }

    static void fill(final UnsafeBuffer frame, final long number, final int length) {
        for (int i = 0; i < length; i++) {
            frame.putByte(i, fillAt(number, i));
        }
        frame.putInt(WireFrame.LENGTH_OFFSET, length, ByteOrder.LITTLE_ENDIAN);
        frame.putLong(NUMBER_OFFSET, number, ByteOrder.LITTLE_ENDIAN);
    }

    static long number(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset + NUMBER_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    static boolean isIntact(final DirectBuffer buffer, final int offset, final int length) {
        final long number = number(buffer, offset);
        for (int i = MIN_LENGTH; i < length; i++) {
            if (buffer.getByte(offset + i) != fillAt(number, i)) {
                return false;
            }
        }
        return WireFrame.length(buffer, offset) == length;
    }

    private static byte fillAt(final long number, final int place) {
        return (byte) (number * 31 + place * 7L);
    }
}
