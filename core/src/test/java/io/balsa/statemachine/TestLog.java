package io.balsa.statemachine;

import io.balsa.codec.EntryType;
import io.balsa.codec.sbe.entry.CommandEntryEncoder;
import io.balsa.codec.sbe.entry.MessageHeaderEncoder;
import io.balsa.codec.sbe.entry.SessionCloseEntryEncoder;
import io.balsa.codec.sbe.entry.SessionOpenEntryEncoder;
import io.balsa.log.LogCursor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A log in memory: entries are appended in the order of the calls, and read by any number of cursors. */
final class TestLog {
    /** Passes membership entries over. */
    static final MembershipHandler NO_MEMBERSHIPS = (index, buffer, offset, length) -> {};

    /** The gateway that asks for all sessions unless a test says otherwise. */
    static final long GATEWAY_ID = 77;

    private record Entry(int type, long term, byte[] payload) {}

    private final List<Entry> entries = new ArrayList<>();
    private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final CommandEntryEncoder commandEntry = new CommandEntryEncoder();
    private final SessionOpenEntryEncoder openEntry = new SessionOpenEntryEncoder();
    private final SessionCloseEntryEncoder closeEntry = new SessionCloseEntryEncoder();
    private long term = 1;

    long lastIndex() {
        return entries.size();
    }

    void term(final long newTerm) {
        term = newTerm;
    }

    long append(final int type, final byte... payload) {
        entries.add(new Entry(type, term, payload));
        return lastIndex();
    }

    long open(final int window, final int maxSessions) {
        return open(GATEWAY_ID, window, maxSessions, 0);
    }

    /** Asked for by connection 5 under number 50 plus the index of the entry. */
    long open(final long gatewayId, final int window, final int maxSessions, final long maxReplyBytes) {
        openEntry
                .wrapAndApplyHeader(scratch, 0, header)
                .gatewayId(gatewayId)
                .connectionId(5)
                .correlationId(50 + lastIndex() + 1)
                .window(window)
                .maxSessions(maxSessions)
                .maxReplyBytes(maxReplyBytes);
        return append(EntryType.SESSION_OPEN, encoded(openEntry.limit()));
    }

    /** Asked for by connection 6 under number 60 plus the index of the entry. */
    long close(final long gatewayId, final long sessionId) {
        closeEntry
                .wrapAndApplyHeader(scratch, 0, header)
                .sessionId(sessionId)
                .gatewayId(gatewayId)
                .connectionId(6)
                .correlationId(60 + lastIndex() + 1);
        return append(EntryType.SESSION_CLOSE, encoded(closeEntry.limit()));
    }

    long command(final long sessionId, final long sequence, final long acked, final String command) {
        return command(sessionId, sequence, acked, command.getBytes(StandardCharsets.UTF_8));
    }

    long command(final long sessionId, final long sequence, final long acked, final byte[] command) {
        commandEntry
                .wrapAndApplyHeader(scratch, 0, header)
                .sessionId(sessionId)
                .sequence(sequence)
                .ackedSequence(acked);
        scratch.putBytes(commandEntry.limit(), command);
        return append(EntryType.COMMAND, encoded(commandEntry.limit() + command.length));
    }

    LogCursor cursor() {
        return new Cursor();
    }

    private byte[] encoded(final int length) {
        final byte[] bytes = new byte[length];
        scratch.getBytes(0, bytes);
        return bytes;
    }

    private final class Cursor implements LogCursor {
        private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
        private Entry entry = new Entry(0, 0, new byte[0]);
        private long index;

        @Override
        public void seek(final long nextIndex) {
            index = nextIndex - 1;
        }

        @Override
        public boolean next(final long lastIndex) {
            if (index >= lastIndex) {
                return false;
            }
            entry = entries.get((int) index++);
            buffer.wrap(entry.payload());
            return true;
        }

        @Override
        public long index() {
            return index;
        }

        @Override
        public long term() {
            return entry.term();
        }

        @Override
        public int type() {
            return entry.type();
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
            return buffer.capacity();
        }
    }
}
