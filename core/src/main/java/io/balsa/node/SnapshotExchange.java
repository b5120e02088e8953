package io.balsa.node;

import io.balsa.consensus.Raft;
import io.balsa.consensus.SnapshotVerdict;
import io.balsa.network.SnapshotMessageHandler;
import io.balsa.network.SnapshotPublisher;
import io.balsa.snapshot.SnapshotFile;
import io.balsa.snapshot.SnapshotId;
import io.balsa.snapshot.SnapshotStore;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Between the core, the other nodes and the snapshot thread: says to each what concerns it of a snapshot that moves.
 *
 * <p>Offers and endings concern the core; pulls and parts concern the snapshot thread, which {@link SnapshotTransfer} runs on.
 *
 * <p>Threading: the consensus duty cycle.
 */
final class SnapshotExchange implements SnapshotMessageHandler {
    private static final int BATCH = 16;
    /** Where a message is about none. */
    static final SnapshotId NO_SNAPSHOT = new SnapshotId(0, 0, 0, 0);

    private final Raft raft;
    private final SnapshotStore store;
    private final SnapshotRing toTransfer;
    private final SnapshotRing fromTransfer;
    private final Runnable wakeTransfer;
    private final SnapshotRing.Handler handler = this::onTransferMessage;

    private @Nullable SnapshotPublisher peers;
    private Consumer<SnapshotFile> installer = file -> {};
    private Runnable onDamaged = () -> {};
    private long endedIndex;
    private boolean endedWell;

    SnapshotExchange(
            final Raft raft,
            final SnapshotStore store,
            final SnapshotRing toTransfer,
            final SnapshotRing fromTransfer,
            final Runnable wakeTransfer) {
        this.raft = raft;
        this.store = store;
        this.toTransfer = toTransfer;
        this.fromTransfer = fromTransfer;
        this.wakeTransfer = wakeTransfer;
    }

    /**
     * Names the way out, which is made after the way in.
     *
     * @param whenReceived takes over a snapshot that was received
     * @param whenDamaged sees to it that another snapshot takes the newest one's place
     */
    void connect(
            final SnapshotPublisher publisher, final Consumer<SnapshotFile> whenReceived, final Runnable whenDamaged) {
        peers = publisher;
        installer = whenReceived;
        onDamaged = whenDamaged;
    }

    /** Tells whether the snapshot thread left something to do. */
    boolean isPending() {
        return !fromTransfer.isEmpty();
    }

    int doWork() {
        final int work = fromTransfer.poll(handler, BATCH);
        return work + (tellEnd() ? 1 : 0);
    }

    /**
     * Offers the newest snapshot, if it reaches far enough.
     *
     * @return its index, or 0
     */
    long offer(final int peerId, final long term, final long minIndex) {
        final SnapshotFile newest = store.latest();
        if (newest == null || newest.head().index() < minIndex || !publisher().sendOffer(peerId, term, newest.id())) {
            return 0;
        }
        return newest.head().index();
    }

    // ---- from other nodes

    @Override
    public void onSnapshotOffer(final int from, final long term, final SnapshotId id) {
        final SnapshotVerdict verdict = raft.onSnapshotOffer(from, term, id.index(), id.term());
        if (verdict == SnapshotVerdict.WANTED && toTransfer(SnapshotRing.Kind.RECEIVE, from, id, 0, 0)) {
            return;
        }
        if (verdict != SnapshotVerdict.STALE) {
            if (verdict == SnapshotVerdict.WANTED) {
                raft.abandonSnapshot();
            }
            endedIndex = id.index();
            endedWell = verdict == SnapshotVerdict.UNNEEDED;
        }
    }

    @Override
    public void onSnapshotPull(final int from, final SnapshotId id, final int fromPart, final int partCount) {
        toTransfer(SnapshotRing.Kind.PULL, from, id, fromPart, partCount);
    }

    @Override
    public void onSnapshotPart(
            final int from,
            final SnapshotId id,
            final int number,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        toTransfer.offerPart(from, id, number, buffer, offset, length);
        wakeTransfer.run();
    }

    @Override
    public void onSnapshotGone(final int from, final SnapshotId id) {
        toTransfer(SnapshotRing.Kind.GONE, from, id, 0, 0);
    }

    @Override
    public void onSnapshotEnded(final int from, final long term, final long index, final boolean succeeded) {
        if (term == raft.term()) {
            raft.onSnapshotReport(from, succeeded);
        }
    }

    @Override
    public void onPeerDisconnected(final int peerId) {
        // What it was offered may not have come, and it may have forgotten the offer.
        raft.onSnapshotReport(peerId, false);
        toTransfer(SnapshotRing.Kind.LEFT, peerId, NO_SNAPSHOT, 0, 0);
    }

    // ---- from the snapshot thread

    private void onTransferMessage(
            final SnapshotRing.Kind kind,
            final int nodeId,
            final SnapshotId id,
            final int number,
            final int count,
            final ByteBuffer buffer,
            final int offset,
            final int length) {
        switch (kind) {
            case PULL -> publisher().sendPull(nodeId, id, number, count);
            case PART ->
                publisher()
                        .sendPart(
                                nodeId,
                                id,
                                number,
                                buffer.limit(offset + length).position(offset));
            case GONE -> publisher().sendGone(nodeId, id);
            case RECEIVED -> {
                final SnapshotFile newest = store.latest();
                if (newest != null) {
                    installer.accept(newest);
                }
                endedIndex = id.index();
                endedWell = true;
            }
            case FAILED -> {
                raft.abandonSnapshot();
                endedIndex = id.index();
                endedWell = false;
            }
            case DAMAGED -> onDamaged.run();
            case RECEIVE, LEFT -> throw new IllegalStateException("not for this side: kind=" + kind);
        }
    }

    /** Until the leader has heard it, it sends this node nothing else. */
    private boolean tellEnd() {
        if (endedIndex == 0
                || raft.leaderId() == 0
                || !publisher().sendEnded(raft.leaderId(), raft.term(), endedIndex, endedWell)) {
            return false;
        }
        endedIndex = 0;
        return true;
    }

    private boolean toTransfer(
            final SnapshotRing.Kind kind, final int from, final SnapshotId id, final int number, final int count) {
        final boolean taken = toTransfer.offer(kind, from, id, number, count);
        wakeTransfer.run();
        return taken;
    }

    private SnapshotPublisher publisher() {
        final SnapshotPublisher present = peers;
        if (present == null) {
            throw new IllegalStateException("connect comes first");
        }
        return present;
    }
}
