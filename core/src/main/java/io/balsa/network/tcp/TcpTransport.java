package io.balsa.network.tcp;

import io.balsa.network.FrameHandler;
import io.balsa.network.NetworkCounters;
import io.balsa.network.NodeIdentity;
import io.balsa.network.PeerAddress;
import io.balsa.network.Transport;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.Arrays;
import java.util.Collection;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * Carries messages between members over TCP.
 *
 * <p>Two members share one connection, for both directions, which the one with the higher id makes. One rather than two,
 * because answers then carry the acknowledgements of TCP along, and because silence in either direction shows on it. A fixed
 * side connects, so that the two never make one each and have to agree which to keep.
 *
 * <p>All sockets are registered with the selector given to the constructor, each key with a
 * {@code Consumer<SelectionKey>} attached: whoever owns the selector selects, hands each ready key to the consumer attached
 * to it, and calls {@link #doWork} once per round and at least every few milliseconds. Nothing here blocks.
 *
 * <p>Threading: one thread makes all calls, the one that selects. Ownership: see {@link Transport}. All buffers are allocated by the
 * constructor: per other member the send queue and the receive buffer of the settings, per pending handshake a few bytes.
 * Allocates nothing while connections stay up.
 */
public final class TcpTransport implements Transport {
    /** Bits of an attempt's number that count within one start of the node; the time of the start stands above them. */
    private static final int ATTEMPT_BITS = 20;

    private final Int2ObjectHashMap<PeerLink> linkById = new Int2ObjectHashMap<>();
    private final PeerLink[] links;
    private final PeerDialer[] dialers;
    private final PeerAcceptor acceptor;
    private final HostResolver resolver = new HostResolver();

    /**
     * Opens the port and prepares to connect; the first {@link #doWork} begins to.
     *
     * @param selector belongs to the caller, who closes it after this transport
     * @param bindAddress where to listen, port 0 for any free one
     * @param members of the cluster; the node itself may be among them
     * @param handler takes what is received
     * @throws io.balsa.network.TransportException when the port cannot be opened
     */
    public TcpTransport(
            final Selector selector,
            final NodeIdentity identity,
            final InetSocketAddress bindAddress,
            final Collection<PeerAddress> members,
            final FrameHandler handler,
            final TcpSettings settings,
            final NetworkCounters counters) {
        final Handshake handshake = new Handshake(identity);
        final HelloJudge judge = new HelloJudge(handshake, linkById, counters);
        acceptor = new PeerAcceptor(selector, bindAddress, judge, settings, counters);
        final PeerAddress[] others = members.stream()
                .filter(member -> member.nodeId() != identity.nodeId())
                .toArray(PeerAddress[]::new);
        links = new PeerLink[others.length];
        for (int i = 0; i < others.length; i++) {
            links[i] = new PeerLink(others[i].nodeId(), handshake, handler, settings, counters);
            linkById.put(others[i].nodeId(), links[i]);
        }
        // Numbers of a later start are higher. Should the clock have been set back, a connection of the former process
        // that is still up on the other side stays in the way until it is found silent, no longer.
        final long firstAttempt = System.currentTimeMillis() << ATTEMPT_BITS;
        dialers = Arrays.stream(others)
                .filter(member -> member.nodeId() < identity.nodeId())
                .map(member -> new PeerDialer(
                        selector,
                        member,
                        linkById.get(member.nodeId()),
                        handshake,
                        resolver,
                        firstAttempt,
                        settings,
                        counters))
                .toArray(PeerDialer[]::new);
    }

    /** Returns where the transport listens. */
    public InetSocketAddress localAddress() {
        return acceptor.localAddress();
    }

    @Override
    public boolean offer(
            final int peerId, final DirectBuffer message, final int offset, final int length, final ByteBuffer body) {
        final PeerLink link = linkById.get(peerId);
        return link != null && link.offer(message, offset, length, body);
    }

    @Override
    public boolean isConnected(final int peerId) {
        final PeerLink link = linkById.get(peerId);
        return link != null && link.isConnected();
    }

    @Override
    public int doWork(final long nowNs) {
        int workCount = acceptor.doWork(nowNs);
        for (int i = 0; i < links.length; i++) {
            workCount += links[i].doWork(nowNs);
        }
        for (int i = 0; i < dialers.length; i++) {
            workCount += dialers[i].doWork(nowNs);
        }
        return workCount;
    }

    /**
     * Closes every connection and drops what is queued. Does not block, tells the handler nothing and may be called again.
     *
     * <p>The operating system gets the sockets back when the selector is closed or selects once more; until then the port stays
     * taken.
     */
    @Override
    public void close() {
        acceptor.shutDown();
        for (final PeerDialer dialer : dialers) {
            dialer.shutDown();
        }
        for (final PeerLink link : links) {
            link.shutDown();
        }
        resolver.close();
    }
}
