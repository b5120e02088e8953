package io.balsa.bench.jmh;

import io.balsa.bench.log.BenchLog;
import io.balsa.network.FrameHandler;
import io.balsa.network.NetworkCounters;
import io.balsa.network.NodeIdentity;
import io.balsa.network.PeerAddress;
import io.balsa.network.PeerPublisher;
import io.balsa.network.Transport;
import io.balsa.network.inprocess.InProcessNetwork;
import io.balsa.network.tcp.TcpSettings;
import io.balsa.network.tcp.TcpTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/**
 * Two nodes without cores, connected in process or over loopback.
 *
 * <p>Threading: one thread steps both.
 */
final class TransportPair implements AutoCloseable {
    private static final int LEADER = 1;
    private static final int FOLLOWER = 2;
    private static final long CLUSTER_ID = 1;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);
    /** Never used: the follower waits for the leader's call. */
    private static final int NO_PORT = 1;

    private final boolean selects;
    private final BenchLog log;
    private final int batch;
    private final Selector selector = Selector.open();
    private final Consumer<SelectionKey> dispatch = TransportPair::dispatch;
    private final Frames atLeader = new Frames();
    private final Frames atFollower = new Frames();
    private final Transport leader;
    private final Transport follower;
    private final PeerPublisher requests;
    private final PeerPublisher replies;

    TransportPair(final boolean tcp, final int payloadBytes, final int batch) throws IOException {
        selects = tcp;
        this.batch = batch;
        log = new BenchLog(payloadBytes);
        for (int i = 0; i < batch; i++) {
            log.append();
        }
        log.log().flush();
        final int maxAppendBytes = Math.max(1 << 12, 2 * batch * payloadBytes + (batch << 7));
        final int maxMessage =
                PeerPublisher.maxMessageLength(maxAppendBytes, log.log().maxPayloadLength());
        if (tcp) {
            final InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            final TcpTransport called =
                    tcp(LEADER, any, new PeerAddress(FOLLOWER, "127.0.0.1", NO_PORT), atLeader, maxMessage);
            leader = called;
            final PeerAddress address =
                    new PeerAddress(LEADER, "127.0.0.1", called.localAddress().getPort());
            follower = tcp(FOLLOWER, any, address, atFollower, maxMessage);
        } else {
            final InProcessNetwork network = new InProcessNetwork(maxMessage, LEADER, FOLLOWER);
            leader = network.join(LEADER, atLeader, new NetworkCounters(), () -> {});
            follower = network.join(FOLLOWER, atFollower, new NetworkCounters(), () -> {});
        }
        requests = new PeerPublisher(leader, log.log(), 0, maxAppendBytes);
        replies = new PeerPublisher(follower, log.log(), 0, maxAppendBytes);
        final long startNs = System.nanoTime();
        while (!leader.isConnected(FOLLOWER) || !follower.isConnected(LEADER)) {
            step();
            if (System.nanoTime() - startNs > PATIENCE_NS) {
                throw new IOException("the two nodes do not connect: seconds=10");
            }
        }
    }

    private TcpTransport tcp(
            final int nodeId,
            final InetSocketAddress address,
            final PeerAddress peer,
            final Frames frames,
            final int maxMessage) {
        return new TcpTransport(
                selector,
                new NodeIdentity(CLUSTER_ID, nodeId, nodeId),
                address,
                List.of(peer),
                frames,
                TcpSettings.forMessagesUpTo(maxMessage),
                new NetworkCounters());
    }

    /** The leader sends all entries, and the follower answers; returns how many answers there were. */
    long roundTrip() throws IOException {
        final long sent = atFollower.count;
        final long taken = requests.sendAppendRequest(FOLLOWER, 1, 0, 0, 1, batch, 0, 0);
        if (taken < 0) {
            throw new IllegalStateException("the append is not taken: result=" + taken);
        }
        while (atFollower.count == sent) {
            step();
        }
        final long answered = atLeader.count;
        if (!replies.sendAppendReply(LEADER, 1, false, batch, 0, 0, 0)) {
            throw new IllegalStateException("the answer is not taken");
        }
        while (atLeader.count == answered) {
            step();
        }
        return atLeader.count;
    }

    private void step() throws IOException {
        if (selects) {
            selector.selectNow(dispatch);
        }
        final long nowNs = System.nanoTime();
        leader.doWork(nowNs);
        follower.doWork(nowNs);
    }

    @SuppressWarnings("unchecked")
    private static void dispatch(final SelectionKey key) {
        ((Consumer<SelectionKey>) key.attachment()).accept(key);
    }

    @Override
    public void close() throws IOException {
        leader.close();
        follower.close();
        selector.close();
        log.close();
    }

    /** Counts what arrives. */
    private static final class Frames implements FrameHandler {
        private long count;

        @Override
        public boolean onFrame(final int fromPeerId, final DirectBuffer buffer, final int offset, final int length) {
            count++;
            return true;
        }

        @Override
        public void onPeerConnected(final int peerId) {
            // The transport tells.
        }

        @Override
        public void onPeerDisconnected(final int peerId) {
            // A benchmark that loses its peer comes to no end, and JMH ends it.
        }
    }
}
