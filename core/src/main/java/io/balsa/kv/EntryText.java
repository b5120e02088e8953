package io.balsa.kv;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.balsa.codec.EntryType;
import io.balsa.codec.MembershipCodec;
import io.balsa.codec.sbe.entry.CommandEntryDecoder;
import io.balsa.codec.sbe.entry.MessageHeaderDecoder;
import io.balsa.codec.sbe.entry.SessionCloseEntryDecoder;
import io.balsa.codec.sbe.entry.SessionOpenEntryDecoder;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.util.HexFormat;
import org.agrona.DirectBuffer;

/**
 * What a log entry says, in one line: requests to the store in words, anything else by its first bytes.
 *
 * <p>Threading: one owner. Ownership: buffers are borrowed for the call.
 */
final class EntryText {
    private static final int SHOWN_LENGTH = 48;
    private static final int HEADER_LENGTH = MessageHeaderDecoder.ENCODED_LENGTH;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final CommandEntryDecoder command = new CommandEntryDecoder();
    private final SessionOpenEntryDecoder open = new SessionOpenEntryDecoder();
    private final SessionCloseEntryDecoder close = new SessionCloseEntryDecoder();
    private final MembershipCodec membership = new MembershipCodec();
    private final KvRequest request = new KvRequest();

    /** Describes the payload of an entry. */
    String describe(final int type, final DirectBuffer buffer, final int offset, final int length) {
        return switch (type) {
            case EntryType.COMMAND -> command(buffer, offset, length);
            case EntryType.MEMBERSHIP -> membership(buffer, offset, length);
            case EntryType.SESSION_OPEN -> {
                if (length < HEADER_LENGTH + SessionOpenEntryDecoder.BLOCK_LENGTH) {
                    yield bytes(buffer, offset, length);
                }
                open.wrapAndApplyHeader(buffer, offset, header);
                yield "window=" + open.window() + " maxSessions=" + open.maxSessions();
            }
            case EntryType.SESSION_CLOSE -> {
                if (length < HEADER_LENGTH + SessionCloseEntryDecoder.BLOCK_LENGTH) {
                    yield bytes(buffer, offset, length);
                }
                close.wrapAndApplyHeader(buffer, offset, header);
                yield "session=" + close.sessionId();
            }
            default -> bytes(buffer, offset, length);
        };
    }

    private String command(final DirectBuffer buffer, final int offset, final int length) {
        final int headLength = HEADER_LENGTH + CommandEntryDecoder.BLOCK_LENGTH;
        if (length < headLength) {
            return bytes(buffer, offset, length);
        }
        command.wrapAndApplyHeader(buffer, offset, header);
        final int at = offset + headLength;
        final int commandLength = length - headLength;
        final String what =
                request.wrap(buffer, at, commandLength) == KvStatus.OK ? request() : bytes(buffer, at, commandLength);
        return "session=" + command.sessionId() + " sequence=" + command.sequence() + " " + what;
    }

    private String request() {
        final DirectBuffer buffer = request.buffer();
        final String key = bytes(buffer, request.keyOffset(), request.keyLength());
        final String value = bytes(buffer, request.valueOffset(), request.valueLength());
        return switch (request.operation()) {
            case KvRequestLayout.PUT -> "PUT " + key + " " + value;
            case KvRequestLayout.APPEND -> "APPEND " + key + " " + value;
            case KvRequestLayout.DELETE -> "DELETE " + key;
            case KvRequestLayout.COMPARE_VERSION -> "CAS " + key + " version=" + request.argument() + " " + value;
            case KvRequestLayout.COMPARE_VALUE ->
                "CAS " + key + " " + bytes(buffer, request.expectedOffset(), request.expectedLength()) + " " + value;
            default -> "operation=" + request.operation() + " " + key;
        };
    }

    private String membership(final DirectBuffer buffer, final int offset, final int length) {
        if (length == 0) {
            return "leave joint membership";
        }
        try {
            return membership.decode(buffer, offset, length).toString();
        } catch (final IllegalArgumentException e) {
            return bytes(buffer, offset, length);
        }
    }

    /** Returns text in quotes where the bytes are text that does a terminal no harm, else hexadecimal digits. */
    static String bytes(final DirectBuffer buffer, final int offset, final int length) {
        if (length == 0) {
            return "";
        }
        final byte[] shown = new byte[Math.min(length, SHOWN_LENGTH)];
        buffer.getBytes(offset, shown);
        final String rest = length > shown.length ? "... (" + length + " bytes)" : "";
        final CharBuffer text = CharBuffer.allocate(shown.length);
        final boolean isText = !UTF_8.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .decode(ByteBuffer.wrap(shown), text, rest.isEmpty())
                        .isError()
                && text.flip().chars().noneMatch(Character::isISOControl);
        return (isText ? "\"" + text + "\"" : "0x" + HexFormat.of().formatHex(shown)) + rest;
    }
}
