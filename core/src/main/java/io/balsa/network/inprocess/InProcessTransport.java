package io.balsa.network.inprocess;

import io.balsa.network.Transport;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * One node's access to an {@link InProcessNetwork}. What is received is handed on by {@link #doWork}; time plays no part.
 *
 * <p>Threading: one thread, which may be another one for each node. Ownership: see {@link Transport}. Allocates nothing after
 * construction.
 */
public final class InProcessTransport implements Transport {
    private final InProcessLink[] links;
    private final Int2ObjectHashMap<InProcessLink> linkById = new Int2ObjectHashMap<>();
    private final int maxMessageLength;
    private boolean isClosed;

    InProcessTransport(final InProcessLink[] links, final int maxMessageLength) {
        this.links = links;
        this.maxMessageLength = maxMessageLength;
        for (final InProcessLink link : links) {
            linkById.put(link.peerId(), link);
        }
    }

    @Override
    public boolean offer(
            final int peerId, final DirectBuffer message, final int offset, final int length, final ByteBuffer body) {
        final int totalLength = length + body.remaining();
        if (totalLength > maxMessageLength) {
            throw new IllegalArgumentException(
                    "message too long: length=" + totalLength + ", maxMessageLength=" + maxMessageLength);
        }
        final InProcessLink link = linkById.get(peerId);
        return link != null && link.offer(message, offset, length, body);
    }

    @Override
    public boolean isConnected(final int peerId) {
        final InProcessLink link = linkById.get(peerId);
        return link != null && link.isConnected();
    }

    @Override
    public int doWork(final long nowNs) {
        int workCount = 0;
        for (int i = 0; i < links.length && !isClosed; i++) {
            workCount += links[i].doWork();
        }
        return workCount;
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            for (final InProcessLink link : links) {
                link.shutDown();
            }
        }
    }
}
