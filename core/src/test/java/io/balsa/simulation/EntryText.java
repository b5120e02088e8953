package io.balsa.simulation;

import io.balsa.codec.EntryType;
import io.balsa.codec.MembershipCodec;
import io.balsa.codec.sbe.entry.CommandEntryDecoder;
import io.balsa.codec.sbe.entry.MessageHeaderDecoder;
import io.balsa.consensus.membership.MembershipChange;
import org.agrona.DirectBuffer;

/** The content of a log entry in a few words, for people. */
final class EntryText {
    private static final int COMMAND_OFFSET = MessageHeaderDecoder.ENCODED_LENGTH + CommandEntryDecoder.BLOCK_LENGTH;

    private EntryText() {}

    /**
     * Reads an entry's payload.
     *
     * @param length of the payload in bytes
     */
    static String of(final int type, final DirectBuffer buffer, final int offset, final int length) {
        return switch (type) {
            case EntryType.NO_OP -> "no-op";
            case EntryType.SESSION_OPEN -> "session";
            case EntryType.SESSION_CLOSE -> "session ends";
            case EntryType.COMMAND -> command(buffer, offset + COMMAND_OFFSET);
            case EntryType.MEMBERSHIP ->
                length == 0 ? "leave joint" : change(new MembershipCodec().decode(buffer, offset, length));
            default -> length + " bytes";
        };
    }

    private static String change(final MembershipChange change) {
        if (change.operationCount() == 0) {
            return "leave joint";
        }
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < change.operationCount(); i++) {
            text.append(
                    switch (change.operation(i)) {
                        case ADD_VOTER -> "+";
                        case ADD_LEARNER -> "learner ";
                        case ADD_WITNESS -> "witness ";
                        case REMOVE -> "-";
                        case UPDATE -> "update ";
                    });
            text.append(change.nodeId(i)).append(' ');
        }
        return text.toString().strip();
    }

    private static String command(final DirectBuffer buffer, final int offset) {
        final char register = (char) ('w' + RegisterCommand.register(buffer, offset));
        final long operation = RegisterCommand.operationId(buffer, offset);
        return RegisterCommand.isSwap(buffer, offset)
                ? register + ": " + RegisterCommand.expected(buffer, offset) + "→" + operation
                : register + "=" + operation;
    }
}
