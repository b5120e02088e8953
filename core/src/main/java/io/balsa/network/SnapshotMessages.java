package io.balsa.network;

import io.balsa.codec.sbe.peer.SnapshotEndedDecoder;
import io.balsa.codec.sbe.peer.SnapshotGoneDecoder;
import io.balsa.codec.sbe.peer.SnapshotOfferDecoder;
import io.balsa.codec.sbe.peer.SnapshotPartDecoder;
import io.balsa.codec.sbe.peer.SnapshotPullDecoder;
import io.balsa.snapshot.SnapshotId;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Takes apart the messages about snapshots, whose heads were checked, and hands them on if their numbers make sense.
 *
 * <p>Threading: the transport's thread. Allocates the {@link SnapshotId} of each message: no snapshot moves in steady state.
 */
final class SnapshotMessages {
    private final SnapshotMessageHandler handler;
    private final SnapshotOfferDecoder offer = new SnapshotOfferDecoder();
    private final SnapshotPullDecoder pull = new SnapshotPullDecoder();
    private final SnapshotPartDecoder part = new SnapshotPartDecoder();
    private final SnapshotGoneDecoder gone = new SnapshotGoneDecoder();
    private final SnapshotEndedDecoder ended = new SnapshotEndedDecoder();

    SnapshotMessages(final SnapshotMessageHandler handler) {
        this.handler = handler;
    }

    @Nullable
    String onOffer(final int from, final DirectBuffer buffer, final int block) {
        final SnapshotOfferDecoder message = offer.wrap(buffer, block, SnapshotOfferDecoder.BLOCK_LENGTH, 0);
        final long term = message.term();
        final SnapshotId id =
                new SnapshotId(message.index(), message.snapshotTerm(), message.writer(), message.length());
        if (term < 0 || isImpossible(id)) {
            return "impossible snapshot";
        }
        handler.onSnapshotOffer(from, term, id);
        return null;
    }

    @Nullable
    String onPull(final int from, final DirectBuffer buffer, final int block) {
        final SnapshotPullDecoder message = pull.wrap(buffer, block, SnapshotPullDecoder.BLOCK_LENGTH, 0);
        final int fromPart = message.fromPart();
        final int partCount = message.partCount();
        final SnapshotId id =
                new SnapshotId(message.index(), message.snapshotTerm(), message.writer(), message.length());
        if (isImpossible(id) || fromPart < 0 || partCount < 1) {
            return "impossible parts of a snapshot";
        }
        handler.onSnapshotPull(from, id, fromPart, partCount);
        return null;
    }

    @Nullable
    String onPart(final int from, final DirectBuffer buffer, final int block, final int bodyLength) {
        final SnapshotPartDecoder message = part.wrap(buffer, block, SnapshotPartDecoder.BLOCK_LENGTH, 0);
        final int number = message.number();
        final SnapshotId id =
                new SnapshotId(message.index(), message.snapshotTerm(), message.writer(), message.length());
        if (isImpossible(id) || number < 0 || bodyLength == 0) {
            return "impossible part of a snapshot";
        }
        handler.onSnapshotPart(from, id, number, buffer, block + SnapshotPartDecoder.BLOCK_LENGTH, bodyLength);
        return null;
    }

    @Nullable
    String onGone(final int from, final DirectBuffer buffer, final int block) {
        final SnapshotGoneDecoder message = gone.wrap(buffer, block, SnapshotGoneDecoder.BLOCK_LENGTH, 0);
        final SnapshotId id =
                new SnapshotId(message.index(), message.snapshotTerm(), message.writer(), message.length());
        if (id.index() != 0 && isImpossible(id)) {
            return "impossible snapshot";
        }
        handler.onSnapshotGone(from, id);
        return null;
    }

    @Nullable
    String onEnded(final int from, final DirectBuffer buffer, final int block) {
        final SnapshotEndedDecoder message = ended.wrap(buffer, block, SnapshotEndedDecoder.BLOCK_LENGTH, 0);
        final long term = message.term();
        final long index = message.index();
        if (term < 0 || index < 1) {
            return "impossible snapshot";
        }
        handler.onSnapshotEnded(from, term, index, message.flags().succeeded());
        return null;
    }

    void onPeerDisconnected(final int peerId) {
        handler.onPeerDisconnected(peerId);
    }

    private static boolean isImpossible(final SnapshotId id) {
        return id.index() < 1 || id.term() < 1 || id.length() < 1;
    }
}
