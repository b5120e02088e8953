package io.balsa.bench.jmh;

import io.balsa.network.SnapshotMessageHandler;
import io.balsa.snapshot.SnapshotId;
import org.agrona.DirectBuffer;

/** For a node that no snapshots are sent to. */
final class NoSnapshots implements SnapshotMessageHandler {
    @Override
    public void onSnapshotOffer(final int from, final long term, final SnapshotId id) {
        throw unexpected();
    }

    @Override
    public void onSnapshotPull(final int from, final SnapshotId id, final int fromPart, final int partCount) {
        throw unexpected();
    }

    @Override
    public void onSnapshotPart(
            final int from,
            final SnapshotId id,
            final int number,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        throw unexpected();
    }

    @Override
    public void onSnapshotGone(final int from, final SnapshotId newest) {
        throw unexpected();
    }

    @Override
    public void onSnapshotEnded(final int from, final long term, final long index, final boolean succeeded) {
        throw unexpected();
    }

    @Override
    public void onPeerDisconnected(final int peerId) {
        throw unexpected();
    }

    private static IllegalStateException unexpected() {
        return new IllegalStateException("nobody sends snapshots here");
    }
}
