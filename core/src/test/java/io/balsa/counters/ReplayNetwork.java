package io.balsa.counters;

import io.balsa.codec.sbe.peer.AppendReplyDecoder;
import io.balsa.codec.sbe.peer.AppendRequestDecoder;
import io.balsa.codec.sbe.peer.HeartbeatDecoder;
import io.balsa.codec.sbe.peer.HeartbeatReplyDecoder;
import io.balsa.network.FrameHandler;
import io.balsa.network.PeerMessage;
import io.balsa.network.Transport;
import io.balsa.simulation.SimScheduler;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Connects the nodes: nothing is lost, everything arrives in order, and is counted.
 *
 * <p>Threading: one thread.
 */
final class ReplayNetwork {
    private static final long LEAST_LATENCY_NS = 100_000;
    private static final int JITTER_NS = 50_000;

    private final SimScheduler scheduler;
    private final SplittableRandom random;
    private final Counts counts;
    private final @Nullable End[] ends;
    private final long[][] lastArrivalNs;

    ReplayNetwork(
            final SimScheduler scheduler, final SplittableRandom random, final Counts counts, final int nodeCount) {
        this.scheduler = scheduler;
        this.random = random;
        this.counts = counts;
        ends = new End[nodeCount + 1];
        lastArrivalNs = new long[nodeCount + 1][nodeCount + 1];
    }

    /** A node begins; it is connected with all that began before. */
    Transport join(final int nodeId, final FrameHandler handler, final Runnable wakeUp) {
        final End joined = new End(nodeId, handler, wakeUp);
        for (int peerId = 1; peerId < ends.length; peerId++) {
            final End peer = ends[peerId];
            if (peer != null) {
                peer.connected.add(nodeId);
                joined.connected.add(peerId);
            }
        }
        ends[nodeId] = joined;
        return joined;
    }

    private void count(final int templateId, final int encodedLength, final int gatheredLength) {
        counts.add(Counter.MESSAGES, 1);
        counts.add(Counter.SENT_BYTES, encodedLength + gatheredLength);
        counts.add(Counter.GATHERED_BYTES, gatheredLength);
        switch (templateId) {
            case AppendRequestDecoder.TEMPLATE_ID -> counts.add(Counter.APPENDS, 1);
            case AppendReplyDecoder.TEMPLATE_ID -> counts.add(Counter.APPEND_REPLIES, 1);
            case HeartbeatDecoder.TEMPLATE_ID -> counts.add(Counter.HEARTBEATS, 1);
            case HeartbeatReplyDecoder.TEMPLATE_ID -> counts.add(Counter.HEARTBEAT_REPLIES, 1);
            default -> {
                // Among all messages only.
            }
        }
    }

    private void send(final int from, final End to, final Message message) {
        final long soonestNs = scheduler.nowNs() + LEAST_LATENCY_NS + random.nextInt(JITTER_NS);
        lastArrivalNs[from][to.nodeId] = Math.max(soonestNs, lastArrivalNs[from][to.nodeId]);
        scheduler.at(lastArrivalNs[from][to.nodeId], () -> {
            to.arrived.add(message);
            to.wakeUp.run();
        });
    }

    private record Message(int from, UnsafeBuffer buffer) {}

    /** One node's access. */
    private final class End implements Transport {
        private final int nodeId;
        private final FrameHandler handler;
        private final Runnable wakeUp;
        private final ArrayDeque<Integer> connected = new ArrayDeque<>();
        private final ArrayDeque<Message> arrived = new ArrayDeque<>();

        private End(final int nodeId, final FrameHandler handler, final Runnable wakeUp) {
            this.nodeId = nodeId;
            this.handler = handler;
            this.wakeUp = wakeUp;
        }

        @Override
        public boolean offer(
                final int peerId,
                final DirectBuffer message,
                final int offset,
                final int length,
                final ByteBuffer body) {
            final End peer = ends[peerId];
            if (peer == null) {
                return false;
            }
            final boolean inAgent = Meter.stop();
            final int bodyLength = body.remaining();
            final UnsafeBuffer copy = new UnsafeBuffer(new byte[length + bodyLength]);
            copy.putBytes(0, message, offset, length);
            copy.putBytes(length, body, body.position(), bodyLength);
            count(PeerMessage.templateId(copy, 0), length, bodyLength);
            send(nodeId, peer, new Message(nodeId, copy));
            Meter.goOn(inAgent);
            return true;
        }

        @Override
        public boolean isConnected(final int peerId) {
            return peerId > 0 && peerId < ends.length && ends[peerId] != null;
        }

        @Override
        public int doWork(final long nowNs) {
            int work = 0;
            while (!connected.isEmpty()) {
                handler.onPeerConnected(connected.poll());
                work++;
            }
            while (!arrived.isEmpty()) {
                final Message message = arrived.poll();
                if (!handler.onFrame(message.from, message.buffer, 0, message.buffer.capacity())) {
                    throw new IllegalStateException("a message is refused: from=" + message.from + ", to=" + nodeId);
                }
                work++;
            }
            return work;
        }

        @Override
        public void close() {
            ends[nodeId] = null;
        }
    }
}
