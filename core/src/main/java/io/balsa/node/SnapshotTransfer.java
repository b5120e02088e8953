package io.balsa.node;

import io.balsa.disk.StorageException;
import io.balsa.snapshot.PartRequests;
import io.balsa.snapshot.SnapshotFile;
import io.balsa.snapshot.SnapshotId;
import io.balsa.snapshot.SnapshotReceiver;
import io.balsa.snapshot.SnapshotReceiver.Begun;
import io.balsa.snapshot.SnapshotReceiver.Received;
import io.balsa.snapshot.SnapshotSender;
import io.balsa.snapshot.SnapshotStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Moves snapshot files between nodes: gives others the parts they pull, and pulls the parts this node needs.
 *
 * <p>A node that needs a snapshot asks for a few parts at a time, and for more when half of them have come, so that a slow disk or a slow
 * network slows the sender down and nothing piles up. Where no part comes for {@value #ANSWER_TICKS} ticks it asks the next member:
 * any that has the file will do. After {@value #PATIENCE} times without an answer the snapshot is given up, and the leader offers
 * one anew; what was received stays on disk and is gone on with when it is the same one.
 *
 * <p>Threading: the snapshot thread, which may wait for the disk. What it has to say to other nodes and to the consensus thread goes
 * through a {@link SnapshotRing}. Errors: what a disk refuses ends that one transfer; a file that turns out to be damaged is not
 * sent on.
 */
final class SnapshotTransfer implements Agent {
    /** Parts that may be under way. */
    private static final int CREDIT = 8;

    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int ANSWER_TICKS = 100;
    private static final int PATIENCE = 8;
    private static final int BATCH = 16;

    private final int nodeId;
    private final int[] memberIds;
    private final boolean prefersFollowers;
    private final SnapshotStore store;
    private final NanoClock clock;
    private final SnapshotRing in;
    private final SnapshotRing out;
    private final Runnable wakeup;
    private final SnapshotSender sender;
    private final SnapshotReceiver receiver;
    private final UnsafeBuffer part = new UnsafeBuffer(0, 0);
    private final SnapshotRing.Handler handler = this::onMessage;
    private final SnapshotSender.PartHandler parts = this::sendPart;

    private final PartRequests requests = new PartRequests(CREDIT, ANSWER_TICKS);
    private long tickNs;
    private @Nullable SnapshotId wanted;
    private int sourceId;
    private int silentTicks;
    private int unanswered;
    private SnapshotRing.@Nullable Kind owedEnd;
    private @Nullable SnapshotId endedId;

    /**
     * Makes an idle agent.
     *
     * @param in from the consensus thread
     * @param out to the consensus thread
     * @param wakeup run when something was put there
     */
    SnapshotTransfer(
            final NodeConfig config,
            final NanoClock clock,
            final SnapshotStore store,
            final SnapshotRing in,
            final SnapshotRing out,
            final Runnable wakeup) {
        nodeId = config.nodeId();
        memberIds = config.members().stream().mapToInt(Member::nodeId).toArray();
        prefersFollowers = config.isOn(NodeSetting.SNAPSHOT_FROM_FOLLOWERS);
        this.store = store;
        this.clock = clock;
        this.in = in;
        this.out = out;
        this.wakeup = wakeup;
        sender = new SnapshotSender(store, TICK_NS);
        receiver = store.newReceiver();
        tickNs = clock.nanoTime();
    }

    @Override
    public String roleName() {
        return "snapshot-transfer";
    }

    @Override
    public int doWork() {
        takeInTime();
        int work = tellEnd() ? 1 : 0;
        work += in.poll(handler, BATCH);
        work += send();
        work += ask() ? 1 : 0;
        if (work > 0) {
            wakeup.run();
        }
        return work;
    }

    private void takeInTime() {
        final long nowNs = clock.nanoTime();
        while (nowNs - tickNs >= TICK_NS) {
            final long passed = Math.min(ANSWER_TICKS, (nowNs - tickNs) / TICK_NS);
            tickNs = passed == ANSWER_TICKS ? nowNs : tickNs + passed * TICK_NS;
            sender.tick((int) passed);
            for (int i = 0; i < passed; i++) {
                requests.tick();
            }
            silentTicks += (int) passed;
        }
        if (wanted != null && silentTicks >= ANSWER_TICKS) {
            askAnother();
        }
    }

    /** Tells whether time alone may bring more to do: bandwidth, or an answer that does not come. */
    boolean isUnderWay() {
        return wanted != null || owedEnd != null || !sender.isIdle();
    }

    @Override
    public void onClose() {
        CloseHelper.closeAll(sender, receiver);
    }

    private void onMessage(
            final SnapshotRing.Kind kind,
            final int from,
            final SnapshotId id,
            final int number,
            final int count,
            final ByteBuffer buffer,
            final int offset,
            final int length) {
        switch (kind) {
            case RECEIVE -> onOffer(from, id);
            case PULL -> {
                if (!sender.onRequest(from, id, number, count)) {
                    final SnapshotFile newest = store.latest();
                    final SnapshotId instead = newest == null ? SnapshotExchange.NO_SNAPSHOT : newest.id();
                    out.offer(SnapshotRing.Kind.GONE, from, instead, 0, 0);
                }
            }
            case PART -> {
                part.wrap(buffer, offset, length);
                onPart(id, number, length);
            }
            case GONE -> onGone(from, id);
            case LEFT -> sender.forget(from);
            case RECEIVED, FAILED, DAMAGED -> throw new IllegalStateException("not for this side: kind=" + kind);
        }
    }

    // ---- sending

    private int send() {
        try {
            return sender.send(parts);
        } catch (final StorageException e) {
            // The node that asked is served by another member, or later by a snapshot that takes this one's place.
            NodeEvents.snapshotDamaged(nodeId, e);
            out.offer(SnapshotRing.Kind.DAMAGED, nodeId, SnapshotExchange.NO_SNAPSHOT, 0, 0);
            return 1;
        }
    }

    private boolean sendPart(
            final int to,
            final SnapshotId id,
            final int number,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        return out.offerPart(to, id, number, buffer, offset, length);
    }

    // ---- receiving

    private void onOffer(final int from, final SnapshotId id) {
        if (id.equals(wanted)) {
            sourceId = from;
            return;
        }
        try {
            final Begun begun = receiver.begin(id);
            if (begun == Begun.STARTED || begun == Begun.RESUMED) {
                NodeEvents.snapshotBegins(nodeId, from, id, receiver.wantedPart());
                wanted = id;
                sourceId = prefersFollowers ? memberAfter(nodeId, from) : from;
                unanswered = 0;
                silentTicks = 0;
                requests.restart();
            } else {
                end(SnapshotRing.Kind.FAILED, id);
            }
        } catch (final IOException e) {
            fail(id, e);
        }
    }

    /** Another snapshot will do as well, if it reaches as far. */
    private void onGone(final int from, final SnapshotId instead) {
        final SnapshotId asked = wanted;
        if (asked == null || from != sourceId) {
            return;
        }
        if (instead.index() < asked.index() || instead.equals(asked)) {
            askAnother();
            return;
        }
        try {
            receiver.begin(instead);
            wanted = instead;
            requests.restart();
        } catch (final IOException e) {
            fail(asked, e);
        }
    }

    private void onPart(final SnapshotId id, final int number, final int length) {
        if (!id.equals(wanted)) {
            return;
        }
        try {
            final Received received = receiver.onPart(id, number, part, 0, length);
            switch (received) {
                case ACCEPTED -> {
                    unanswered = 0;
                    silentTicks = 0;
                }
                case COMPLETE -> {
                    NodeEvents.snapshotReceived(nodeId, id);
                    end(SnapshotRing.Kind.RECEIVED, id);
                }
                case DAMAGED, FOREIGN, RESTARTED -> {
                    NodeEvents.snapshotPartRefused(nodeId, sourceId, id, number, received.name());
                    askAnother();
                }
                case NOT_WANTED, OTHER_SNAPSHOT -> {
                    // Late or repeated.
                }
            }
        } catch (final IOException e) {
            fail(id, e);
        }
    }

    private boolean ask() {
        final SnapshotId id = wanted;
        if (id == null
                || !requests.isDue(receiver.wantedPart())
                || !out.offer(SnapshotRing.Kind.PULL, sourceId, id, requests.fromPart(), requests.count())) {
            return false;
        }
        requests.onAsked();
        return true;
    }

    /** The node asked has not answered, or cannot: the next member may have the file. */
    private void askAnother() {
        final SnapshotId id = wanted;
        if (id == null) {
            return;
        }
        if (++unanswered > PATIENCE) {
            NodeEvents.snapshotGivenUp(nodeId, id, "no member sends it");
            end(SnapshotRing.Kind.FAILED, id);
            return;
        }
        sourceId = memberAfter(sourceId, 0);
        silentTicks = 0;
        requests.restart();
    }

    /** Returns the next member in turn that is neither this node nor, if there is a choice, the one to be left out. */
    private int memberAfter(final int memberId, final int leftOut) {
        int position = 0;
        while (position < memberIds.length && memberIds[position] != memberId) {
            position++;
        }
        for (int i = 1; i <= memberIds.length; i++) {
            final int next = memberIds[(position + i) % memberIds.length];
            if (next != nodeId && next != leftOut) {
                return next;
            }
        }
        return leftOut;
    }

    private void fail(final SnapshotId id, final IOException e) {
        NodeEvents.snapshotGivenUp(nodeId, id, String.valueOf(e.getMessage()));
        end(SnapshotRing.Kind.FAILED, id);
    }

    private void end(final SnapshotRing.Kind how, final SnapshotId id) {
        wanted = null;
        owedEnd = how;
        endedId = id;
        tellEnd();
    }

    /** Of all messages this one must not be lost: nobody asks for it again. */
    private boolean tellEnd() {
        final SnapshotRing.Kind how = owedEnd;
        final SnapshotId id = endedId;
        if (how == null || id == null || !out.offer(how, sourceId, id, 0, 0)) {
            return false;
        }
        owedEnd = null;
        return true;
    }
}
