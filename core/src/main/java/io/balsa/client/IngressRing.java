package io.balsa.client;

import io.balsa.codec.sbe.entry.CommandEntryDecoder;
import io.balsa.codec.sbe.entry.MessageHeaderDecoder;
import java.nio.ByteOrder;
import java.util.Objects;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Client requests on their way from the gateway to the consensus duty cycle, in the order they were taken.
 *
 * <pre>
 *                   0              8               16
 *   COMMAND         | connectionId | message header, CommandEntry | command ... |
 *   SESSION_OPEN    | connectionId | correlationId | message header, SessionOpenEntry |
 *   SESSION_CLOSE   | connectionId | correlationId | message header, SessionCloseEntry |
 *   QUERY           | connectionId | correlationId | query ... |
 *   TAKE_SNAPSHOT   | connectionId | correlationId |
 * </pre>
 *
 * <p>A request is copied once, into the ring; what follows the ids is the payload of the log entry as it will be stored.
 *
 * <p>Threading: any number of threads offer, one polls. Ownership: offered buffers are borrowed for the call.
 */
public final class IngressRing {
    private static final int COMMAND = 1;
    private static final int SESSION_OPEN = 2;
    private static final int SESSION_CLOSE = 3;
    private static final int QUERY = 4;
    private static final int TAKE_SNAPSHOT = 5;

    private static final int CONNECTION_ID_OFFSET = 0;
    private static final int COMMAND_OFFSET = 8;
    private static final int CORRELATION_ID_OFFSET = 8;
    private static final int BODY_OFFSET = 16;

    private static final UnsafeBuffer NOTHING = new UnsafeBuffer(new byte[0]);

    private final ManyToOneRingBuffer ring;
    private final Reader reader = new Reader();

    /**
     * Allocates the ring.
     *
     * @param capacityBytes a power of two, at least 4096; one request may take an eighth of it
     */
    public IngressRing(final int capacityBytes) {
        ring = Rings.allocate("ingress", capacityBytes);
    }

    /** Returns the largest command or query that fits, in bytes, without the headers added on the way. */
    public int maxCommandBytes() {
        return ring.maxMsgLength() - COMMAND_OFFSET - CommandFrame.ENTRY_HEAD_LENGTH;
    }

    /**
     * Puts a command on the ring.
     *
     * @param buffer holds the message header, the {@code CommandEntry} and the command, already checked
     * @return false when the ring is full
     */
    public boolean offerCommand(
            final long connectionId, final DirectBuffer buffer, final int offset, final int length) {
        final int index = ring.tryClaim(COMMAND, COMMAND_OFFSET + length);
        if (index == RingBuffer.INSUFFICIENT_CAPACITY) {
            return false;
        }
        final MutableDirectBuffer record = ring.buffer();
        record.putLong(index + CONNECTION_ID_OFFSET, connectionId, ByteOrder.LITTLE_ENDIAN);
        record.putBytes(index + COMMAND_OFFSET, buffer, offset, length);
        ring.commit(index);
        return true;
    }

    /**
     * Puts a request for a new session on the ring.
     *
     * @param buffer holds a message header and a {@code SessionOpenEntry}
     * @return false when the ring is full
     */
    public boolean offerSessionOpen(
            final long connectionId,
            final long correlationId,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        return offer(SESSION_OPEN, connectionId, correlationId, buffer, offset, length);
    }

    /**
     * Puts the end of a session on the ring.
     *
     * @param buffer holds a message header and a {@code SessionCloseEntry}
     * @return false when the ring is full
     */
    public boolean offerSessionClose(
            final long connectionId,
            final long correlationId,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        return offer(SESSION_CLOSE, connectionId, correlationId, buffer, offset, length);
    }

    /**
     * Puts a query on the ring.
     *
     * @return false when the ring is full
     */
    public boolean offerQuery(
            final long connectionId,
            final long correlationId,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        return offer(QUERY, connectionId, correlationId, buffer, offset, length);
    }

    /**
     * Puts a request for a snapshot on the ring.
     *
     * @return false when the ring is full
     */
    public boolean offerTakeSnapshot(final long connectionId, final long correlationId) {
        return offer(TAKE_SNAPSHOT, connectionId, correlationId, NOTHING, 0, 0);
    }

    /**
     * Hands over requests, oldest first, until the handler refuses one, which stays at the head of the ring.
     *
     * @param limit most requests to hand over, at least 1
     * @return requests taken
     */
    public int poll(final IngressHandler handler, final int limit) {
        reader.handler = handler;
        reader.taken = 0;
        ring.controlledRead(reader, limit);
        return reader.taken;
    }

    private boolean offer(
            final int type,
            final long connectionId,
            final long correlationId,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        final int index = ring.tryClaim(type, BODY_OFFSET + length);
        if (index == RingBuffer.INSUFFICIENT_CAPACITY) {
            return false;
        }
        final MutableDirectBuffer record = ring.buffer();
        record.putLong(index + CONNECTION_ID_OFFSET, connectionId, ByteOrder.LITTLE_ENDIAN);
        record.putLong(index + CORRELATION_ID_OFFSET, correlationId, ByteOrder.LITTLE_ENDIAN);
        record.putBytes(index + BODY_OFFSET, buffer, offset, length);
        ring.commit(index);
        return true;
    }

    /** Turns records into calls. */
    private static final class Reader implements ControlledMessageHandler {
        private final CommandEntryDecoder command = new CommandEntryDecoder();
        private final MessageHeaderDecoder header = new MessageHeaderDecoder();
        private @Nullable IngressHandler handler;
        private int taken;

        @Override
        public Action onMessage(final int type, final MutableDirectBuffer buffer, final int index, final int length) {
            if (!handOver(type, buffer, index, length)) {
                return Action.ABORT;
            }
            taken++;
            return Action.CONTINUE;
        }

        private boolean handOver(final int type, final DirectBuffer buffer, final int index, final int length) {
            final IngressHandler target = Objects.requireNonNull(handler);
            final long connectionId = buffer.getLong(index + CONNECTION_ID_OFFSET, ByteOrder.LITTLE_ENDIAN);
            final int bodyLength = length - BODY_OFFSET;
            if (type == COMMAND) {
                final int offset = index + COMMAND_OFFSET;
                command.wrapAndApplyHeader(buffer, offset, header);
                return target.onCommand(
                        connectionId, command.sessionId(), command.sequence(), buffer, offset, length - COMMAND_OFFSET);
            }
            final int offset = index + BODY_OFFSET;
            final long correlationId = buffer.getLong(index + CORRELATION_ID_OFFSET, ByteOrder.LITTLE_ENDIAN);
            return switch (type) {
                case SESSION_OPEN -> target.onSessionOpen(connectionId, correlationId, buffer, offset, bodyLength);
                case SESSION_CLOSE -> target.onSessionClose(connectionId, correlationId, buffer, offset, bodyLength);
                case QUERY -> target.onQuery(connectionId, correlationId, buffer, offset, bodyLength);
                case TAKE_SNAPSHOT -> target.onTakeSnapshot(connectionId, correlationId);
                default -> throw new IllegalStateException("unknown record on the ingress ring: type=" + type);
            };
        }
    }
}
