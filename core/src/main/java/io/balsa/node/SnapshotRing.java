package io.balsa.node;

import io.balsa.snapshot.SnapshotId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * What the consensus thread and the snapshot thread hand each other, in one direction: a kind, a node, a snapshot, a part.
 *
 * <p>What finds no room is not taken. That loses nothing: a snapshot's parts are pulled, and pulled again.
 *
 * <p>Threading: one thread offers, one thread polls.
 */
final class SnapshotRing {
    /** A part and its neighbours: a ring takes messages of an eighth of its length. */
    private static final int SMALLEST_LENGTH = 1 << 20;

    private static final int MESSAGES_PER_RING = 8;

    /** What a message is about. */
    enum Kind {
        /** Receive this snapshot; the node offers it. */
        RECEIVE,
        /** Parts are asked for: from this number on, so many. */
        PULL,
        /** A part with its number. */
        PART,
        /** The node does not have what it was asked for; its newest is this one, of index 0 for none. */
        GONE,
        /** The node is gone and is sent no more. The snapshot has no meaning. */
        LEFT,
        /** This node's newest snapshot turned out to be damaged. */
        DAMAGED,
        /** This snapshot is here, whole. */
        RECEIVED,
        /** This snapshot could not be had. */
        FAILED
    }

    /** Takes messages off the ring. */
    @FunctionalInterface
    interface Handler {
        /** Ownership: the buffer, which holds a part's bytes, is borrowed for the call. */
        void onMessage(
                Kind kind, int nodeId, SnapshotId id, int number, int count, ByteBuffer buffer, int offset, int length);
    }

    private static final int NODE_OFFSET = 0;
    private static final int NUMBER_OFFSET = 4;
    private static final int COUNT_OFFSET = 8;
    private static final int INDEX_OFFSET = 16;
    private static final int TERM_OFFSET = 24;
    private static final int WRITER_OFFSET = 32;
    private static final int LENGTH_OFFSET = 40;
    private static final int BODY_OFFSET = 48;

    private static final Kind[] KINDS = Kind.values();

    private final ByteBuffer memory;
    private final OneToOneRingBuffer ring;
    private final MessageHandler decode = this::decode;
    private Handler taker = (kind, nodeId, id, number, count, buffer, offset, length) -> {};

    /** @param maxPartLength longest part in bytes */
    SnapshotRing(final int maxPartLength) {
        final int needed = Math.multiplyExact(maxPartLength + BODY_OFFSET + Long.BYTES, MESSAGES_PER_RING);
        final int length = Math.max(SMALLEST_LENGTH, Integer.highestOneBit(needed - 1) << 1);
        memory = ByteBuffer.allocateDirect(length + RingBufferDescriptor.TRAILER_LENGTH);
        ring = new OneToOneRingBuffer(new UnsafeBuffer(memory));
    }

    /** Hands over a message without bytes. */
    boolean offer(final Kind kind, final int nodeId, final SnapshotId id, final int number, final int count) {
        final int claimed = claim(kind, nodeId, id, number, count, 0);
        if (claimed < 0) {
            return false;
        }
        ring.commit(claimed);
        return true;
    }

    /** Hands over a part. */
    boolean offerPart(
            final int nodeId,
            final SnapshotId id,
            final int number,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        if (length > ring.maxMsgLength() - BODY_OFFSET) {
            return false;
        }
        final int claimed = claim(Kind.PART, nodeId, id, number, 0, length);
        if (claimed < 0) {
            return false;
        }
        ring.buffer().putBytes(claimed + BODY_OFFSET, buffer, offset, length);
        ring.commit(claimed);
        return true;
    }

    /** Tells whether a message waits. */
    boolean isEmpty() {
        return ring.consumerPosition() == ring.producerPosition();
    }

    /**
     * Takes messages off, at most {@code limit}; returns how many.
     *
     * @param handler the same at every call
     */
    int poll(final Handler handler, final int limit) {
        taker = handler;
        return isEmpty() ? 0 : ring.read(decode, limit);
    }

    private void decode(final int type, final MutableDirectBuffer buffer, final int offset, final int length) {
        taker.onMessage(
                KINDS[type - 1],
                buffer.getInt(offset + NODE_OFFSET),
                new SnapshotId(
                        buffer.getLong(offset + INDEX_OFFSET),
                        buffer.getLong(offset + TERM_OFFSET),
                        buffer.getLong(offset + WRITER_OFFSET),
                        buffer.getLong(offset + LENGTH_OFFSET)),
                buffer.getInt(offset + NUMBER_OFFSET),
                buffer.getInt(offset + COUNT_OFFSET),
                memory,
                offset + BODY_OFFSET,
                length - BODY_OFFSET);
    }

    private int claim(
            final Kind kind,
            final int nodeId,
            final SnapshotId id,
            final int number,
            final int count,
            final int bodyLength) {
        final int at = ring.tryClaim(kind.ordinal() + 1, BODY_OFFSET + bodyLength);
        if (at >= 0) {
            final UnsafeBuffer buffer = (UnsafeBuffer) ring.buffer();
            buffer.putInt(at + NODE_OFFSET, nodeId);
            buffer.putInt(at + NUMBER_OFFSET, number);
            buffer.putInt(at + COUNT_OFFSET, count);
            buffer.putLong(at + INDEX_OFFSET, id.index(), ByteOrder.nativeOrder());
            buffer.putLong(at + TERM_OFFSET, id.term(), ByteOrder.nativeOrder());
            buffer.putLong(at + WRITER_OFFSET, id.writer(), ByteOrder.nativeOrder());
            buffer.putLong(at + LENGTH_OFFSET, id.length(), ByteOrder.nativeOrder());
        }
        return at;
    }
}
