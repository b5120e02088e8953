package io.balsa.statemachine;

import io.balsa.codec.EntryType;
import io.balsa.codec.sbe.entry.CommandEntryEncoder;
import io.balsa.codec.sbe.entry.MessageHeaderEncoder;
import io.balsa.codec.sbe.entry.SessionOpenEntryEncoder;
import io.balsa.log.LogCursor;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A log without end that is made up as it is read and allocates nothing: one client that sends every fourth command twice, and every
 * thousand entries opens a new session, by which the limits evict an old one.
 */
final class EndlessLog implements LogCursor {
    private static final int COMMANDS_PER_SESSION = 999;
    private static final int WINDOW = 16;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final CommandEntryEncoder commandEntry = new CommandEntryEncoder();
    private final SessionOpenEntryEncoder openEntry = new SessionOpenEntryEncoder();
    private long index;
    private long session;
    private int type;
    private int length;

    @Override
    public void seek(final long nextIndex) {
        index = nextIndex - 1;
    }

    @Override
    public boolean next(final long lastIndex) {
        if (index >= lastIndex) {
            return false;
        }
        index++;
        final long step = (index - 1) % (COMMANDS_PER_SESSION + 1);
        if (step == 0) {
            session = index;
            type = EntryType.SESSION_OPEN;
            openEntry
                    .wrapAndApplyHeader(buffer, 0, header)
                    .gatewayId(TestLog.GATEWAY_ID)
                    .connectionId(1)
                    .correlationId(index)
                    .window(WINDOW)
                    .maxSessions(8)
                    .maxReplyBytes(1 << 16);
            length = openEntry.limit();
        } else {
            // 1 1 2 3 4 4 5 6 7 7 ...: with the reply of all but the last few acknowledged.
            final long sequence = step - step / 4;
            type = EntryType.COMMAND;
            commandEntry
                    .wrapAndApplyHeader(buffer, 0, header)
                    .sessionId(session)
                    .sequence(sequence)
                    .ackedSequence(sequence - WINDOW / 2);
            length = commandEntry.limit() + (int) (index % 128);
        }
        return true;
    }

    @Override
    public long index() {
        return index;
    }

    @Override
    public long term() {
        return 1;
    }

    @Override
    public int type() {
        return type;
    }

    @Override
    public DirectBuffer buffer() {
        return buffer;
    }

    @Override
    public int payloadOffset() {
        return 0;
    }

    @Override
    public int payloadLength() {
        return length;
    }
}
