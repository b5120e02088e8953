package io.balsa.client;

import io.balsa.codec.WireFrame;
import io.balsa.codec.sbe.entry.CommandEntryDecoder;
import io.balsa.codec.sbe.entry.MessageHeaderDecoder;

/**
 * The layout of a command on a client connection: what follows the wire frame's header is the payload of the log entry.
 *
 * <pre>
 *   0        4        8                16          24         32              40
 *   +--------+--------+----------------+-----------+----------+---------------+-------------+
 *   | length | crc32c | message header | sessionId | sequence | ackedSequence | command ... |
 *   +--------+--------+----------------+-----------+----------+---------------+-------------+
 *                     |<------------------- payload of the log entry ---------------------->|
 * </pre>
 */
final class CommandFrame {
    /** Bytes of a COMMAND entry's payload before the command. */
    static final int ENTRY_HEAD_LENGTH = MessageHeaderDecoder.ENCODED_LENGTH + CommandEntryDecoder.BLOCK_LENGTH;
    /** Bytes of the whole frame before the command. */
    static final int HEAD_LENGTH = WireFrame.HEADER_LENGTH + ENTRY_HEAD_LENGTH;

    private CommandFrame() {}
}
