package io.balsa.client;

import java.nio.ByteOrder;
import java.util.Objects;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Answers on their way from the consensus and apply stages to the gateway.
 *
 * <pre>
 *                     0              8               16          24          32
 *   COMMAND_REPLY     | sessionId    | sequence      | status    | response ... |
 *   COMMAND_REFUSAL   | connectionId | sessionId     | sequence  | status    |
 *   SESSION_OPENED    | gatewayId    | connectionId  | correlationId | sessionId | window |
 *   REPLY             | connectionId | correlationId | status    | response ... |
 * </pre>
 *
 * <p>The leader is not a record but a register beside the ring: it must be told even when the ring is full, and only the newest
 * counts. A change is told before the records that are on the ring, so that a client learns of a lost leader at once.
 *
 * <p>Threading: any number of threads offer; one thread calls {@link #leaderChanged}; one thread polls, and it must do so while
 * the ring is full. Ownership: offered buffers are borrowed for the call.
 */
public final class EgressRing {
    private static final int COMMAND_REPLY = 1;
    private static final int COMMAND_REFUSAL = 2;
    private static final int SESSION_OPENED = 3;
    private static final int REPLY = 4;

    private static final int FIRST_OFFSET = 0;
    private static final int SECOND_OFFSET = 8;
    private static final int THIRD_OFFSET = 16;
    private static final int FOURTH_OFFSET = 24;
    private static final int FIFTH_OFFSET = 32;
    private static final int RESPONSE_OFFSET = FOURTH_OFFSET;

    private static final int LEADER_BITS = 32;
    private static final long LEADER_MASK = 0xFFFF_FFFFL;

    private final ManyToOneRingBuffer ring;
    private final Reader reader = new Reader();

    /** Number of the change in the upper half; in the lower half the leader's id, and in the last bit whether it is this node. */
    private volatile long leader;

    /** Of the polling thread: the last change handed over. */
    private long polledLeader;

    /**
     * Allocates the ring.
     *
     * @param capacityBytes a power of two, at least 4096; one answer may take an eighth of it
     */
    public EgressRing(final int capacityBytes) {
        ring = Rings.allocate("egress", capacityBytes);
    }

    /** Returns the largest response that fits, in bytes. */
    public int maxResponseBytes() {
        return ring.maxMsgLength() - RESPONSE_OFFSET;
    }

    /**
     * Answers a command.
     *
     * @param status code of a {@link ResponseStatus}
     * @param buffer holds the response
     * @return false when the ring is full
     */
    public boolean offerCommandReply(
            final long sessionId,
            final long sequence,
            final int status,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        return offer(COMMAND_REPLY, sessionId, sequence, status, buffer, offset, length);
    }

    /**
     * Refuses a command that was not appended.
     *
     * @param status code of a {@link ResponseStatus}
     * @return false when the ring is full
     */
    public boolean offerCommandRefusal(
            final long connectionId, final long sessionId, final long sequence, final int status) {
        final int index = ring.tryClaim(COMMAND_REFUSAL, FIFTH_OFFSET);
        if (index == RingBuffer.INSUFFICIENT_CAPACITY) {
            return false;
        }
        final MutableDirectBuffer record = ring.buffer();
        record.putLong(index + FIRST_OFFSET, connectionId, ByteOrder.LITTLE_ENDIAN);
        record.putLong(index + SECOND_OFFSET, sessionId, ByteOrder.LITTLE_ENDIAN);
        record.putLong(index + THIRD_OFFSET, sequence, ByteOrder.LITTLE_ENDIAN);
        record.putLong(index + FOURTH_OFFSET, status, ByteOrder.LITTLE_ENDIAN);
        ring.commit(index);
        return true;
    }

    /**
     * Tells that a session is open.
     *
     * @param gatewayId the gateway that took the request, as the log entry says; any other ignores the record
     * @param window commands that the session may have unanswered
     * @return false when the ring is full
     */
    public boolean offerSessionOpened(
            final long gatewayId,
            final long connectionId,
            final long correlationId,
            final long sessionId,
            final int window) {
        final int index = ring.tryClaim(SESSION_OPENED, FIFTH_OFFSET + Long.BYTES);
        if (index == RingBuffer.INSUFFICIENT_CAPACITY) {
            return false;
        }
        final MutableDirectBuffer record = ring.buffer();
        record.putLong(index + FIRST_OFFSET, gatewayId, ByteOrder.LITTLE_ENDIAN);
        record.putLong(index + SECOND_OFFSET, connectionId, ByteOrder.LITTLE_ENDIAN);
        record.putLong(index + THIRD_OFFSET, correlationId, ByteOrder.LITTLE_ENDIAN);
        record.putLong(index + FOURTH_OFFSET, sessionId, ByteOrder.LITTLE_ENDIAN);
        record.putLong(index + FIFTH_OFFSET, window, ByteOrder.LITTLE_ENDIAN);
        ring.commit(index);
        return true;
    }

    /**
     * Answers a query, a session close or a refused session open.
     *
     * @param status code of a {@link ResponseStatus}
     * @param buffer holds the response; empty for a refusal
     * @return false when the ring is full
     */
    public boolean offerReply(
            final long connectionId,
            final long correlationId,
            final int status,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        return offer(REPLY, connectionId, correlationId, status, buffer, offset, length);
    }

    /**
     * Tells who leads; repeating the same is free.
     *
     * @param leaderId 0 when unknown
     * @param self whether this node leads
     */
    public void leaderChanged(final int leaderId, final boolean self) {
        final long current = leader;
        final long value = ((long) leaderId << 1) | (self ? 1 : 0);
        if ((current & LEADER_MASK) != value) {
            leader = (((current >>> LEADER_BITS) + 1) << LEADER_BITS) | value;
        }
    }

    /**
     * Hands over a change of the leader, then answers, oldest first.
     *
     * @param limit most answers to hand over, at least 1
     * @return changes and answers handed over
     */
    public int poll(final EgressHandler handler, final int limit) {
        int count = 0;
        final long current = leader;
        if (current != polledLeader) {
            polledLeader = current;
            handler.onLeaderChanged((int) ((current & LEADER_MASK) >>> 1), (current & 1) == 1);
            count++;
        }
        reader.handler = handler;
        return count + ring.read(reader, limit);
    }

    private boolean offer(
            final int type,
            final long first,
            final long second,
            final int status,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        final int index = ring.tryClaim(type, RESPONSE_OFFSET + length);
        if (index == RingBuffer.INSUFFICIENT_CAPACITY) {
            return false;
        }
        final MutableDirectBuffer record = ring.buffer();
        record.putLong(index + FIRST_OFFSET, first, ByteOrder.LITTLE_ENDIAN);
        record.putLong(index + SECOND_OFFSET, second, ByteOrder.LITTLE_ENDIAN);
        record.putLong(index + THIRD_OFFSET, status, ByteOrder.LITTLE_ENDIAN);
        record.putBytes(index + RESPONSE_OFFSET, buffer, offset, length);
        ring.commit(index);
        return true;
    }

    /** Turns records into calls. */
    private static final class Reader implements MessageHandler {
        private @Nullable EgressHandler handler;

        @Override
        public void onMessage(final int type, final MutableDirectBuffer buffer, final int index, final int length) {
            final EgressHandler target = Objects.requireNonNull(handler);
            final long first = buffer.getLong(index + FIRST_OFFSET, ByteOrder.LITTLE_ENDIAN);
            final long second = buffer.getLong(index + SECOND_OFFSET, ByteOrder.LITTLE_ENDIAN);
            final long third = buffer.getLong(index + THIRD_OFFSET, ByteOrder.LITTLE_ENDIAN);
            final int responseOffset = index + RESPONSE_OFFSET;
            final int responseLength = length - RESPONSE_OFFSET;
            switch (type) {
                case COMMAND_REPLY ->
                    target.onCommandReply(first, second, (int) third, buffer, responseOffset, responseLength);
                case COMMAND_REFUSAL ->
                    target.onCommandRefusal(
                            first, second, third, (int) buffer.getLong(index + FOURTH_OFFSET, ByteOrder.LITTLE_ENDIAN));
                case SESSION_OPENED ->
                    target.onSessionOpened(
                            first, second, third, buffer.getLong(index + FOURTH_OFFSET, ByteOrder.LITTLE_ENDIAN), (int)
                                    buffer.getLong(index + FIFTH_OFFSET, ByteOrder.LITTLE_ENDIAN));
                case REPLY -> target.onReply(first, second, (int) third, buffer, responseOffset, responseLength);
                default -> throw new IllegalStateException("unknown record on the egress ring: type=" + type);
            }
        }
    }
}
