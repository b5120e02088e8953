package io.balsa.bench.jmh;

import io.balsa.codec.EntryType;
import io.balsa.codec.sbe.entry.CommandEntryEncoder;
import io.balsa.codec.sbe.entry.MessageHeaderEncoder;
import io.balsa.codec.sbe.entry.SessionOpenEntryEncoder;
import io.balsa.log.LogCursor;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A log without end that is made as it is read: one session, and its commands.
 *
 * <p>Threading: one thread.
 */
final class EndlessCommands implements LogCursor {
    static final long GATEWAY_ID = 1;

    private static final int WINDOW = 1024;
    private static final int UNACKNOWLEDGED = 256;
    private static final int HEAD_BYTES = 64;

    private final UnsafeBuffer buffer;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final CommandEntryEncoder command = new CommandEntryEncoder();
    private final SessionOpenEntryEncoder open = new SessionOpenEntryEncoder();
    private final int payloadBytes;
    private long index;
    private int length;

    /** @param payloadBytes of each command */
    EndlessCommands(final int payloadBytes) {
        this.payloadBytes = payloadBytes;
        buffer = new UnsafeBuffer(new byte[payloadBytes + HEAD_BYTES]);
    }

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
        if (index == 1) {
            open.wrapAndApplyHeader(buffer, 0, header)
                    .gatewayId(GATEWAY_ID)
                    .connectionId(1)
                    .correlationId(1)
                    .window(WINDOW)
                    .maxSessions(1)
                    .maxReplyBytes(0);
            length = open.limit();
        } else {
            // The session's id is the index of the entry that opened it.
            command.wrapAndApplyHeader(buffer, 0, header)
                    .sessionId(1)
                    .sequence(index - 1)
                    .ackedSequence(Math.max(0, index - 1 - UNACKNOWLEDGED));
            length = command.limit() + payloadBytes;
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
        return index == 1 ? EntryType.SESSION_OPEN : EntryType.COMMAND;
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
