package io.balsa.client;

import io.balsa.codec.WireFrame;
import io.balsa.codec.sbe.client.MessageHeaderDecoder;
import io.balsa.codec.sbe.client.StatusReplyEncoder;

/**
 * Sizes of the messages of the client protocol, which {@code client.xml} describes.
 *
 * <pre>
 *   0        4        8                16                     16 + blockLength
 *   +--------+--------+----------------+----------------------+---------------------+
 *   | length | crc32c | message header | block of the message | text, or body bytes |
 *   +--------+--------+----------------+----------------------+---------------------+
 * </pre>
 */
final class ClientFrame {
    /** Bytes before the block. */
    static final int HEAD_LENGTH = WireFrame.HEADER_LENGTH + MessageHeaderDecoder.ENCODED_LENGTH;
    /** The shortest message is a header with an empty block. */
    static final int MIN_LENGTH = HEAD_LENGTH;
    /** Longest text of a message in bytes; longer ones are cut. */
    static final int MAX_TEXT_LENGTH = 4096;
    /** Room for any message but commands, queries and replies. */
    static final int MAX_CONTROL_LENGTH = HEAD_LENGTH + StatusReplyEncoder.BLOCK_LENGTH + Short.BYTES + MAX_TEXT_LENGTH;

    private ClientFrame() {}

    /** Returns an upper bound of the length of any message, in bytes. */
    static int largestLength(final int maxCommandBytes, final int maxResponseBytes) {
        return MAX_CONTROL_LENGTH + Math.max(maxCommandBytes, maxResponseBytes);
    }
}
